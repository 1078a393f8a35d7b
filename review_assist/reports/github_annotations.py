"""Workflow commands: GitHub Actions shows each finding beside the code.

https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions

A step shows the first ten of each kind only, so the worst come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TextIO

from review_assist.clean import on_one_line, printable, well_formed
from review_assist.model import LEVELS, Finding, Review
from review_assist.notes.wording import statement
from review_assist.reports.regions import region

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10


def write(review: Review, out: TextIO) -> None:
    """Write a command a line; where GitHub will not show them all, a last line says so in the step's log."""
    for finding in sorted(review.findings, key=lambda finding: -LEVELS.index(finding.level)):
        message = on_one_line(f"{statement(finding)} {finding.instead}")
        out.write(f"::{_COMMANDS[finding.level]} {_properties(finding)}::{_data(message)}\n")
    counts = Counter(finding.level for finding in review.findings)
    if max(counts.values(), default=0) > _SHOWN:
        out.write(f"GitHub shows {_SHOWN} of each kind beside the code; this log has all {counts.total()}.\n")


def _properties(finding: Finding) -> str:
    at = region(finding)
    values: Mapping[str, object] = {
        "file": finding.path,
        "line": at.line,
        "endLine": at.end_line,
        "title": finding.rule,
    }
    if at.line == at.end_line and at.end_column:
        values = {**values, "col": at.column, "endColumn": at.end_column}
    return ",".join(f"{name}={_property(str(value))}" for name, value in values.items())


def _data(text: str) -> str:
    return printable(well_formed(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
