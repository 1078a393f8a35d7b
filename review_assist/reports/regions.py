"""Where a finding is, as programs count it: columns in characters, and no more lines than a reader takes in."""

from __future__ import annotations

from dataclasses import dataclass

from review_assist.model import Finding

MOST_LINES = 6
"""A finding of more lines is pointed at by its first: a marked region should fit beside the diff."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns from 1, columns in code points, `end_column` exclusive, None for the end of the line."""

    line: int
    column: int
    end_line: int
    end_column: int | None


def region(finding: Finding) -> Region:
    """The place of a finding, shortened to its first line if it is long."""
    column = _in_characters(finding.code[:1], finding.column)
    if finding.end_line - finding.line >= MOST_LINES:
        return Region(finding.line, column, finding.line, None)
    last = finding.code[finding.end_line - finding.line :][:1]
    end = _in_characters(last, finding.end_column)
    is_empty = finding.end_line == finding.line and end <= column
    return Region(finding.line, column, finding.end_line, None if is_empty else end)


def _in_characters(line: tuple[str, ...], column: int) -> int:
    """The column of a line (none, if it is not known) that begins at the 1-based byte `column`."""
    return len(line[0].encode()[: column - 1].decode("utf-8", "ignore")) + 1 if line else column
