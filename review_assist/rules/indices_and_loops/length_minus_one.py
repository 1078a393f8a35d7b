"""length-minus-one: `i > v.len() - 1`, a bound that goes below zero where there are no elements."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, comments_above, enclosing, field, method, text, unwrapped
from review_assist.syntax.source import SourceFile

_NEVER_EMPTY = pattern(r"(?i)\b(under|over)flow|\bat least (1|one)\b|\b(never|not|non-?)\s?empty\b")
_BETTER = {">": ">=", "<=": "<"}
_MIRRORED = {"<": "<=", ">=": ">"}


@rule(
    level="note",
    confidence="high",
    words=("len() - 1", "len()-1"),
    message="`{length} - 1` goes below zero where there is no element, and `{test}` is `{better}` otherwise",
    ask="could this be `{better}`, which holds for an empty `{sequence}` too?",
    why="""With signed numbers, as in most of C, a bound of -1 does no harm. A length is a `usize`: zero less one
        stops a debug build and is a huge number in others, which any index is below.""",
    instead="Write `{better}`.",
    query="""
    (binary_expression operator: [">" "<="] right: (_) @bound) @test
    (binary_expression left: (_) @bound operator: ["<" ">="]) @test
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if (i > n - 1)                      /* n is an int */
            return;
    """,
    checks="At run time nothing is subtracted any more, so that no length can make it overflow.",
)
def length_minus_one(captures: Captures, file: SourceFile) -> Hit | None:
    """
    `i > n - 1` and `i >= n` are the same test in C, as long as `n` is an `int`. Whoever thinks of the last element
    writes the one, whoever thinks of the length the other.

    In Rust lengths are `usize`, which has no numbers below zero. `v.len() - 1` of an empty `v` panics where
    overflow is checked, and is `usize::MAX` where it is not: then no index is too large, and the test that was to
    protect the access lets everything through. Compared with the length itself the question is the same and has an
    answer for every length; `v.get(i)` asks it together with the access.

    ## Keep it when
    Never: both tests mean the same wherever the first one has an answer. Where a comment above says that there is
    always an element, nothing is told: the author has thought of it.

    ## Known problems
    Other forms, such as `i < v.len() - 1` for "not the last one", are not looked at: `i + 1 < v.len()` has no such
    edge.

    ```rust bad
    fn put(buffer: &mut [u8], at: usize, byte: u8) -> bool {
        if at > buffer.len() - 1 {
            return false;
        }
        buffer[at] = byte;
        true
    }
    ```
    ```rust good
    fn put(buffer: &mut [u8], at: usize, byte: u8) -> bool {
        if at >= buffer.len() {
            return false;
        }
        buffer[at] = byte;
        true
    }
    ```
    ```rust good
    // Not the last element: another question.
    fn has_successor(items: &[u8], at: usize) -> bool {
        at + 1 < items.len()
    }
    ```
    """
    bound, test = unwrapped(captures["bound"]), captures["test"]
    left, right = field(test, "left"), field(test, "right")
    if bound.type != "binary_expression" or text(field(bound, "operator")) != "-" or left is None or right is None:
        return None
    length, one = field(bound, "left"), field(bound, "right")
    if length is None or text(one) != "1" or method(length) != "len" or arguments(length) or _is_argued(test):
        return None
    operator = text(field(test, "operator"))
    if captures["bound"] == right:
        better = f"{file.quote(left)} {_BETTER[operator]} {file.quote(length)}"
    else:
        better = f"{file.quote(length)} {_MIRRORED[operator]} {file.quote(right)}"
    sequence = file.quote(length).removesuffix(".len()")
    return Hit(at=test, values={"length": length, "test": test, "better": better, "sequence": sequence})


def _is_argued(test: Node) -> bool:
    """Whether a comment above the statement says why the length is not zero."""
    statement = enclosing(test, "expression_statement", "let_declaration", "function_item")
    return statement is not None and _NEVER_EMPTY.search(comments_above(statement)) is not None
