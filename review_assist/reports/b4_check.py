"""The answer of a check command of b4: one result a patch, as JSON.

The protocol is that of `b4.review-perpatch-check-cmd`, https://b4.docs.kernel.org/en/latest/maintainer/review.html:
an array of results, empty if there was nothing to check.
"""

from __future__ import annotations

import json
from typing import TextIO

from review_assist.clean import on_one_line
from review_assist.model import LEVELS, Finding, Review
from review_assist.notes.draft import told
from review_assist.notes.wording import statement
from review_assist.reports.summary import by_level


def write(review: Review, out: TextIO) -> None:
    """Write the array and a newline: an error fails, anything else that was found warns."""
    results = [_result(review, at) for at in range(len(review.submission.patches))]
    json.dump(results, out, indent=2)
    out.write("\n")


def _result(review: Review, at: int) -> dict[str, str]:
    notes = told(review.notes, at)
    worst = max((LEVELS.index(note.finding.level) for note in notes), default=-1)
    status = "pass" if worst < 0 else "fail" if LEVELS[worst] == "error" else "warn"
    return {
        "tool": "review-assist",
        "status": status,
        "summary": by_level(note.finding for note in notes) or "no habits of C on the lines that the patch wrote",
        "url": "",
        "details": "".join(f"{_detail(note.finding)}\n" for note in notes),
    }


def _detail(finding: Finding) -> str:
    place = on_one_line(f"{finding.path}:{finding.line}")
    return f"{place}: {finding.level}: {on_one_line(statement(finding)).replace('`', '')} [{finding.rule}]"
