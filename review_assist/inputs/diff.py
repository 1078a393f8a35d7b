"""The unified-diff reader: bytes of any dialect (git, quilt, svn, `diff -u`, combined) to `FileDiff`s.

Hunk bodies are taken by their counts, so signatures, removed lines that look like headers, and prose
around the hunks need no guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from review_assist.inputs.hunks import HunkRead, read_hunk
from review_assist.inputs.paths import as_path
from review_assist.inputs.sections import Section, plain_names, read_section
from review_assist.inputs.text import printable
from review_assist.model import FileDiff, Problem
from review_assist.patterns import pattern

_COLOUR = pattern(rb"\x1b\[[0-9;]*[mK]")
_COLOURED = pattern(rb"^(?:\x1b\[[0-9;]*[mK])+(?:diff --|--- |@@|commit )", re.MULTILINE)
_FIRST_HEADER = pattern(rb"^(?:diff --(?:git|cc|combined) |\+\+\+ )[^\n]*", re.MULTILINE)
_ADVICE = "what came is reviewed; ask for the patch as it left git, neither wrapped nor edited"


@dataclass(slots=True)
class _Part:
    """One file while it is being read."""

    section: Section
    hunks: list[HunkRead] = field(default_factory=list)


def read_diff(body: bytes, where: str) -> tuple[tuple[FileDiff, ...], tuple[Problem, ...]]:
    """Read every file of a diff, and what is damaged in it; prose around the diff is passed over.

    `row` and `rows` of the result index `body.split(b"\\n")`. `where` names the input in problems.
    """
    parts = _read_parts(without_transport(body).split(b"\n"))
    parts = [part for part in parts if part.hunks or part.section.is_complete]
    # A plain diff ahead of the first git one is quoted in the commit message.
    first_git = next((index for index, part in enumerate(parts) if part.section.is_git), 0)
    parts = parts[first_git:]
    names = plain_names([part.section for part in parts])
    files = tuple(_file(part, *pair) for part, pair in zip(parts, names, strict=True))
    problems = (
        Problem(where, f"{printable(file.path)}: hunk {_place(read)} {read.damage}", _ADVICE)
        for part, file in zip(parts, files, strict=True)
        for read in part.hunks
        if read.damage
    )
    return files, tuple(problems)


def without_transport(body: bytes) -> bytes:
    """`body` without terminal colours and without the carriage returns that the transport added.

    Rows stay the same in number, and a second call finds nothing to do. A carriage return that belongs to the
    changed file is kept.
    """
    if b"\x1b[" in body and _COLOURED.search(body):
        body = _COLOUR.sub(b"", body).replace(b"\x1b", b"")
    header = _FIRST_HEADER.search(body) if b"\r" in body else None
    added = _carriage_returns(header[0]) if header else 0
    if not added:
        return body
    return b"\n".join(row[: len(row) - min(added, _carriage_returns(row))] for row in body.split(b"\n"))


def _carriage_returns(row: bytes) -> int:
    """How many a row ends in."""
    return len(row) - len(row.rstrip(b"\r"))


def _read_parts(rows: list[bytes]) -> list[_Part]:
    parts: list[_Part] = []
    row = 0
    while row < len(rows):
        start = rows[row][:4]
        if start in (b"diff", b"--- ") and (section := read_section(rows, row)):
            parts.append(_Part(section))
            row = section.rows[1]
        elif start[:2] == b"@@" and parts and (read := read_hunk(rows, row)):
            if _goes_on(parts[-1], read):
                parts[-1].hunks.append(read)
            row = read.next_row
        else:
            row += 1
    return parts


def _goes_on(part: _Part, read: HunkRead) -> bool:
    """Whether a hunk belongs to the file read last, and is not one that prose behind it quotes."""
    if not part.hunks:
        return read.hunk.row == part.section.rows[1]
    previous = part.hunks[-1]
    if previous.next_row == read.hunk.row or previous.damage:
        return True
    return not read.damage and read.hunk.new_start > previous.hunk.new_start


def _place(read: HunkRead) -> str:
    return f"@@ -{read.hunk.old_start} +{read.hunk.new_start}"


def _file(part: _Part, old: bytes | None, new: bytes | None) -> FileDiff:
    section = part.section
    hunks = tuple(read.hunk for read in part.hunks)
    if not section.is_git and len(hunks) == 1:
        # A plain diff has no word for "new file" but a hunk without an old side.
        if new is not None and (hunks[0].old_start, hunks[0].old_count) == (0, 0):
            old = None
        elif old is not None and (hunks[0].new_start, hunks[0].new_count) == (0, 0):
            new = None
    return FileDiff(
        None if old is None else as_path(old),
        None if new is None else as_path(new),
        hunks,
        old_blob=section.old_blob,
        new_blob=section.new_blob,
        is_binary=section.is_binary,
        is_combined=section.is_combined,
        rows=section.rows,
    )
