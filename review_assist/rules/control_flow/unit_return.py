"""unit-return: `return ()`, which is what `return` alone says."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rewrite import Rewrite, lines_of, replaced, statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    clippy=("unused_unit",),
    words=("return ()", "return()", "-> ()"),
    message="`{code}` says that there is nothing to return, spelled out",
    ask="could `{code}` be {cure}?",
    why="""A C `return` has a value, or the function is `void`. A Rust function without a type has the value
        `()`, and a bare `return` gives it.""",
    instead="Leave the `()` out: a bare `return` gives it, and so does a function without a type.",
    query="""
    (return_expression (unit_expression)) @return
    (function_item return_type: (unit_type) @type)
    """,
    silent_in=(FileRole.MACROS, FileRole.TEST),
    outranks=("tail-return",),
    in_c="""
        void reset(void)
        {{ return; }}
    """,
    checks="A reader no longer has to look for the value that this `return` seems to give.",
)
def unit_return(captures: Captures, file: SourceFile) -> Hit:
    """
    In C a `return` with a value and one without are two things, and a compiler warns when they are mixed up. A
    translator, or a person who thinks of `()` as of `void`, writes the value out.

    The unit type `()` is what a function gives that gives nothing. A `return` without a value returns it, and
    so does the closing brace. Leaving the `()` out makes an early exit look like one, and at the end of the
    function there is nothing to write at all.

    ## Keep it when
    A macro has to return the value of whatever it was given, and that happens to be `()`.

    ## Known problems
    A match arm `=> ()` is common and not reported.

    ```rust bad
    fn reset(port: &mut Port) {
        if port.is_idle {
            return ();
        }
        port.level = 0;
    }
    ```
    ```rust good
    fn reset(port: &mut Port) {
        if port.is_idle {
            return;
        }
        port.level = 0;
    }
    ```
    ```rust good
    // The unit value inside of another one.
    fn check(port: &Port) -> Result<(), Error> {
        if port.is_idle {
            return Ok(());
        }
        port.probe()
    }
    ```
    """
    declared = captures.get("type")
    if declared is not None:
        return Hit(at=declared, values={"code": "-> ()", "cure": "left out"})
    values: dict[str, Node | str] = {"code": captures["return"], "cure": "`return`, without the `()`"}
    return Hit(at=captures["return"], values=values, fix=_fix(captures["return"], file))


def _fix(node: Node, file: SourceFile) -> Rewrite | None:
    statement = statement_of(node)
    body = statement.parent
    is_last = body is not None and body.type == "block" and statement == body.named_children[-1]
    if is_last and body is not None and body.parent is not None and body.parent.type == "function_item":
        gone = lines_of(statement, file)
        return Rewrite((gone,), is_safe=True) if gone is not None else None
    return Rewrite((replaced(node, "return"),), is_safe=True)
