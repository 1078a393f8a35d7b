"""cast-chain: a value is cast twice, where the first cast changes nothing."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, method, text, unwrapped
from review_assist.syntax.source import SourceFile

_C_WIDTH = {
    "schar": 8,
    "uchar": 8,
    "short": 16,
    "ushort": 16,
    "int": 32,
    "uint": 32,
    "longlong": 64,
    "ulonglong": 64,
}
_COUNTS = frozenset(("len", "count", "capacity", "count_ones", "leading_zeros", "trailing_zeros"))


@rule(
    level="note",
    confidence="high",
    words=(" as ",),
    message="`{chain}` goes through `{middle}` without effect",
    ask="could this be `{better}`, without the step through `{middle}`?",
    why="""C casts pile up when a macro or a prototype asks for each of them. Each `as` in Rust may cut off
        bits or turn the sign, so a reader has to work out that this one does not.""",
    instead="Write `{better}`; it gives the same bits.",
    query="""
    (type_cast_expression
        value: [(type_cast_expression) @inner (parenthesized_expression (type_cast_expression) @inner)]
        type: (_) @type) @outer
    """,
    in_c="uint8_t low = (uint8_t)(uint64_t)word;",
    checks="A reader no longer has to check that the step in between loses nothing.",
)
def cast_chain(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C converts integers on its own, and a cast only silences a warning, so casts gather: one from the macro, one
    for the prototype. Translated, they become `x as i32 as u32`.

    In Rust `as` between integers is a conversion with rules: a narrower type cuts off the upper bits, a signed
    source is extended with its sign. A chain can be meant: `byte as i8 as i32` extends a sign. Where the first
    step keeps at least as many bits as the second, it has no effect, and one cast does the same. Widening
    without a cast, `u32::from(x)`, says in addition that nothing is lost.

    ## Keep it when
    The first step narrows or sets the sign for a widening; the rule is silent there, and for pointers.

    ## Known problems
    The type of the value must be visible in the file; where it is not, nothing is said.

    ```rust bad
    fn low_byte(word: u32) -> u8 {
        (word as u64) as u8
    }
    ```
    ```rust good
    fn low_byte(word: u32) -> u8 {
        word as u8
    }
    ```
    ```rust good
    // The sign of a byte is extended.
    fn displacement(byte: u8) -> i32 {
        byte as i8 as i32
    }
    ```
    """
    inner, outer = captures["inner"], captures["outer"]
    middle, last = text(field(inner, "type")), text(captures["type"])
    source = field(inner, "value")
    if source is None or not _is_integer(source, file):
        return "whether the value is an integer cannot be seen"
    first, final = _width(middle), _width(last)
    if first is None or final is None or not (_keeps(middle, first, last, final) or _widens(source, first, file)):
        return "the first cast changes the value, or may"
    return Hit(
        at=outer,
        values={"chain": outer, "middle": middle, "better": f"{file.quote(source)} as {last}"},
        fix=Rewrite((replaced(outer, f"{written(source, file)} as {last}"),), is_safe=True),
    )


def _widens(source: Node, first: tuple[int, int], file: SourceFile) -> bool:
    """Whether the value is unsigned and fits into the middle type, so that the detour changes nothing."""
    found = re.fullmatch(r"u(8|16|32)", file.names.type_of(source) or "")
    return found is not None and int(found[1]) < first[0]


def _keeps(middle: str, first: tuple[int, int], last: str, final: tuple[int, int]) -> bool:
    """Whether the middle type has at least the bits of the last on every machine."""
    if {middle, last} <= {"usize", "isize", "size_t", "ssize_t"}:
        return True
    return first[0] >= final[1]


def _width(name: str) -> tuple[int, int] | None:
    """Fewest and most bits of an integer type; None if it is none."""
    if found := re.fullmatch(r"[iu](8|16|32|64|128)", name):
        return int(found[1]), int(found[1])
    last = name.rpartition("::")[2]
    if last in ("usize", "isize", "size_t", "ssize_t", "c_long", "c_ulong"):
        return 32, 64
    bits = _C_WIDTH.get(last.removeprefix("c_")) if last.startswith("c_") else None
    return (bits, bits) if bits is not None else None


def _is_integer(source: Node, file: SourceFile) -> bool:
    """Whether the value surely is an integer: `as` from a float rounds, and each step of it counts."""
    node = unwrapped(source)
    if node.type == "type_cast_expression":
        return _width(text(field(node, "type"))) is not None
    if node.type == "call_expression":
        return method(node) in _COUNTS
    if node.type in ("identifier", "field_expression"):
        return _width(file.names.type_of(node) or "") is not None
    return False
