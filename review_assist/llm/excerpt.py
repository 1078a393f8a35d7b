"""Which lines of a patch are shown to the model: the hunks, or the items in them, that carry notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review_assist.model import FileDiff, Finding, Line, Submission

_WHOLE_HUNK = 40
"""A hunk of so many lines is shown whole."""
_MOST = 60
"""Lines of one item."""
_ITEM = re.compile(
    r"\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|async\s+|const\s+|unsafe\s+|extern\s+\"[^\"]*\"\s+)*"
    r"(?:fn|struct|enum|union|trait|impl|static|const|type|mod|macro_rules!)\b"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one file that follow each other."""

    path: str
    lines: tuple[Line, ...]


def stretches(submission: Submission, patch: int | None, findings: Iterable[Finding]) -> tuple[Stretch, ...]:
    """The lines around the findings of one patch (or of the whole files), in their order, none twice."""
    shown: list[Stretch] = []
    for path, hunk in _hunks(submission, patch):
        at = {line.new: index for index, line in enumerate(hunk) if line.new is not None and line.kind != "-"}
        wanted: set[int] = set()
        for finding in findings:
            if finding.path == path and finding.line in at:
                wanted |= set(_window(hunk, at[finding.line], at.get(finding.end_line)))
        shown += [Stretch(path, tuple(hunk[index] for index in run)) for run in _runs(sorted(wanted))]
    return tuple(shown)


def _hunks(submission: Submission, patch: int | None) -> list[tuple[str, tuple[Line, ...]]]:
    if patch is not None:
        files: Sequence[FileDiff] = submission.patches[patch].files
        return [(diff.path, hunk.lines) for diff in files for hunk in diff.hunks]
    return [
        (
            file.path,
            tuple(Line("+", None, at, text, at - 1) for at, text in enumerate(file.data.split(b"\n"), 1)),
        )
        for file in submission.whole
    ]


def _window(hunk: Sequence[Line], first: int, last: int | None) -> range:
    """The item around the finding, at most so many lines of it; or the whole hunk if that is short."""
    if len(hunk) <= _WHOLE_HUNK:
        return range(len(hunk))
    end = first if last is None else max(first, last)
    start = _item_start(hunk, first)
    stop = max(_item_end(hunk, start), min(end, first + _MOST // 2)) + 1
    start, stop = max(start, first - _MOST // 2), min(stop, first + _MOST // 2)
    return range(start, max(stop, first + 1))


def _item_start(hunk: Sequence[Line], at: int) -> int:
    """Index of the line on which the innermost item around a line begins, with the attributes above it."""
    depth = _indent(hunk[at])
    for index in range(at, -1, -1):
        text = hunk[index].text.decode("utf-8", "replace")
        if text.strip() and _ITEM.match(text) and (index == at or _indent(hunk[index]) < depth):
            while index and hunk[index - 1].text.strip().startswith((b"#[", b"///")):
                index -= 1  # noqa: PLW2901
            return index
    return max(at - _MOST // 4, 0)


def _item_end(hunk: Sequence[Line], start: int) -> int:
    """Index of the line that closes what begins at `start`, as far as indentation tells."""
    depth = _indent(hunk[start])
    for index in range(start, len(hunk)):
        text = hunk[index].text.strip()
        if _indent(hunk[index]) == depth and (text.startswith(b"}") or text.endswith((b";", b"}"))):
            return index
    return len(hunk) - 1


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _runs(indexes: Sequence[int]) -> list[range]:
    runs: list[range] = []
    for index in indexes:
        if runs and runs[-1].stop == index:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs
