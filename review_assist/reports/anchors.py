"""Where a forge can show a comment: lines of the diff, as they are numbered after the last patch."""

from __future__ import annotations

from dataclasses import dataclass

from review_assist.model import Finding, Line, Submission
from review_assist.notes.later import later_diffs, line_after


@dataclass(frozen=True, slots=True)
class Anchor:
    """Lines of one hunk, the first of them written by the patch; both ends inclusive."""

    old_path: str
    """The path before the patch, or the new one for a new file."""
    path: str
    line: int
    end_line: int


def anchor(finding: Finding, submission: Submission, line: int, end_line: int) -> Anchor | None:
    """The anchor of lines of the finding's patch; None if the diff does not show them, or they are gone later."""
    if finding.patch is None:
        return None
    for file in submission.patches[finding.patch].files:
        for hunk in file.hunks:
            if file.path == finding.path and _has(hunk.lines, line, end_line):
                return _after_the_series(
                    Anchor(file.old_path or file.path, file.path, line, end_line), finding, submission
                )
    return None


def _has(lines: tuple[Line, ...], first: int, last: int) -> bool:
    kinds = {line.new: line.kind for line in lines if line.new is not None}
    return kinds.get(first) == "+" and all(line in kinds for line in range(first, last + 1))


def _after_the_series(at: Anchor, finding: Finding, submission: Submission) -> Anchor | None:
    """The same lines where the last patch of the series leaves them, if they are still side by side."""
    path, lines = at.path, list(range(at.line, at.end_line + 1))
    for _, diff in later_diffs(finding, submission):
        moved = [after for line in lines if (after := line_after(line, diff)) is not None]
        if len(moved) < len(lines) or moved[-1] - moved[0] >= len(lines) or diff.new_path is None:
            return None
        path, lines = diff.new_path, moved
    return Anchor(at.old_path, path, lines[0], lines[-1])
