"""SARIF 2.1.0, as GitHub code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

Nobody can make a `primaryLocationLineHash` without the whole file, so the fingerprint stands under a key of our
own; the upload action adds the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from review_assist.clean import on_one_line, well_formed
from review_assist.model import IS_TAKEN_OUT, WAS_THERE, Finding, Problem, Review, Submission
from review_assist.notes.wording import statement
from review_assist.reports.regions import region
from review_assist.reports.replacement import replacement
from review_assist.rules.rule import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}
_LONGEST = 1024
"""Characters of a description."""


def write(review: Review, out: TextIO, *, version: str, rules: Sequence[Rule]) -> None:
    """Write one run: every finding, and those that the code silences as suppressed results."""
    silenced = {s.finding: s.reason for s in review.silenced if s.reason not in (WAS_THERE, IS_TAKEN_OUT)}
    findings = (*review.findings, *silenced)
    spoken = {finding.rule for finding in findings}
    used = [rule for rule in rules if rule.name in spoken]
    places = {rule.name: at for at, rule in enumerate(used)}
    run = {
        "tool": {
            "driver": {
                "name": "review-assist",
                "semanticVersion": version,
                "rules": [_rule(rule) for rule in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(problem) for problem in review.problems],
            }
        ],
        "results": [
            _result(finding, places, review.submission) | _suppressed(silenced.get(finding, ""))
            for finding in findings
        ],
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, out, indent=2)
    out.write("\n")


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary[:_LONGEST]},
        "fullDescription": {"text": rule.why[:_LONGEST]},
        "help": {"text": rule.teaching, "markdown": rule.teaching},
        "defaultConfiguration": {"level": rule.level},
        "properties": {
            "tags": ["rust", rule.family],
            "precision": rule.confidence,
            "problem.severity": _SEVERITIES[rule.level],
        },
    }


def _result(finding: Finding, places: Mapping[str, int], submission: Submission) -> dict[str, Any]:
    at = region(finding)
    where = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line}
    location = {
        "artifactLocation": _artifact(finding),
        "region": where | ({"endColumn": at.end_column} if at.end_column else {}),
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": finding.level,
        "message": {"text": well_formed(on_one_line(f"{statement(finding)} {finding.instead}"))},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"reviewAssist/v1": finding.fingerprint},
    } | _fixes(finding, submission)


def _fixes(finding: Finding, submission: Submission) -> dict[str, Any]:
    lines = replacement(finding, submission)
    if lines is None:
        return {}
    changed = {
        "deletedRegion": {"startLine": lines.line, "endLine": lines.end_line},
        "insertedContent": {"text": lines.new},
    }
    change = {"artifactLocation": _artifact(finding), "replacements": [changed]}
    return {"fixes": [{"description": {"text": well_formed(finding.instead)}, "artifactChanges": [change]}]}


def _artifact(finding: Finding) -> dict[str, str]:
    path = quote(finding.path.encode("utf-8", "surrogateescape"))
    return {"uri": path, "uriBaseId": "%SRCROOT%"}


def _suppressed(reason: str) -> dict[str, Any]:
    return {"suppressions": [{"kind": "inSource", "justification": reason}]} if reason else {}


def _notification(problem: Problem) -> dict[str, Any]:
    said = f"{problem.where}: {problem.what}{f'; {problem.advice}' if problem.advice else ''}"
    return {"level": "warning", "message": {"text": well_formed(on_one_line(said))}}
