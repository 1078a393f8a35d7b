"""GitLab's Code Quality report: findings in the merge request's widget and beside its diff.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

Entries with the same fingerprint are shown as one, so no two have it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, TextIO

from review_assist.clean import on_one_line, well_formed
from review_assist.model import Finding, Review
from review_assist.notes.wording import statement
from review_assist.reports.regions import region

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(review: Review, out: TextIO) -> None:
    """Write one array, which is empty if there is no finding."""
    counts: Counter[str] = Counter()
    entries = []
    for finding in review.findings:
        counts[finding.fingerprint] += 1
        number = counts[finding.fingerprint]
        entries.append(_entry(finding, f"{finding.fingerprint}-{number}" if number > 1 else finding.fingerprint))
    json.dump(entries, out, indent=2)
    out.write("\n")


def _entry(finding: Finding, fingerprint: str) -> dict[str, Any]:
    at = region(finding)
    return {
        "description": well_formed(on_one_line(f"{statement(finding)} {finding.instead}")),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {"path": well_formed(finding.path), "lines": {"begin": at.line, "end": at.end_line}},
    }
