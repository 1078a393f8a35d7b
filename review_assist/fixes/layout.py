"""How a replacement lies on the page: width, indentation, and the lines of it that a note shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from review_assist.model import Edit, Text

_WIDTH = 100
"""Columns, rustfmt's own `max_width`."""
_TAB = 4
_SHOWN = 12
"""Lines of a replacement that a note has room for."""


def keeps_layout(before: Text, after: Text, edits: Sequence[Edit]) -> bool:
    """Whether no line grows too long, is indented in another way, or ends in white space because of the edits."""
    old, new = _lines(before), _lines(after)
    for first, last in _written(edits):
        mine = new[first - after.first_line : last - after.first_line + 1]
        if any(line != line.rstrip() for line in mine if line not in old):
            return False
        if any(b"\t" in _margin(line) for line in mine) and not any(b"\t" in _margin(line) for line in old):
            return False
    longest = max(_WIDTH, *(_columns(line) for line in _replaced(old, before, edits)))
    return all(
        _columns(line) <= longest
        for first, last in _written(edits)
        for line in new[first - after.first_line : last - after.first_line + 1]
    )


def lines_shown(after: Text, edits: Sequence[Edit]) -> tuple[str, ...]:
    """The whole lines that the edits wrote, with what lies between, their common margin off.

    Where that is too much to show, what lies between is left out. Lines that were only removed show nothing.
    """
    lines = _lines(after)
    written = _written(edits) or [(edits[0].line, edits[0].line)]
    first, last = written[0][0], written[-1][1]
    if last - first < _SHOWN:
        return _flush(_closed(lines, first - after.first_line, last - after.first_line))
    shown: list[bytes] = []
    for start, end in written:
        shown += ([b"// ..."] if shown else []) + lines[start - after.first_line : end - after.first_line + 1]
    return _flush(shown[:_SHOWN])


def _closed(lines: Sequence[bytes], first: int, last: int) -> list[bytes]:
    """The lines, and those around them until their brackets are paired, if these are few."""
    code = b"\n".join(lines[first : last + 1])
    is_open = len(re.findall(rb"[{(\[]", code)) > len(re.findall(rb"[})\]]", code))
    spans = (
        [(first, end) for end in range(last, len(lines))]
        if is_open
        else [(at, last) for at in range(first, -1, -1)]
    )
    for start, end in spans[: _SHOWN - (last - first)]:
        code = b"\n".join(lines[start : end + 1])
        if len(re.findall(rb"[{(\[]", code)) == len(re.findall(rb"[})\]]", code)):
            return list(lines[start : end + 1])
    return list(lines[first : last + 1])


def _flush(lines: Sequence[bytes]) -> tuple[str, ...]:
    margin = min((len(_margin(line)) for line in lines if line.strip() and line != b"// ..."), default=0)
    cut = [line if line == b"// ..." else line[margin:] for line in lines]
    return tuple(line.decode("utf-8", "replace").rstrip() for line in cut)


def _written(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """First and last line of what each edit writes, numbered as after all of them; removed lines have none."""
    found, shift = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column)):
        last = edit.line + edit.text.count("\n")
        is_removal = not edit.text and edit.column == 1 and edit.end_column == 1
        if not is_removal:
            found.append((edit.line + shift, last + shift))
        shift += last - edit.end_line
    return found


def _replaced(old: Sequence[bytes], before: Text, edits: Sequence[Edit]) -> list[bytes]:
    return [
        line
        for edit in edits
        for line in old[edit.line - before.first_line : edit.end_line - before.first_line + 1]
    ]


def _lines(text: Text) -> list[bytes]:
    return [line.removesuffix(b"\r") for line in text.source[text.start : text.end].split(b"\n")]


def _margin(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _columns(line: bytes) -> int:
    return len(line.decode("utf-8", "replace").replace("\t", " " * _TAB))
