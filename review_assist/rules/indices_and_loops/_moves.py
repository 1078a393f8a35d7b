"""Elements that a loop moves within one array: which part goes where, as `copy_within` takes it."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.indices_and_loops._loops import CountedLoop, index_of
from review_assist.syntax.nodes import field, mentions, text

_PLAIN = ("identifier", "integer_literal", "field_expression", "scoped_identifier")


def moved_part(loop: CountedLoop, left: Node, right: Node) -> tuple[str, str] | None:
    """The part that is read, and the place it goes to; None if the loop reads what it has written before."""
    to, given = index_of(left), index_of(right)
    if to is None or given is None or loop.stride != "1":
        return None
    return _towards_end(loop, to, given) if loop.is_reversed else _towards_front(loop, to, given)


def _towards_front(loop: CountedLoop, to: Node, given: Node) -> tuple[str, str] | None:
    """`v[i] = v[i + k]` and `v[i - k] = v[i]`, counted upwards."""
    if text(to) == loop.index and (shift := offset_of(given, loop.index, "+")) is not None:
        return _span(loop, _plus(loop.low, text(shift)), _plus(loop.high, text(shift))), loop.low
    if text(given) == loop.index and (shift := offset_of(to, loop.index, "-")) is not None:
        return _span(loop, loop.low, loop.high), _minus(loop.low, text(shift))
    return None


def _towards_end(loop: CountedLoop, to: Node, given: Node) -> tuple[str, str] | None:
    """`v[i + k] = v[i]` and `v[i] = v[i - k]`, counted downwards."""
    if text(given) == loop.index and (shift := offset_of(to, loop.index, "+")) is not None:
        return _span(loop, loop.low, loop.high), _plus(loop.low, text(shift))
    if text(to) == loop.index and (shift := offset_of(given, loop.index, "-")) is not None:
        return _span(loop, _minus(loop.low, text(shift)), _minus(loop.high, text(shift))), loop.low
    return None


def offset_of(index: Node, counter: str, operator: str) -> Node | None:
    """`k` of `i + k`, `k + i` or `i - k`, if it is a name or a number."""
    if index.type != "binary_expression" or text(field(index, "operator")) != operator:
        return None
    left, right = field(index, "left"), field(index, "right")
    if left is None or right is None:
        return None
    if operator == "+" and text(right) == counter:
        left, right = right, left
    if text(left) != counter or mentions(right, counter):
        return None
    return right if right.type in _PLAIN else None


def _span(loop: CountedLoop, low: str, high: str) -> str:
    return f"{low}..{'=' if loop.is_inclusive else ''}{high}"


def _plus(bound: str, shift: str) -> str:
    if bound == "0":
        return shift
    if bound.isdigit() and shift.isdigit():
        return str(int(bound) + int(shift))
    taken = re.fullmatch(rf"([^-+<>|&^]+?) - {re.escape(shift)}", bound)
    return taken[1] if taken else f"{_grouped(bound)} + {shift}"


def _minus(bound: str, shift: str) -> str:
    if bound == shift:
        return "0"
    if bound.isdigit() and shift.isdigit() and int(bound) > int(shift):
        return str(int(bound) - int(shift))
    added = re.fullmatch(rf"([^-+<>|&^]+?) \+ {re.escape(shift)}", bound)
    return added[1] if added else f"{_grouped(bound)} - {shift}"


def _grouped(bound: str) -> str:
    """In parentheses, where an operator binds less than `+` does."""
    return f"({bound})" if re.search(r"<<|>>|[|&^]", bound) else bound
