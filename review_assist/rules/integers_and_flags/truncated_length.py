"""truncated-length: a length is cut down to a narrow type before it is compared."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, descendants, enclosing, field, method, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_NARROW = pattern(r"u(8|16|32)|(\w+::)*c_u(int|short|char)")
"""Unsigned ones: the other side of a signed one may be negative, and is not simply widened."""
_LIMIT = pattern(r"\(?([\w.()&*]+\.len\(\))>=?([\d_]+|\w+::MAXasusize|usize::from\(\w+::MAX\))\)?")
"""`data.len() > 1000`, which guards what follows."""
_COMPARES = ("<", "<=", ">", ">=", "==", "!=")


@rule(
    level="warning",
    confidence="medium",
    words=("len() as",),
    message="`{cast}` may cut off the length before it is compared",
    ask="could `{other}` be widened to `usize`, instead of cutting `{length}` down to `{type}`?",
    why="""C compares an `int` with a `size_t` after a silent conversion. Rust makes it visible, but `as` to the
        narrower type drops bits: a length of 256 is 0 as a `u8`, and the check passes.""",
    instead="Write `{cure}`, which cannot lose anything if `{other}` is unsigned.",
    query="""
    (binary_expression left: (_) @left operator: ["<" "<=" ">" ">=" "==" "!="] @operator right: (_) @right)
    @comparison """,
    silent_in=(FunctionRole.TEST,),
    softer_in=(FileRole.TEST, FunctionRole.CONST),
    in_c="""
        if ((uint16_t)len <= limit)         /* 65537 becomes 1 */
            send();
    """,
    checks="The compiler then accepts only a widening that loses nothing, since `from` exists for no other.",
)
def truncated_length(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A count that comes from a device, a file or a C struct has the width of its field, and has to be compared with
    the length of a slice. C converts on its own, to the wider type if both are unsigned.

    Rust wants one type on both sides, and the cast can go on either. On the length it may drop bits: with
    `as u8`, 256 elements are none, and the check lets everything pass, or nothing. On the other side nothing
    can be lost: `usize::from(count)` for a `u8` or `u16`, `count as usize` for a `u32` where `usize` has 32
    bits or more.

    ## Keep it when
    The length is known to be small, as that of an array with a handful of elements, or because the function has
    left above where it is larger.

    ## Known problems
    The cast on the other side of a signed number makes a negative one huge; there `try_into()` is the answer.

    ```rust bad
    fn fits(buffer: &[u8], length: u16) -> bool {
        length <= buffer.len() as u16
    }
    ```
    ```rust good
    fn fits(buffer: &[u8], length: u16) -> bool {
        usize::from(length) <= buffer.len()
    }
    ```
    ```rust good
    // Not compared: the field has this width.
    fn header(buffer: &[u8]) -> u32 {
        buffer.len() as u32
    }
    ```
    """
    left, right = unwrapped(captures["left"]), unwrapped(captures["right"])
    sides = ((left, right), (right, left))
    found = next(((cast, other) for cast, other in sides if _is_cut(cast)), None)
    if found is None or text(captures["operator"]) not in _COMPARES:
        return "no side is a length that is cut down"
    cast, other = found
    length = field(cast, "value")
    declared = text(field(cast, "type"))
    if length is None or other.type in ("integer_literal", "type_cast_expression", "unary_expression"):
        return "the other side is a number, or is cast itself"
    if file.names.type_of(other) not in (None, declared) or _is_array(length, file):
        return "the other side has another type, or the length is known beforehand"
    if _is_limited(cast, squeezed(text(length))):
        return "the function has left above for longer ones"
    wide, plain = _widened(other, declared, file), file.quote(length)
    operator = text(captures["operator"])
    cure = f"{wide} {operator} {plain}" if cast == right else f"{plain} {operator} {wide}"
    return Hit(
        at=cast,
        values={"cast": cast, "other": other, "length": length, "type": declared, "cure": cure},
        fix=_fix(cast, length, other, file),
    )


def _fix(cast: Node, length: Node, other: Node, file: SourceFile) -> Rewrite | None:
    """Where the other side is seen to be unsigned. A length that was cut off is now compared as it is."""
    kind = file.names.type_of(other) or ""
    if kind not in ("u8", "u16", "u32"):
        return None
    code = written(other, file)
    wide = f"{code} as usize" if kind == "u32" else f"usize::from({code})"
    parts = (replaced(cast, written(length, file)), replaced(other, wide if kind != "u32" else f"({wide})"))
    return Rewrite(parts, is_safe=False)


def _is_cut(cast: Node) -> bool:
    length = field(cast, "value") if cast.type == "type_cast_expression" else None
    if length is None or length.type != "call_expression" or method(length) != "len" or arguments(length):
        return False
    return _NARROW.fullmatch(text(field(cast, "type"))) is not None


def _is_array(length: Node, file: SourceFile) -> bool:
    """Whether the length is that of an array, which is known when the code is compiled."""
    of = field(length, "function", "value")
    return of is not None and re.search(r"\[.*;", file.names.type_of(of) or "") is not None


def _is_limited(cast: Node, length: str) -> bool:
    """Whether the function has left above for a greater length than a number that fits."""
    function = enclosing(cast, "function_item")
    for test in descendants(function, "if_expression") if function is not None else ():
        if test.start_byte >= cast.start_byte:
            return False
        condition, body = field(test, "condition"), field(test, "consequence")
        found = _LIMIT.fullmatch(squeezed(text(condition)))
        if found and found[1] == length and body is not None and leaves(body):
            return _fits(found[2], text(field(cast, "type")))
    return False


def _fits(limit: str, declared: str) -> bool:
    """Whether the number, or the largest one of a type, is one of the narrow type."""
    if not limit[0].isdigit():
        return f"{declared}::MAX" in limit
    bits = {"u8": 8, "c_uchar": 8, "u16": 16, "c_ushort": 16}.get(declared.rpartition(":")[2], 32)
    return int(limit.replace("_", "")) < 1 << bits


def _widened(other: Node, declared: str, file: SourceFile) -> str:
    shown = file.quote(other)
    if declared in ("u8", "u16"):
        return f"usize::from({shown})"
    is_atom = other.type in ("identifier", "field_expression", "call_expression", "index_expression")
    return f"({shown} as usize)" if is_atom else f"(({shown}) as usize)"
