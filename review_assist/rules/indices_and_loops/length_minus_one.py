"""length-minus-one: `i > v.len() - 1`, a bound that goes below zero where there are no elements."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    comments_above,
    descendants,
    enclosing,
    field,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_NEVER_EMPTY = pattern(r"(?i)\b(under|over)flow|\bat least (1|one)\b|\b(never|not|non-?)\s?empty\b")
_BETTER = {">": ">=", "<=": "<"}
_MIRRORED = {"<": "<=", ">=": ">"}


@rule(
    level="note",
    confidence="high",
    words=("len() - ", "len()-"),
    message="`{length} - {less}` goes below zero where there {few}, and `{test}` is `{better}` otherwise",
    ask="could this be `{better}`, which holds for every length of `{sequence}`?",
    why="""With signed numbers, as in most of C, a bound of -1 does no harm. A length is a `usize`: zero less one
        stops a debug build and is a huge number in others, which any index is below.""",
    instead="Write `{better}`.",
    query="""
    (binary_expression operator: [">" "<=" "<" ">="] right: (_) @bound) @test
    (binary_expression left: (_) @bound operator: ["<" ">=" ">" "<="]) @test
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if (i > n - 1)                      /* n is an int */
            return;
    """,
    checks="At run time nothing is subtracted any more, so that no length can make it overflow.",
)
def length_minus_one(captures: Captures, file: SourceFile) -> Hit | str:
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
    In `i < v.len() - 1`, for "not the last one", a test in front may have seen to it that there is an element. The
    rule speaks only where the function begins in view and does nothing with `v` before.

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
    if bound.type != "binary_expression" or text(field(bound, "operator")) != "-" or _is_argued(test):
        return "it is no subtraction, or a comment says why it is right"
    length, less = field(bound, "left"), text(field(bound, "right"))
    if length is None or not less.isdigit() or less == "0" or method(length) != "len" or arguments(length):
        return "it is no length minus a number"
    better = _better(test, captures["bound"], length, less, file)
    if not better:
        return "the length is known not to be that small"
    return Hit(
        at=test,
        values={
            "length": length,
            "less": less,
            "few": "is no element" if less == "1" else f"are fewer than {less} elements",
            "test": test,
            "better": better,
            "sequence": file.quote(length).removesuffix(".len()"),
        },
    )


def _better(test: Node, bound: Node, length: Node, less: str, file: SourceFile) -> str:
    """The same question without the subtraction; empty where the subtraction is none to worry about."""
    left, right, operator = field(test, "left"), field(test, "right"), text(field(test, "operator"))
    if left is None or right is None:
        return ""
    other, is_right = (left, True) if bound == right else (right, False)
    plain = (_BETTER if is_right else _MIRRORED).get(operator, "")
    if plain and less == "1":
        value, operator = file.quote(other), plain
    elif _is_first_use(length, file) and other.type in ("identifier", "field_expression", "integer_literal"):
        value = f"{file.quote(other)} + {less}"
    else:
        return ""
    whole = file.quote(length)
    return f"{value} {operator} {whole}" if is_right else f"{whole} {operator} {value}"


def _is_first_use(length: Node, file: SourceFile) -> bool:
    """Whether it is the length of a parameter, and nothing in front of it in the function is about that."""
    function, sequence = file.function(length), receiver(length)
    body = field(function.node, "body") if function is not None and function.is_whole else None
    if body is None or sequence is None or sequence.type != "identifier":
        return False
    binding = local_binding(sequence)
    if binding is None or binding.type != "parameter" or "[" not in text(field(binding, "type")):
        return False
    uses = (each for each in descendants(body, "identifier") if text(each) == text(sequence))
    return next(uses, None) == sequence


def _is_argued(test: Node) -> bool:
    """Whether a comment above the statement says why the length is not zero."""
    statement = enclosing(test, "expression_statement", "let_declaration", "function_item")
    return statement is not None and _NEVER_EMPTY.search(comments_above(statement)) is not None
