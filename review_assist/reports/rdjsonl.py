"""Diagnostics for reviewdog, one a line (rdjsonl).

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf

Columns are bytes, as everywhere in it; a suggestion replaces whole lines.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from review_assist.clean import on_one_line, well_formed
from review_assist.model import Finding, Review, Submission
from review_assist.notes.wording import statement
from review_assist.reports.replacement import replacement

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(review: Review, out: TextIO) -> None:
    """Write a line for each finding; nothing if there is none."""
    for finding in review.findings:
        json.dump(_diagnostic(finding) | _suggestions(finding, review.submission), out)
        out.write("\n")


def _diagnostic(finding: Finding) -> dict[str, Any]:
    return {
        "message": well_formed(on_one_line(f"{statement(finding)} {finding.instead}")),
        "location": {
            "path": well_formed(finding.path),
            "range": {
                "start": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
        "severity": _SEVERITIES[finding.level],
        "source": {"name": "review-assist"},
        "code": {"value": finding.rule},
    }


def _suggestions(finding: Finding, submission: Submission) -> dict[str, Any]:
    lines = replacement(finding, submission)
    if lines is None:
        return {}
    place = {"start": {"line": lines.line}, "end": {"line": lines.end_line}}
    return {"suggestions": [{"range": place, "text": lines.new}]}
