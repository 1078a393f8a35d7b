"""ignored-status: nobody looks at the status that a function returns."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import SIGNED, Kind, kind, return_type, returned
from review_assist.rules.errors._tested_answers import is_tested_elsewhere
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, comments_above, field, method, receiver, text
from review_assist.syntax.roles import c_function, is_abi
from review_assist.syntax.source import SourceFile, squeezed

_SETS_UP = pattern(r"(\w+_)?(realize|probe|configure|post_load)(_\w+)?")
_RESULT = pattern(r"(\w+::)*\w*Result\b")
_EXPLAINS = pattern(r"//(?!\s*SAFETY)")
_CLEANS_UP = pattern(
    r"(\w+_)?(free|close|drop|stop|shutdown|unref|release|flush|cleanup|log\w*|print\w*|kill)(_\w+)?"
)


@rule(
    level="warning",
    confidence="medium",
    words=("let _ =", ");", ") };"),
    message="`{call}` can fail, and `{function}` does not look at its answer",
    ask="what if `{call}` fails: should `{function}` hand the error on?",
    why="""A status is a number like any other, and neither C nor Rust asks what became of it. A `Result` that
        nobody looks at is a warning, and `let _ =` turns that warning off.""",
    instead="If failure matters here, {cure}. If it does not, a comment can say why.",
    query="""
    [
      (let_declaration pattern: "_" value: (call_expression) @call)
      (let_declaration pattern: "_" value: (unsafe_block (block . [
        (call_expression) @call (expression_statement (call_expression) @call)] .)))
      (expression_statement (call_expression) @call)
      (expression_statement (unsafe_block (block . (call_expression) @call .)))
    ] @at
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.MACROS),
    softer_in=(FileRole.BINDING,),
    in_c="reserve(limit);                     /* returns -ENOSPC, nobody looks */",
    checks="The compiler then warns wherever the answer is dropped: a `Result` is `#[must_use]`.",
)
def ignored_status(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C each call that can fail is followed by a test, if the author thought of it. A compiler that warns about
    forgotten ones needs an attribute on each function; most have none, and setup code goes on with
    half a device.

    In Rust `Result` is marked `#[must_use]`: a call whose answer is dropped is a warning. Two habits get around
    it. One is to go on returning integers, which may be dropped in silence. The other is `let _ =`, which
    says "I know" and is right for a message to a peer that has gone, but not in the functions that set a device
    up and can tell the user what went wrong.

    ## Keep it when
    Nothing can be done about the failure, and nobody is waiting for it: a log line, a close on the way out. A
    short comment saves the next reader the question.

    ## Known problems
    Only functions of the same file are known, so that most calls are not judged. Of a function of C it is
    concluded from its relatives that it answers with a status, if the file tests those.

    ```rust bad
    fn reserve(limit: u32) -> i32 {
        if limit > 64 { -1 } else { 0 }
    }

    fn open(limit: u32) -> u32 {
        reserve(limit);
        limit
    }
    ```
    ```rust good
    struct TooMany;

    fn reserve(limit: u32) -> Result<(), TooMany> {
        if limit > 64 { Err(TooMany) } else { Ok(()) }
    }

    fn open(limit: u32) -> Result<u32, TooMany> {
        reserve(limit)?;
        Ok(limit)
    }
    ```
    ```rust good path=rust/hw/char/x/src/device.rs
    // The other side may have gone; a device can do nothing about it.
    impl Uart {
        fn send(&self, byte: u8) {
            let _ = self.backend.write_all(&[byte]);
        }
    }
    ```
    """
    call, at = captures["call"], captures["at"]
    function = file.function(at)
    if function is None or _CLEANS_UP.fullmatch(_name(call)):
        return "the call cleans up, or the function is not shown"
    is_let = at.type == "let_declaration"
    sets_up = is_let and file.is_device and _SETS_UP.fullmatch(function.name) is not None
    cure = _cure(call, at, file, sets_up=sets_up)
    if not cure:
        return "the call is not known to return a status that matters"
    return Hit(at=at, values={"call": f"{_name(call)}()", "function": function.name, "cure": cure})


def _cure(call: Node, at: Node, file: SourceFile, *, sets_up: bool) -> str:
    """What to do with the answer; empty if it may be dropped. `sets_up`: by `let _`, where a device is set up."""
    if sets_up and c_function(call, file.names) and not _EXPLAINS.search(comments_above(at)):
        return "make the number a `Result` and hand it on by `?`"
    definition = _definition(call, file)
    is_dropped = at.type == "expression_statement" and _ends_with_semicolon(at)
    if definition is None and is_dropped and not _EXPLAINS.search(comments_above(at)):
        name = c_function(call, file.names)
        tested = is_tested_elsewhere(name, file) if name else ""
        return f"make its number a `Result`, as the answer of `{tested}()` is tested too" if tested else ""
    if definition is None or comments_above(at) or not (is_dropped or at.type == "let_declaration"):
        return ""
    if _is_status(definition):
        return f"let `{_name(call)}` return a `Result`, and use `?`"
    if sets_up and _RESULT.match(squeezed(text(field(definition, "return_type")))):
        return "hand the error on by `?`, or tell the user"
    return ""


def _ends_with_semicolon(statement: Node) -> bool:
    """Whether the value is dropped: behind a block the semicolon is a statement of its own."""
    after = statement.next_named_sibling
    return text(statement).endswith(";") or (after is not None and after.type == "empty_statement")


def _name(call: Node) -> str:
    return method(call) or callee(call).rpartition("::")[2]


def _definition(call: Node, file: SourceFile) -> Node | None:
    """The function of this file that the call names: by its bare name, or as a method of `self`."""
    if method(call):
        if text(receiver(call)) != "self":
            return None
    elif not re.fullmatch(r"(Self::|self::)?[a-z_]\w*", callee(call)):
        return None
    return file.names.functions.get(_name(call))


@lru_cache(maxsize=64)
def _is_status(definition: Node) -> bool:
    if return_type(definition) not in SIGNED or is_abi(definition):
        return False
    kinds: set[Kind] = {kind(value) for value in returned(definition)}
    return bool(kinds & {"negative", "errno"}) and kinds <= {"zero", "one", "negative", "errno"} and len(kinds) > 1
