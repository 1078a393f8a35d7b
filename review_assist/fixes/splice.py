"""Edits put into a text: where they lie, which of them go together, what the text is afterwards."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise

from review_assist.model import Edit, Text

Span = tuple[int, int]
"""Bytes [start, end) of `Text.source`."""


def spliced(text: Text, edits: Iterable[Edit]) -> Text | None:
    """The text after the edits; None if one lies outside of it or they overlap.

    A line that an edit writes counts as the patch's own if one of those that it replaces did.
    """
    ordered = sorted(edits, key=_start)
    spans = [span_of(text, edit) for edit in ordered]
    if any(span is None for span in spans) or any(overlap(one, two) for one, two in pairwise(ordered)):
        return None
    source, added = text.source, text.added
    for edit, (start, end) in reversed(list(zip(ordered, filter(None, spans), strict=True))):
        source = source[:start] + edit.text.encode("utf-8", "surrogateescape") + source[end:]
        added = _moved(added, edit)
    grown = len(source) - len(text.source)
    return replace(text, source=source, end=text.end + grown, added=added)


def whole(data: bytes) -> Text:
    """A whole file, every line of it new."""
    return Text(data, 0, len(data), 1, frozenset(range(1, data.count(b"\n") + 2)))


def span_of(text: Text, edit: Edit) -> Span | None:
    """Where an edit lies in the text; None if the text does not have that place."""
    start = _offset(text, edit.line, edit.column)
    end = _offset(text, edit.end_line, edit.end_column)
    return (start, end) if start is not None and end is not None and start <= end else None


def overlap(one: Edit, two: Edit) -> bool:
    """Whether two edits touch the same bytes, or are put in at the same place."""
    first, second = sorted((one, two), key=_start)
    return _end(first) > _start(second) or _start(first) == _start(second)


def apart(groups: Sequence[Sequence[Edit]]) -> list[int]:
    """Indices of groups of edits, the first ones, none of which overlaps another's."""
    chosen: list[int] = []
    taken: list[Edit] = []
    for index, edits in enumerate(groups):
        if not any(overlap(edit, other) for edit in edits for other in _beside(edit, taken)):
            chosen.append(index)
            for edit in edits:
                insort(taken, edit, key=_start)
    return chosen


def _beside(edit: Edit, taken: Sequence[Edit]) -> Sequence[Edit]:
    """Its neighbours in what is sorted and does not overlap: no other can reach it."""
    at = bisect_left(taken, _start(edit), key=_start)
    return taken[max(at - 1, 0) : at + 1]


def _start(edit: Edit) -> tuple[int, int]:
    return edit.line, edit.column


def _end(edit: Edit) -> tuple[int, int]:
    return edit.end_line, edit.end_column


def _offset(text: Text, line: int, column: int) -> int | None:
    starts = _line_starts(text.source, text.start, text.end)
    index = line - text.first_line
    if not 0 <= index < len(starts) - 1:
        return None
    found = starts[index] + column - 1
    return found if starts[index] <= found < starts[index + 1] else None


@lru_cache(maxsize=8)
def _line_starts(source: bytes, start: int, end: int) -> tuple[int, ...]:
    """Where each line begins, and where the one behind the last would."""
    lines = source[start:end].split(b"\n")
    return tuple(accumulate((len(line) + 1 for line in lines), initial=start))


def _moved(added: frozenset[int], edit: Edit) -> frozenset[int]:
    """The numbers of added lines after one edit."""
    ends_in_front = edit.end_column == 1 and edit.end_line > edit.line
    last = edit.end_line - ends_in_front
    grown = edit.line + edit.text.count("\n") - edit.end_line
    is_own = any(line in added for line in range(edit.line, last + 1))
    kept = {line for line in added if line < edit.line} | {line + grown for line in added if line > last}
    return frozenset(kept | (set(range(edit.line, last + grown + 1)) if is_own else set()))
