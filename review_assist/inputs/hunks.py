"""The lines of one hunk, taken by the counts of its `@@` row and by nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from review_assist.model import Hunk, Line
from review_assist.patterns import pattern

_RANGE = rb"(\d{1,9})(?:,(\d{1,9}))?"
_HUNK = pattern(rb"@@ -" + _RANGE + rb" \+" + _RANGE + rb" @@ ?(.*)", re.DOTALL)
_COMBINED = pattern(rb"(@{3,64}) ((?:-\d{1,9}(?:,\d{1,9})? ){2,63})\+" + _RANGE + rb" @{3,64} ?(.*)", re.DOTALL)
_BLANK = (b"", b"\r")
_SIGNATURE = (b"- ", b"-", b"- \r", b"-\r")


@dataclass(frozen=True, slots=True)
class HunkRead:
    """A hunk, the row after it, and what is wrong with it (empty if nothing)."""

    hunk: Hunk
    next_row: int
    damage: str


def is_hunk_row(row: bytes) -> bool:
    """Whether a hunk begins here."""
    return row.startswith(b"@@") and bool(_HUNK.fullmatch(row) or _COMBINED.fullmatch(row))


def read_hunk(rows: list[bytes], at: int) -> HunkRead | None:
    """Read the hunk whose `@@` row is `rows[at]`; None if that row begins none."""
    if match := _HUNK.fullmatch(rows[at]):
        old_count, new_count = int(match[2] or 1), int(match[4] or 1)
        heading = match[5].rstrip(b"\r")
        return _read_plain(rows, Hunk(int(match[1]), old_count, int(match[3]), new_count, heading, (), at))
    if match := _COMBINED.fullmatch(rows[at]):
        return _read_combined(rows, at, match)
    return None


def _read_plain(rows: list[bytes], head: Hunk) -> HunkRead:
    lines, next_row = _take(rows, head)
    if _counts(lines) == (head.old_count, head.new_count):
        return HunkRead(replace(head, lines=tuple(lines)), next_row, "")
    next_row = _give_back(lines, next_row)
    old_came, new_came = _counts(lines)
    damage = f"promises {head.old_count} old and {head.new_count} new lines, but {old_came} and {new_came} came"
    return HunkRead(replace(head, lines=tuple(lines)), next_row, damage)


def _counts(lines: list[Line]) -> tuple[int, int]:
    """How many old and new lines there are."""
    added = sum(line.kind == "+" for line in lines)
    removed = sum(line.kind == "-" for line in lines)
    return len(lines) - added, len(lines) - removed


def _take(rows: list[bytes], head: Hunk) -> tuple[list[Line], int]:
    """Lines below `head` until both counts are used up or a row cannot belong to the hunk; and the next row."""
    lines: list[Line] = []
    old, new = head.old_start, head.new_start
    old_end, new_end = old + head.old_count, new + head.new_count
    row, last = head.row + 1, len(rows) - 1
    while row <= last and (old < old_end or new < new_end or _is_surplus(rows[row])):
        text = rows[row]
        kind = text[:1]
        if kind == b"+":
            lines.append(Line("+", None, new, text[1:], row))
            new += 1
        elif kind == b"-":
            lines.append(Line("-", old, None, text[1:], row))
            old += 1
        elif kind == b" " or (text in _BLANK and row < last):  # mailers trim the lone space
            lines.append(Line(" ", old, new, text.removeprefix(b" "), row))
            old, new = old + 1, new + 1
        elif kind != b"\\":
            break
        row += 1
    return lines, row


def _is_surplus(row: bytes) -> bool:
    """Whether a hunk whose counts are used up goes on all the same: somebody edited it by hand."""
    if row[:1] == b"+":
        return not row.startswith(b"+++ ")
    return row[:1] == b"-" and row[:2] != b"--"


def _give_back(lines: list[Line], next_row: int) -> int:
    """Drop from a hunk with wrong counts what it took of the text behind it; the row where that begins.

    That is blank rows, a `-- ` signature, and the `---` and `+++` rows of the next file.
    """
    _drop_blank_end(lines)
    if lines and lines[-1].kind == "-" and lines[-1].text in _SIGNATURE:
        lines.pop()
        _drop_blank_end(lines)
    elif len(lines) >= 2 and lines[-2].text.startswith(b"-- ") and lines[-1].text.startswith(b"++ "):
        next_row = lines[-2].row
        del lines[-2:]
        _drop_blank_end(lines)
    return next_row


def _drop_blank_end(lines: list[Line]) -> None:
    while lines and lines[-1].kind == " " and lines[-1].text in _BLANK:
        lines.pop()


def _read_combined(rows: list[bytes], at: int, match: re.Match[bytes]) -> HunkRead:
    """A hunk of `git diff --cc`: one column of marks for each parent.

    A line is new to the merge if every column says `+`; with a `+` in some it came from another parent.
    """
    width = len(match[1]) - 1
    ranges = [part[1:].partition(b",") for part in match[2].split()]
    old_left = [int(count or 1) for _, _, count in ranges]
    new, new_count = int(match[3]), int(match[4] or 1)
    new_end = new + new_count
    head = Hunk(int(ranges[0][0]), old_left[0], new, new_count, match[5].rstrip(b"\r"), (), at)
    lines: list[Line] = []
    row = at + 1
    while row < len(rows) and (new < new_end or any(left > 0 for left in old_left)):
        text = rows[row]
        marks = text[:width].ljust(width)
        if text[:1] != b"\\":
            if marks.strip(b"+- "):
                break
            is_removed = b"-" in marks
            kept = ord("-") if is_removed else ord("+")
            old_left = [left - ((mark == kept) == is_removed) for left, mark in zip(old_left, marks, strict=False)]
            if is_removed:
                lines.append(Line("-", None, None, text[width:], row))
            else:
                lines.append(Line(" " if b" " in marks else "+", None, new, text[width:], row))
                new += 1
        row += 1
    damage = f"promises {new_count} new lines, but {new - head.new_start} came" if new < new_end else ""
    return HunkRead(replace(head, lines=tuple(lines)), row, damage)
