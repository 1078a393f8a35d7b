"""panic-in-kernel: `unwrap()`, `expect()`, `assert!` or `panic!` in code that runs in the kernel."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    ancestors,
    arguments,
    comments_above,
    documentation,
    has_attribute,
    is_string,
    macro_name,
    text,
)
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile

_SAID = pattern(r"\bPANICS?\b")
_TESTED = pattern(r"(^|/)samples/|(^|_)test(_|$)|kunit")
"""Where an `assert!` is what the code is for."""


@rule(
    level="warning",
    confidence="medium",
    only_in=("linux",),
    words=(".unwrap(", ".expect(", "panic!", "unreachable!", "todo!", "unimplemented!", "assert!", "assert_"),
    message="`{what}` in `{function}` is a `BUG()` once it {happens}",
    ask="can `{what}` in `{function}` {happen} at run time, and could it be an error instead?",
    why="""In C a check that fails returns an errno, and `BUG_ON` is refused in review. A panic is that `BUG()`:
        it kills the task and may take the machine down, for what one caller could have handled.""",
    instead="""Return the kernel's `Result` with an errno, by `?` or `ok_or(EINVAL)?`; where nobody can be told,
        `pr_err!` and go on. If it cannot fail, a `// PANIC:` comment says why, and a check at build time is
        better still.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @name)
      (#any-of? @name "unwrap" "expect")) @at
    (call_expression function: (identifier) @name
      (#any-of? @name "panic_" "unreachable_" "todo_" "unimplemented_" "assert_" "assert_eq_" "assert_ne_")) @at
    (macro_invocation macro: (identifier) @name
      (#any-of? @name "panic" "unreachable" "todo" "unimplemented" "assert" "assert_eq" "assert_ne")) @at
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FileRole.BUILD,
        FunctionRole.TEST,
        FunctionRole.CONST,
    ),
    in_c="BUG_ON(!val);",
    checks="The compiler then makes each caller say what happens on failure.",
)
def panic_in_kernel(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `unwrap` and `expect` are how a first version of a Rust program deals with what "cannot happen", and `assert!`
    is as near as C's macro of that name. In a program they end the program. In the kernel there is nothing around
    it that could be restarted: a panic is a `BUG()`, and the mail that asks for it to go is the same as for
    `BUG_ON` in C.

    Most of them are a `?` away from an errno. A value that was checked a few lines above can be taken out of the
    `Option` by the check itself, with `let .. else` or a `match`. What holds for every build is a `build_assert!`
    or `static_assert!`, which fails where it costs nobody anything.

    ## Keep it when
    Memory would be corrupted if the code went on. Say so in a `// PANIC:` comment, or in a `# Panics` section.

    ## Known problems
    Whether it can fail is not visible, so the rule asks.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    impl Queue {
        fn complete(&self, request: Request) {
            request.end_ok().expect("the request is in flight");
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    impl Queue {
        fn complete(&self, request: Request) -> Result {
            request.end_ok().map_err(|_| EBUSY)
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // The compiler evaluates it.
    const _: () = assert!(SIZE.is_power_of_two());
    ```
    """
    at, name = captures["at"], text(captures["name"])
    function = file.function(at)
    if function is None or "main" in file.names.functions or is_in_const(at) or not _may_panic(at, name):
        return "it runs at build time or on the host, or is another function of that name"
    if _SAID.search(comments_above(at)) or "# Panics" in documentation(function.node) or _is_for_debugging(at):
        return "it is documented, or there for debugging only"
    macro = macro_name(at)
    if macro.startswith("assert") and text(at).count(".len()") > 1:
        return "two lengths are compared, as functions of `core` do"
    if macro.startswith("assert") and (_TESTED.search(file.path) or _TESTED.search(function.name)):
        return "tests and samples assert"
    is_check = not macro or macro.startswith("assert")
    return Hit(
        at=at,
        values={
            "what": f"{macro}!" if macro else f"{name}()",
            "function": function.name or "this function",
            "happens": "fails" if is_check else "is reached",
            "happen": "fail" if is_check else "be reached",
        },
    )


def _is_for_debugging(at: Node) -> bool:
    """In a statement that only a kernel that is configured for it has."""
    return any(has_attribute(around, r"cfg\(.*DEBUG") for around in (at, *ancestors(at)))


def _may_panic(at: Node, name: str) -> bool:
    """`unwrap()`, and `expect("..")` with a text: others of that name belong to parsers and the like."""
    given = arguments(at) if at.type == "call_expression" else []
    if name == "unwrap":
        return not given
    return name != "expect" or (len(given) == 1 and (is_string(given[0]) or macro_name(given[0]) != ""))
