"""A finding's fix as lines of the file that others take their place, as suggestions and patches want it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from review_assist.fixes.splice import spliced
from review_assist.model import Finding, Submission, Text

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Replacement:
    """The lines from `line` to `end_line` (inclusive) read `old` and become `new`; neither ends in a newline."""

    line: int
    end_line: int
    old: str
    new: str


def replacement(finding: Finding, submission: Submission) -> Replacement | None:
    """The finding's fix as whole lines; None if it has none, or touches lines that are not in view."""
    if finding.fix is None:
        return None
    edits = finding.fix.edits
    first, last = edits[0].line, max(edit.end_line for edit in edits)
    known = _lines(finding, submission)
    if last - first >= _MOST_LINES or any(line not in known for line in range(first, last + 1)):
        return None
    old = b"\n".join(known[line] for line in range(first, last + 1))
    new = spliced(Text(old, 0, len(old), first, frozenset()), edits)
    try:
        return Replacement(first, last, old.decode(), new.source.decode()) if new else None
    except UnicodeDecodeError:
        return None


def _lines(finding: Finding, submission: Submission) -> Mapping[int, bytes]:
    """The lines of the finding's file, as far as they are in view, by number."""
    if finding.patch is None:
        data = next((file.data for file in submission.whole if file.path == finding.path), b"")
        return dict(enumerate(data.split(b"\n"), 1))
    return {
        line.new: line.text
        for file in submission.patches[finding.patch].files
        for hunk in file.hunks
        for line in hunk.lines
        if file.path == finding.path and line.new is not None
    }
