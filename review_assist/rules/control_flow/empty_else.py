"""empty-else: an `else` with nothing in it."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rewrite import Part, Rewrite
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import statements, text
from review_assist.syntax.source import SourceFile

_EMPTY: dict[str, Node | str] = {"what": "this `else`", "cure": "the empty `else` go"}
_TURNED: dict[str, Node | str] = {
    "what": "the branch in front of this `else`",
    "cure": "the test be turned around, so that there is no empty branch in front of the `else`",
}


@rule(
    level="note",
    confidence="high",
    clippy=("needless_else",),
    words=("else {", "else{"),
    message="{what} is empty",
    ask="could {cure}?",
    why="""Some C rules ask for an `else` at the end of each chain, to show that nobody forgot it. In Rust a
        `match` shows that, and the compiler checks it.""",
    instead="Leave the `else` out, or say in a comment inside of it why nothing is to be done.",
    query="""
    (if_expression alternative: (else_clause "else" @else (block) @block))
    (if_expression consequence: (block) @before alternative: (else_clause "else" @else))
    """,
    silent_in=(FileRole.MACROS, FileRole.TEST),
    in_c="""
        if (fifo->level > 0) {{
            fifo->level = 0;
        }} else {{ /* nothing */ }}
    """,
    checks="A reader no longer has to ask whether code is missing in the `else`.",
)
def empty_else(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Coding rules for C, MISRA the best known of them, want every `if .. else if` to end in an `else`, even one
    that does nothing, so that a reviewer sees that the rest was thought of. Some people end each `if` like this.

    A Rust `if` without `else` has the value `()`, and the empty branch adds nothing to it. Where completeness
    is the point, `match` is the tool: it does not compile while a case is missing, and a `_ => {}` arm with
    a comment says that the rest is left alone on purpose.

    ## Keep it when
    A comment in the branch says why it is empty; the rule is silent there.

    ## Known problems
    None are known.

    ```rust bad
    fn clear(fifo: &mut Fifo) {
        if fifo.level > 0 {
            fifo.level = 0;
        } else {
        }
    }
    ```
    ```rust good
    fn clear(fifo: &mut Fifo) {
        if fifo.level > 0 {
            fifo.level = 0;
        }
    }
    ```
    ```rust good
    // The comment says why.
    fn update(fifo: &mut Fifo, level: u32) {
        if level > fifo.level {
            fifo.level = level;
        } else {
            // Lower levels come from the reader, which has stored them already.
        }
    }
    ```
    """
    before_else = captures.get("before")
    if before_else is not None:
        return (
            "the block in front of it has something in it"
            if before_else.named_child_count
            else Hit(at=captures["else"], values=_TURNED)
        )
    block = captures["block"]
    if _is_unit(block):
        return Hit(at=captures["else"], values=_EMPTY)
    if block.named_child_count or block.end_byte > file.content.end:
        return "it has something in it"
    before = captures["else"].parent and captures["else"].parent.prev_named_sibling
    fix = Rewrite((Part(before.end_byte, block.end_byte, ""),), is_safe=True) if before is not None else None
    return Hit(at=captures["else"], values=_EMPTY, fix=fix)


def _is_unit(block: Node) -> bool:
    return [text(each) for each in statements(block)] == ["()"] and block.named_child_count == 1
