"""shifted-bytes: a number is put together from bytes by shifts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.indices_and_loops._loops import array_length, index_of, indexed_base
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, child, field, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_MOST = 16
_FREE = ("block", "let_declaration", "arguments", "return_expression", "parenthesized_expression")
_OPERATORS = ("|", "+", "^")


@dataclass(frozen=True, slots=True)
class _Byte:
    base: str
    node: Node
    start: str
    """What the index is counted from, as in `buf[at + 2]`; empty for a plain number."""
    element: Node
    place: int
    shift: int
    type: str


@rule(
    level="note",
    confidence="high",
    words=("<< 8", "<< 24"),
    message="{count} bytes of `{base}` are put together by shifts, {order} first",
    ask="could this be `{cure}`?",
    why="""C has no portable way to read a number of a given byte order but shifts. In Rust each integer has a
        `from_le_bytes` and a `from_be_bytes`, and the order stands in the name.""",
    instead="Write `{cure}`{hint}.",
    query="""
    [(binary_expression left: (_) operator: "|" right: (_)) @whole
     (binary_expression left: (_) operator: "+" right: (_)) @whole
     (binary_expression left: (_) operator: "^" right: (_)) @whole]
    """,
    softer_in=(FileRole.TEST, FunctionRole.CONST),
    in_c="len = h[0] | h[1] << 8 | h[2] << 16 | (uint32_t)h[3] << 24;",
    checks="""
        The compiler then checks that there are exactly as many bytes as the number has; the order stands in
        the name.
    """,
)
def shifted_bytes(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `p[0] | p[1] << 8 | p[2] << 16 | p[3] << 24` is the right thing in C: a cast of the pointer would depend on
    alignment and on the machine. It takes a moment to see which order it is, and a wrong place or shift does not
    stand out.

    `u32::from_le_bytes(..)` takes an array of four bytes and `from_be_bytes` takes them in the other order.
    Both work on any machine and compile to one load. A slice becomes an array by `try_into()`, which checks
    the length once. The way back is `to_le_bytes()`.

    ## Keep it when
    The number has a width that no type has, such as 24 bits; the rule is silent there. In a `const fn` the
    conversion from a slice is not possible.

    ## Known problems
    Where the number is of signed type, use the function of that type.

    ```rust bad
    fn length(header: &[u8]) -> u32 {
        header[0] as u32 | (header[1] as u32) << 8 | (header[2] as u32) << 16 | (header[3] as u32) << 24
    }
    ```
    ```rust bad
    fn port(header: &[u8], at: usize) -> u16 {
        (u16::from(header[at]) << 8) | u16::from(header[at + 1])
    }
    ```
    ```rust good
    fn length(header: &[u8; 4]) -> u32 {
        u32::from_le_bytes(*header)
    }
    ```
    ```rust good
    // Three bytes are no integer type.
    fn length(header: &[u8]) -> u32 {
        (header[0] as u32) << 16 | (header[1] as u32) << 8 | header[2] as u32
    }
    ```
    """
    whole = captures["whole"]
    if _is_part(whole):
        return "it is a part of a longer chain, which speaks for it"
    parts = [_byte(operand) for operand in _operands(whole)]
    known = sorted((part for part in parts if part is not None), key=lambda part: part.place)
    if len(known) != len(parts) or len(known) not in (2, 4, 8) or _kinds(known) != 1:
        return "it does not put 2, 4 or 8 bytes of one array together"
    first, count = known[0], len(known)
    if [part.place - first.place for part in known] != list(range(count)):
        return "the bytes do not lie side by side"
    shifts = [part.shift for part in known]
    order = {tuple(range(0, 8 * count, 8)): "le", tuple(range(8 * count - 8, -8, -8)): "be"}.get(tuple(shifts))
    if order is None or (re.fullmatch(r"[iu]\d+", first.type) and int(first.type[1:]) < 8 * count):
        return "the order is neither big- nor little-endian, or the bytes do not fit"
    is_array = array_length(first.node, file) == str(count) and not first.start and first.place == 0
    part = _part(first, count)
    return Hit(
        at=whole,
        values={
            "count": str(count),
            "base": first.base,
            "order": "lowest" if order == "le" else "highest",
            "cure": f"u{8 * count}::from_{order}_bytes({first.base if is_array else part})",
            "hint": "" if is_array else _hint(first, count),
        },
        fix=_fix(whole, known, order, file),
    )


