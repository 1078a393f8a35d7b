"""Search for the text around a hunk that makes it parse, with the parser as the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from review_assist.change.frames import Frame, frames, repaired
from review_assist.change.heading import Heading
from review_assist.change.lexer import Scan, beginnings, scan

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

Parse = Callable[[bytes], "Tree"]

_MAX_BYTES = 1_000_000
_MAX_BRACKETS = 40
_MAX_PARSES = 8
_MAX_REPAIRS = 24
_PARSED_BYTES = 80_000
_SHORT = 300
_ERROR, _MISSING = 8, 6
_UNKNOWN = 1 << 60


def fit(text: bytes, heading: Heading, parse: Parse) -> Frame:
    """The frame in which `text` parses with the fewest errors; at worst one that is empty."""
    best, lowest = Frame(b"", b""), _UNKNOWN
    if len(text) > _MAX_BYTES:
        return best
    plain = scan(text)
    for beginning in beginnings(text, plain):
        brackets = scan(beginning + text) if beginning else plain
        frame, cost = _search(text, beginning, brackets, heading, parse)
        if cost < lowest:
            best, lowest = frame, cost
        if not cost:
            break
    return best


def _search(text: bytes, beginning: bytes, brackets: Scan, heading: Heading, parse: Parse) -> tuple[Frame, int]:
    if max(len(brackets.closers), len(brackets.levels)) > _MAX_BRACKETS:
        return Frame(b"", b""), _UNKNOWN
    room = _PARSED_BYTES // (len(text) + 1)
    candidates = frames(brackets, heading, beginning)
    if not room:
        return next(candidates, Frame(b"", b"")), 0
    frame, cost = _cheapest(candidates, text, parse, min(_MAX_PARSES, room))
    if not cost or room < _MAX_REPAIRS or cost > max(_SHORT, len(text) // 2):
        return frame, cost
    other, lower = _cheapest(repaired(frame, brackets), text, parse, _MAX_REPAIRS)
    return (other, lower) if lower < cost else (frame, cost)


def _cheapest(candidates: Iterator[Frame], text: bytes, parse: Parse, budget: int) -> tuple[Frame, int]:
    best, lowest = Frame(b"", b""), _UNKNOWN
    for frame, _ in zip(candidates, range(budget), strict=False):
        start = len(frame.prefix) + 1
        cost = _cost(parse(frame.around(text)).root_node, start, start + len(text))
        if cost < lowest:
            best, lowest = frame, cost
        if not cost:
            break
    return best, lowest


def _cost(root: Node, start: int, end: int) -> int:
    """Bytes of [start, end) that stand directly in ERROR nodes, and a charge for each ERROR or MISSING node."""
    total = 0
    todo = [root] if root.has_error else []
    while todo:
        node = todo.pop()
        children = node.children
        if node.is_missing:
            total += _MISSING
        elif node.is_error:
            span = _overlap(node, start, end)
            inner = sum(_overlap(child, start, end) for child in children if child.child_count)
            total += _ERROR + span - inner + span // 8
        todo += [child for child in children if child.has_error]
    return total


def _overlap(node: Node, start: int, end: int) -> int:
    return max(0, min(node.end_byte, end) - max(node.start_byte, start))
