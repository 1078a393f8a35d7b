"""digit-by-digit-number: a loop adds up a number from its digits."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    LOOPS,
    child,
    descendants,
    enclosing,
    field,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.source import SourceFile, squeezed

_DIGIT = pattern(r"b?'0'|\.to_digit\(|0x30\b|-48\b")
_CHECKED = pattern(r"(checked|saturating|overflowing)_(mul|add)")
_WALKS = frozenset("bytes chars iter as_bytes copied cloned char_indices enumerate skip take_while".split())
_TEXT = pattern(r"\b(str|String)\b|\[u8\]|Vec<u8>")
_LIMIT = 200


@rule(
    level="note",
    confidence="medium",
    words=("'0'", "to_digit"),
    message="`{number}` is added up digit by digit",
    ask="could {better} make `{number}`, from the part of the text that holds the digits?",
    why="""What `atoi` does, written out: it cannot tell "no digits" from 0, and a number too large wraps around
        or panics. `parse()` gives an `Err` for both.""",
    instead="""Find the end of the digits, say with `find(|c: char| !c.is_digit({base}))`, and give the part
        before it to {better}.""",
    query="""
    [
      (assignment_expression left: (_) @number right: (binary_expression) @sum)
      (let_declaration pattern: (identifier) @number value: (binary_expression) @sum)
    ] @at
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.CONST, FileRole.MACROS),
    outranks=("char-literal-cast",),
    in_c="""
        while (isdigit(*p))
            n = n * 10 + (*p++ - '0');      /* overflow? */
    """,
    checks="""
        The compiler then makes the code handle a number that is too large or no number: `parse` returns a
        `Result`.
    """,
)
def digit_by_digit_number(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `while (isdigit(*s)) n = n * 10 + (*s++ - '0');` is in every C program that reads text, since `atoi` reports
    nothing and `strtol` reports it in three places.

    `str::parse::<u32>()` takes the whole text or none of it: no digits, a stray letter, and a number that does not
    fit are each an `Err`. `from_str_radix` does the same for other bases. Both work on slices, so the part that
    holds the digits is cut out first, by `split`, `split_once` or `find`, and nothing is copied.

    ## Keep it when
    The digits come one at a time, as in the state machine of a terminal or a protocol that is fed byte by byte; or
    the bytes are no `str` and are many. Then `checked_mul` and `checked_add` keep an overflow from passing; the
    rule is silent where they are used.

    ## Known problems
    Whether the text is there as a whole is not always visible.

    ```rust bad
    fn leading_number(text: &[u8]) -> u32 {
        let mut number = 0;
        for &byte in text {
            if !byte.is_ascii_digit() {
                break;
            }
            number = number * 10 + u32::from(byte - b'0');
        }
        number
    }
    ```
    ```rust good
    fn leading_number(text: &str) -> Option<u32> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text[..end].parse().ok()
    }
    ```
    ```rust good
    // The input comes byte by byte, and an overflow is seen.
    impl Parser {
        fn feed(&mut self, byte: u8) -> Option<()> {
            self.value = self.value.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            Some(())
        }
    }
    ```
    """
    number, total, at = captures["number"], captures["sum"], captures["at"]
    loop = enclosing(at, *LOOPS, "closure_expression", "function_item")
    if loop is None or loop.type not in LOOPS or total.end_byte - total.start_byte > _LIMIT:
        return "it is in no loop"
    left, right = field(total, "left"), field(total, "right")
    if left is None or right is None or text(field(total, "operator")) not in ("+", "-", "|"):
        return "it does not add a digit"
    base = _base(_innermost(left), squeezed(text(number)))
    if not base or not _DIGIT.search(squeezed(text(total))) or _CHECKED.search(text(total)):
        return "it is no step of a number from text, or it checks for overflow"
    better = "`parse()`" if base == "10" else f"`u32::from_str_radix(text, {base})`"
    return Hit(
        at=at,
        values={"number": number, "base": base, "better": better},
        confidence="medium" if _walks_text(loop, file) or _indexes_text(total, file) else "low",
    )


def _walks_text(loop: Node, file: SourceFile) -> bool:
    """`for byte in text` over something that is seen to be text as a whole."""
    walked = field(loop, "value") if loop.type == "for_expression" else None
    while walked is not None and walked.type == "call_expression" and method(walked) in _WALKS:
        walked = receiver(walked)
    if walked is None:
        return False
    return _TEXT.search(squeezed(file.names.type_of(walked) or "")) is not None


def _indexes_text(total: Node, file: SourceFile) -> bool:
    """`s[i] - b'0'` of `s: &[u8]`."""
    places = (child(index, 0) for index in descendants(total, "index_expression"))
    return any(p is not None and _TEXT.search(squeezed(file.names.type_of(p) or "")) for p in places)


def _innermost(left: Node) -> Node:
    """`n * 10` of `n * 10 + d - b'0'`, parentheses taken off."""
    left = unwrapped(left)
    while left.type == "binary_expression" and text(field(left, "operator")) in ("+", "-"):
        left = unwrapped(field(left, "left") or left)
    return left


def _base(product: Node, number: str) -> str:
    """`10` of `number * 10` and `10 * number`, `16` of `number << 4`; empty for what is no such step."""
    if product.type != "binary_expression":
        return ""
    operator = text(field(product, "operator"))
    sides = [squeezed(text(field(product, side))) for side in ("left", "right")]
    if operator == "<<" and sides == [number, "4"]:
        return "16"
    if operator != "*" or number not in sides:
        return ""
    factor = sides[1 - sides.index(number)]
    base = re.match(r"(10|16|8|2|0x10)(_?[iu]\w+|as\w+)?$", factor)
    return base[1].replace("0x10", "16") if base else ""
