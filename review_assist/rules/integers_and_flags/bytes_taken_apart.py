"""bytes-taken-apart: a number is written out byte by byte, by shifts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    child,
    descendants,
    field,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.places import beside
from review_assist.syntax.source import SourceFile, squeezed

_LENGTHS = (2, 4, 8)


@dataclass(frozen=True, slots=True)
class _Byte:
    target: str
    """What is indexed or pushed to."""
    index: str
    """Empty for a push."""
    value: str
    shift: int


@rule(
    level="note",
    confidence="high",
    words=("as u8",),
    message="{count} statements write the bytes of `{value}` one by one, {order} first",
    ask="could this be `{cure}`?",
    why="""C shifts and masks because a cast to `char *` would depend on the machine. Rust's integers have
        `to_be_bytes` and `to_le_bytes`: the order is in the name, and no shift can be wrong by eight.""",
    instead="Write `{cure}`.",
    query="[(assignment_expression) (call_expression)] @first",
    silent_in=(FileRole.TEST,),
    outranks=("literal-cast",),
    in_c="""
        out[0] = v >> 8;
        out[1] = v & 0xff;
    """,
    checks="A reader no longer has to compare the indices with the shifts, line by line.",
)
def bytes_taken_apart(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A protocol says in which order the bytes of a number go out, and portable C writes each of them: shift, mask,
    store, next index. One wrong shift swaps two bytes, and the compiler sees nothing odd in it.

    `value.to_be_bytes()` is an array of the bytes, the most significant first; `to_le_bytes()` is the other
    order, and `to_ne_bytes()` that of the machine. `out[..4].copy_from_slice(&value.to_be_bytes())` stores
    them, and `extend_from_slice` appends them. The array has the size of the type, so none can be left out.

    ## Keep it when
    Only some of the bytes are meant, as in a field of three bytes; the rule is silent there.

    ## Known problems
    None known.

    ```rust bad
    fn put(out: &mut [u8], length: u16) {
        out[0] = (length >> 8) as u8;
        out[1] = (length & 0xff) as u8;
    }
    ```
    ```rust good
    fn put(out: &mut [u8], length: u16) {
        out[..2].copy_from_slice(&length.to_be_bytes());
    }
    ```
    ```rust good
    // A field of three bytes.
    fn put(out: &mut [u8], length: u32) {
        out[0] = (length >> 16) as u8;
        out[1] = (length >> 8) as u8;
        out[2] = length as u8;
    }
    ```
    """
    first = _byte(captures["first"])
    before = _beside(captures["first"], forward=False)
    if first is None or (before is not None and _follows(_byte(before), first)):
        return "it does not write one byte of a number, or an earlier line speaks for the row"
    run, at = [first], captures["first"]
    while (following := _beside(at, forward=True)) is not None and _follows(run[-1], step := _byte(following)):
        assert step is not None
        run.append(step)
        at = following
    shifts = [each.shift for each in run]
    if len(run) not in _LENGTHS or sorted(shifts) != list(range(0, 8 * len(run), 8)):
        return "the bytes of the row are not those of a whole number"
    if shifts not in (sorted(shifts), sorted(shifts, reverse=True)):
        return "the bytes are in an order that is neither big- nor little-endian"
    is_big = shifts[0] > 0
    return Hit(
        at=captures["first"], values=_values(run, "be" if is_big else "le", _type_of(run[0], captures, file))
    )


def _type_of(first: _Byte, captures: Captures, file: SourceFile) -> str | None:
    for node in descendants(captures["first"], "identifier", "field_expression"):
        if squeezed(text(node)) == first.value:
            return file.names.type_of(node)
    return None


def _values(run: list[_Byte], order: str, declared: str | None) -> dict[str, Node | str]:
    first, bits = run[0], 8 * len(run)
    value = first.value if declared == f"u{bits}" else f"({first.value} as u{bits})"
    made = f"{value}.to_{order}_bytes()"
    if first.index:
        start = "" if first.index == "0" else first.index
        end = str(int(first.index) + len(run)) if first.index.isdigit() else f"{first.index} + {len(run)}"
        cure = f"{first.target}[{start}..{end}].copy_from_slice(&{made})"
    else:
        cure = f"{first.target}.extend_from_slice(&{made})"
    return {
        "count": str(len(run)),
        "value": first.value,
        "order": "most significant" if order == "be" else "least significant",
        "cure": cure,
    }


def _byte(node: Node) -> _Byte | None:
    """`out[0] = (v >> 8) as u8` or `out.push((v >> 8) as u8)`."""
    if node.type == "assignment_expression":
        element, value = field(node, "left"), field(node, "right")
        if element is None or element.type != "index_expression":
            return None
        target, index = squeezed(text(child(element, 0))), squeezed(text(child(element, 1)))
    elif node.type == "call_expression" and method(node) == "push" and len(arguments(node)) == 1:
        target, index, value = squeezed(text(receiver(node))), "", arguments(node)[0]
    else:
        return None
    part = _part(value) if value is not None else None
    return _Byte(target, index, *part) if part is not None else None


def _part(value: Node) -> tuple[str, int] | None:
    """`v` and 8 of `(v >> 8) as u8`, `((v >> 8) & 0xff) as u8`."""
    if value.type != "type_cast_expression" or text(field(value, "type")) != "u8":
        return None
    written = squeezed(text(field(value, "value")))
    found = re.fullmatch(r"\(*([A-Za-z_][\w.]*)(?:>>(\d+))?\)*(?:&0x[fF][fF])?\)*", written)
    if found is None:
        return None
    return found[1], int(found[2] or 0)


def _follows(one: _Byte | None, two: _Byte | None) -> bool:
    """Whether the second writes the next byte of the same value to the next place."""
    if one is None or two is None or (one.target, one.value) != (two.target, two.value):
        return False
    return abs(one.shift - two.shift) == 8 and (two.index == one.index == "" or _next(one.index) == two.index)


def _next(index: str) -> str:
    if index.isdigit():
        return str(int(index) + 1)
    found = re.fullmatch(r"(.*)\+(\d+)", index)
    return f"{found[1]}+{int(found[2]) + 1}" if found else f"{index}+1"


def _beside(node: Node, *, forward: bool) -> Node | None:
    other = beside(node, forward=forward)
    return unwrapped(other) if other is not None else None
