"""What a reply quotes of a patch: the commented lines, a little above them, and nothing below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from review_assist.model import FileDiff, Finding, Hunk, Line, Note, Patch
from review_assist.reports.mail_lines import quoted

CONTEXT = 5
"""Lines quoted above a commented one."""
SKIP = 10
"""A gap of so many lines is named rather than quoted."""
_WHOLE = 6
"""A finding of so many lines is quoted whole, a longer one up to its first line."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted lines, ready to be written, and the notes on the last of them."""

    lines: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note belongs: rows of `Patch.body`, both inclusive."""

    file: FileDiff
    hunk: Hunk
    first: int
    last: int
    note: Note


def quotes(patch: Patch, notes: Iterable[Note]) -> Iterator[Quote]:
    """The quotes of a reply in the order of the patch; a note on no line of it (there is none) is left out."""
    rows = patch.body.split(b"\n")
    done = -1
    file: FileDiff | None = None
    for last, group in groupby(places(patch, notes), key=lambda place: place.last):
        here = list(group)
        place = here[0]
        lines: list[str] = []
        if place.file is not file:
            file = place.file
            lines += map(quoted, rows[slice(*file.rows)])
        if done < place.hunk.row:
            done = place.hunk.row
            lines.append(quoted(rows[done]))
        start = max(min(p.first for p in here) - CONTEXT, done + 1)
        lines += _gap(rows[done + 1 : start])
        lines += map(quoted, rows[start : last + 1])
        done = last
        yield Quote(tuple(lines), tuple(p.note for p in here))


def _gap(rows: list[bytes]) -> list[str]:
    return [f"> [ ... skip {len(rows)} lines ... ]"] if len(rows) >= SKIP else [quoted(row) for row in rows]


def places(patch: Patch, notes: Iterable[Note]) -> list[Place]:
    """Where each note belongs, in the order of the patch; one on no added line of it is left out."""
    by_start: dict[tuple[str, int], list[Note]] = {}
    for note in notes:
        by_start.setdefault((note.finding.path, note.finding.line), []).append(note)
    found = []
    for file in patch.files:
        for hunk in file.hunks:
            for at, line in enumerate(hunk.lines):
                if line.kind == "+":
                    for note in by_start.pop((file.path, line.new or 0), ()):
                        last = _last_row(hunk.lines[at : at + _WHOLE], note.finding)
                        found.append(Place(file, hunk, line.row, last, note))
    return sorted(found, key=lambda place: place.last)


def _last_row(lines: Sequence[Line], finding: Finding) -> int:
    """The row on which the finding ends, if that is among `lines`, which begin where it begins."""
    return next((line.row for line in lines if line.new == finding.end_line), lines[0].row)
