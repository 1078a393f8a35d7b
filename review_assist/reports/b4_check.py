"""The answer of a check command of b4: one result a patch, as JSON.

The protocol is that of `b4.review-perpatch-check-cmd`, https://b4.docs.kernel.org/en/latest/maintainer/review.html:
an array of results, empty if there was nothing to check.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TextIO

from review_assist.clean import on_one_line
from review_assist.model import LEVELS, Finding, Note, Review
from review_assist.notes.draft import told
from review_assist.notes.wording import statement


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
        "summary": _summary(notes),
        "url": "",
        "details": "".join(f"{_detail(note.finding)}\n" for note in notes),
    }


def _summary(notes: tuple[Note, ...]) -> str:
    counts = Counter(note.finding.level for note in notes)
    parts = [
        f"{counts[level]} {level}{'s' if counts[level] > 1 else ''}" for level in reversed(LEVELS) if counts[level]
    ]
    return ", ".join(parts) or "no habits of C on the lines that the patch wrote"


def _detail(finding: Finding) -> str:
    place = on_one_line(f"{finding.path}:{finding.line}")
    return f"{place}: {finding.level}: {on_one_line(statement(finding)).replace('`', '')} [{finding.rule}]"