def _fix(whole: Node, known: list[_Byte], order: str, file: SourceFile) -> Rewrite | None:
    """The bytes as an array, each checked as it was before; the result in the type that the shifts had."""
    first, bits = known[0], 8 * len(known)
    declared = file.names.type_of(first.node) or ""
    is_bytes = re.fullmatch(r"(&\s*('\w+\s+)?(mut\s+)?)?(\[u8(;.*)?\]|Vec<u8>)", declared) is not None
    kind = first.type if first.type == f"i{bits}" else f"u{bits}"
    elements = ", ".join(written(byte.element, file) for byte in known)
    call = f"{kind}::from_{order}_bytes([{elements}])"
    if first.type != kind:
        call = f"{call} as {first.type}" if first.type.endswith("size") else f"{first.type}::from({call})"
    if " as " in call and whole.parent is not None and whole.parent.type not in _FREE:
        call = f"({call})"
    outer = whole.parent if whole.parent is not None and whole.parent.type == "parenthesized_expression" else whole
    return Rewrite((replaced(outer if " as " not in call else whole, call),), is_safe=is_bytes)


def _part(first: _Byte, count: int) -> str:
    plain = [f"{first.start} + {first.place + i}" if first.start else str(first.place + i) for i in range(count)]
    if count == 2:
        return "[" + ", ".join(f"{first.base}[{at.removesuffix(' + 0')}]" for at in plain) + "]"
    start = plain[0].removesuffix(" + 0")
    tail = "" if start == "0" else f"[{start}..]"
    return f"{first.base}{tail}[..{count}].try_into().unwrap()"


def _hint(first: _Byte, count: int) -> str:
    if count == 2:
        return ""
    return f"; without the `try_into` if `{first.base}` is an array of {count} already"


def _kinds(parts: list[_Byte]) -> int:
    return len({(part.base, part.start, part.type) for part in parts})


def _is_part(node: Node) -> bool:
    """Whether the operation is an operand of a longer chain, which speaks for it."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    return (
        parent is not None and parent.type == "binary_expression" and text(field(parent, "operator")) in _OPERATORS
    )


def _operands(whole: Node) -> list[Node]:
    todo, found = [whole], list[Node]()
    while todo and len(found) <= _MOST:
        node = unwrapped(todo.pop())
        if node.type == "binary_expression" and text(field(node, "operator")) in _OPERATORS:
            todo += [side for side in (field(node, "right"), field(node, "left")) if side is not None]
        else:
            found.append(node)
    return found


def _byte(operand: Node) -> _Byte | None:
    """`(b[k] as u32) << 8`, `u32::from(b[k]) << 8`, or either without a shift."""
    value, shift = operand, 0
    if operand.type == "binary_expression" and text(field(operand, "operator")) == "<<":
        left, right = field(operand, "left"), text(field(operand, "right"))
        if left is None or not right.isdigit():
            return None
        value, shift = unwrapped(left), int(right)
    if value.type == "type_cast_expression":
        element, kind = field(value, "value"), text(field(value, "type"))
    elif value.type == "call_expression" and callee(value).endswith("::from") and len(arguments(value)) == 1:
        element, kind = arguments(value)[0], callee(value).removesuffix("::from")
    else:
        return None
    return _element(unwrapped(element), kind, shift) if element is not None else None


def _element(element: Node, kind: str, shift: int) -> _Byte | None:
    base, index, node = indexed_base(element), index_of(element), child(element, 0)
    if not base or index is None or node is None or not re.fullmatch(r"[iu](16|32|64|size)", kind):
        return None
    found = re.fullmatch(r"(?:([A-Za-z_][\w.]*)(?:\+(\d+))?)|(\d+)", squeezed(text(index)))
    if found is None:
        return None
    return _Byte(base, node, found[1] or "", element, int(found[2] or found[3] or 0), shift, kind)
