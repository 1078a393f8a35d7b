"""Counted loops of both shapes, `for i in 0..n` and `let mut i = 0; while i < n { .. i += 1; }`, as one value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import (
    counts_once,
    initial_value,
    is_seen,
    is_stable,
    is_step,
    is_used_after,
    stride_of,
)
from review_assist.syntax.nodes import (
    child,
    field,
    is_mutable,
    mentions,
    method,
    receiver,
    statements,
    text,
    unwrapped,
)
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_BODY_LIMIT = 6000
"""Bytes. A longer loop does more than one thing, and its cure is not one line."""
_NESTED = 4
"""Loops inside of a loop, beyond which it is left alone."""


@dataclass(frozen=True, slots=True)
class CountedLoop:
    """A loop whose counter goes from `low` to `high` in steps of `stride`."""

    index: str
    low: str
    high: str
    is_inclusive: bool
    header: Node
    """What a finding points at: the range, or the condition."""
    body: Node
    work: tuple[Node, ...]
    """The statements of the body, without the one that steps the counter."""
    is_reversed: bool = False
    """From `high` to `low`."""
    stride: str = "1"
    """What the counter is stepped by."""
    is_step_last: bool = True
    """Whether the step is the last statement, as in the `for` of C."""


def may_cross(loop: CountedLoop) -> bool:
    """`start..=end.min(LAST)`: where the loop would not turn once, a slice of the same bounds panics."""
    return not loop.low.isdigit() and (".min(" in loop.high or ".max(" in loop.low)


def counted_loop(loop: Node, source: bytes) -> CountedLoop | None:
    """Read a `for`, `while` or `loop` expression; None if it is not certain to count in equal steps.

    None as well where iterators cannot be used: in a `const fn` and in the value of a constant.
    """
    body = loop.child_by_field_name("body")
    if body is None or body.end_byte - body.start_byte > _BODY_LIMIT or is_in_const(loop):
        return None
    if len(re.findall(rb"\b(?:for|while) ", source[body.start_byte : body.end_byte])) > _NESTED:
        return None
    if loop.type == "loop_expression" or text(field(loop, "condition")) == "true":
        return _read_loop(loop, body, source)
    return _read_for(loop, body) if loop.type == "for_expression" else _read_while(loop, body, source)


def indexed_base(node: Node) -> str:
    """`a`, `self.a` or `a.b` of `a[..]`; empty for any other expression, and for computed bases."""
    if node.type != "index_expression":
        return ""
    base = squeezed(text(child(node, 0)))
    return base if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*(\.as_bytes\(\))?", base) else ""


def index_of(node: Node) -> Node | None:
    """`i` of `a[i]`, parentheses off."""
    index = child(node, 1) if node.type == "index_expression" else None
    return unwrapped(index) if index is not None else None


def section(base: str, loop: CountedLoop, whole: str | None, cast: str = "") -> str:
    """The part of `base` that a loop visits: `base`, `base[..n]`, `base[1..]`, `base[a..=b]`.

    `whole` is the length of `base` as written, if it is known; `cast` is what the bounds need to be an index.
    """
    is_to_end = not loop.is_inclusive and squeezed(loop.high) in (
        f"{base.removesuffix('.as_bytes()')}.len()",
        f"{base}.len()",
        whole,
    )
    low = "" if loop.low == "0" else _as_index(loop.low, cast)
    high = "" if is_to_end else ("=" if loop.is_inclusive else "") + _as_index(loop.high, cast)
    return base if not low and not high else f"{base}[{low}..{high}]"


def _as_index(bound: str, cast: str) -> str:
    if bound.isdigit():
        return bound
    return f"{bound}{cast}" if re.fullmatch(r"[\w.:()]+", bound) or not cast else f"({bound}){cast}"


def array_length(base: Node, file: SourceFile) -> str | None:
    """`N` if the file declares `base` as `[T; N]`."""
    found = re.fullmatch(r"(?:&\s*(?:mut\s+)?)?\[.*;\s*([\w:]+)\s*\]", file.names.type_of(base) or "", re.DOTALL)
    return found[1] if found else None


def _read_for(loop: Node, body: Node) -> CountedLoop | None:
    pattern, value = loop.child_by_field_name("pattern"), loop.child_by_field_name("value")
    header = unwrapped(value) if value is not None else None
    is_reversed = header is not None and method(header) == "rev"
    if header is not None and is_reversed:
        header = unwrapped(receiver(header) or header)
    if pattern is None or pattern.type != "identifier" or header is None or header.type != "range_expression":
        return None
    bounds = header.named_children
    if len(bounds) != 2:
        return None
    return CountedLoop(
        index=text(pattern),
        low=_bound(text(bounds[0])),
        high=_bound(text(bounds[1])),
        is_inclusive=any(c.type == "..=" for c in header.children),
        header=header,
        body=body,
        work=tuple(statements(body)),
        is_reversed=is_reversed,
    )


def _read_while(loop: Node, body: Node, source: bytes) -> CountedLoop | None:
    condition = loop.child_by_field_name("condition")
    left, right = (field(condition, side) if condition is not None else None for side in ("left", "right"))
    operator = text(field(condition, "operator")) if condition is not None else ""
    if (
        condition is None
        or left is None
        or right is None
        or left.type != "identifier"
        or operator not in ("<", "<=", "!=")
    ):
        return None
    index, work = text(left), statements(body)
    if work and text(work[-1]) == index:
        work.pop()  # translators leave C's value of `i++` behind, as `i;`
    low = initial_value(loop, index)
    is_first = operator == "<" and len(work) > 1 and is_step(work[0], index)
    at = 0 if is_first else _place_of_step(work, index)
    if low is None or at is None or (operator == "!=" and stride_of(work[at], index) != "1"):
        return None
    others = work[:at] + work[at + 1 :]
    if not counts_once(body, others, index, behind=work[at]) or not is_stable(right, body, source):
        return None
    if is_used_after(loop, index, source):
        return None
    is_ahead = is_first and is_seen(others, index)  # the body sees the counter one further on
    if is_ahead and not low.isdigit():
        return None
    return CountedLoop(
        index,
        str(int(low) + 1) if is_ahead else _bound(low),
        _bound(text(right)),
        operator == "<=" or is_ahead,
        condition,
        body,
        tuple(others),
        stride=stride_of(work[at], index),
        is_step_last=at == len(work) - 1,
    )


def _place_of_step(work: list[Node], index: str) -> int | None:
    """Where the counter is stepped: last, or right behind the last statement that asks for it."""
    for at in range(len(work) - 1, -1, -1):
        if stride_of(work[at], index):
            return at if at else None
        if mentions(work[at], index):
            return None
    return None


def _read_loop(loop: Node, body: Node, source: bytes) -> CountedLoop | None:
    """`loop { if i >= n { break; } ..; i += 1; }`, or the same of `while true`."""
    work = statements(body)
    first = work[0] if work else None
    condition = field(first, "condition") if first is not None and first.type == "if_expression" else None
    left, right = (field(condition, side) if condition is not None else None for side in ("left", "right"))
    if first is None or condition is None or left is None or right is None or left.type != "identifier":
        return None
    leaves = statements(inner) if (inner := field(first, "consequence")) is not None else []
    operator = text(field(condition, "operator"))
    if (
        [text(leave) for leave in leaves] != ["break"]
        or field(first, "alternative")
        or operator not in (">=", "==", ">")
    ):
        return None
    index, low = text(left), initial_value(loop, text(left))
    if low is None or len(work) < 3 or not is_step(work[-1], index) or not counts_once(body, work[:-1], index):
        return None
    if not is_stable(right, body, source) or is_used_after(loop, index, source):
        return None
    return CountedLoop(
        index, _bound(low), _bound(text(right)), operator == ">", condition, body, tuple(work[1:-1])
    )


def _bound(written: str) -> str:
    """A bound as it is quoted: a literal needs no cast in a range."""
    return re.sub(r"^\(?(-?[0-9]\w*)\s+as\s+[\w:]+\)?$", r"\1", written)


def is_static_mut(base: str, file: SourceFile) -> bool:
    """Whether `base` is a `static mut`: a reference to it would be the worse habit."""
    static = file.names.statics.get(base.partition(".")[0])
    return static is not None and is_mutable(static)
