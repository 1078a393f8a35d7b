"""exit-on-error: code that others call ends the process."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._devices import is_driven
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, field, text
from review_assist.syntax.source import Function, SourceFile, squeezed

_EXITS = pattern(r"((::)?std::)?process::(exit|abort)|(::)?libc::(exit|abort|_exit|_Exit)")
_IS_A_PROGRAM = pattern(r"(^|/)(main|cli|cmd|args?|bin|tools?|examples?|build|xtask)(_\w*)?(\.rs|/)|_cli[./]")
_MAY_EXIT = pattern(
    r"(^|_)(main|exit|quit|die|fatal\w*|usage|abort|panic|oom|handler|hook|child|fork|exec|daemon\w*)(_|$)"
)


@rule(
    level="warning",
    confidence="medium",
    clippy=("exit",),
    words=("exit", "abort"),
    message="`{function}` ends the whole process by `{call}`",
    ask="could `{function}` return the error, instead of ending the process by `{call}`?",
    why="""A message and `exit(1)` are how a C program gives up. From inside a function it decides for every
        caller: no `Drop` of a caller runs, no test can look at the failure, and nobody may try something
        else.""",
    instead="""Return the error, by `Err(...)` or `?`{where}; `main` decides what it means for the
        process.""",
    query="(call_expression function: (scoped_identifier)) @call",
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.BUILD, FileRole.MACROS),
    in_c=r"""
        fprintf(stderr, "no range: %s\n", text);
        exit(1);
    """,
    checks="""
        The compiler then warns of a caller who drops the error, and `Drop` of what is in use runs on the
        way out.
    """,
)
def exit_on_error(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In a C tool the shortest way to handle an error is `fprintf(stderr, ...); exit(1);`, and helpers such as
    `die()` or `xmalloc()` do it from the depth of a library. Whoever calls the library has no say.

    `std::process::exit` does what `exit` does: it stops at once. The owners on the stack are not dropped, so
    that temporary files and locks stay, buffered output may be lost, and the caller cannot add what it knows
    ("while reading the configuration"). A `Result` goes up by `?` as far as somebody can decide; `main` may itself
    return one, or an `ExitCode`.

    ## Keep it when
    The program is damaged so that to go on would be worse, say after a failed allocation or a broken
    invariant of security. Code that runs in the child after a `fork` has to leave by `_exit`.

    ## Known problems
    Whether the code belongs to a library or to a program is told by paths and names only. The rule speaks in
    devices, and in functions that return a `Result` already.

    ```rust bad
    fn read_limits(text: &str) -> Result<Limits, ParseError> {
        let Some((low, high)) = text.split_once('-') else {
            eprintln!("no range: {text}");
            std::process::exit(1);
        };
        Limits::new(low.parse()?, high.parse()?)
    }
    ```
    ```rust good
    fn read_limits(text: &str) -> Result<Limits, ParseError> {
        let (low, high) = text.split_once('-').ok_or(ParseError::NoRange)?;
        Limits::new(low.parse()?, high.parse()?)
    }
    ```
    ```rust good path=src/main.rs
    // The program itself: its answer is its exit status.
    fn main() {
        if let Err(error) = run() {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
    ```
    """
    call = captures["call"]
    function = file.function(call)
    if function is None or function.name == "main" or not _EXITS.fullmatch(callee(call)) or _succeeds(call):
        return "it does not end the process with an error, or is in `main`"
    returns = squeezed(text(field(function.node, "return_type")))
    is_fallible = re.search(r"\b(\w*Result|anyhow::\w+)\b", returns) is not None
    if not is_fallible and not (file.is_device and is_driven(function, file)):
        return "the function can return no error, and is not driven by a guest"
    if not file.is_device and (_IS_A_PROGRAM.search(file.path) or _may_exit(function)):
        return "the program's own code may well end it"
    where = "" if is_fallible else f", which `{function.name}` can if it returns a `Result`"
    return Hit(at=call, values={"function": function.name, "call": f"{callee(call)}()", "where": where})


def _succeeds(call: Node) -> bool:
    """`exit(0)`: the work is done, and that is no error."""
    given = arguments(call)
    return bool(given) and squeezed(text(given[0])).removeprefix("libc::") in ("0", "EXIT_SUCCESS")


def _may_exit(function: Function) -> bool:
    return _MAY_EXIT.search(function.name) is not None or _forks(function.node)


@lru_cache(maxsize=1)
def _forks(function: Node) -> bool:
    return "fork(" in text(function)
