"""JSON for programs, schema version 1; every field is described in the README.

Lines are those of the file after the patch. Lines and columns are 1-based, columns count UTF-8 bytes,
`end_line` is inclusive, `end_column` exclusive. ASCII only, keys in a fixed order: same input, same bytes.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from review_assist.clean import well_formed
from review_assist.model import (
    CLine,
    FileDiff,
    Finding,
    Fine,
    Fix,
    Followed,
    FunctionText,
    Ledger,
    Pair,
    Patch,
    Problem,
    Review,
)
from review_assist.reports.json_polish import polish_of

SCHEMA_VERSION = 1


def write(review: Review, out: TextIO, *, version: str) -> None:
    """Write one JSON document and a newline. `version` is that of review-assist."""
    profiles = [profile.name for profile in review.profiles]
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            "name": "review-assist",
            "version": version,
            "profiles": sorted({well_formed(name) for name in profiles}),
        },
        "patches": [_patch(*each) for each in zip(review.submission.patches, profiles, strict=False)],
        "findings": [
            _finding(f) | {"twin": _c_line(review.c_lines.get((f.patch, f.fingerprint)))} for f in review.findings
        ],
        "twins": [_pair(pair) for pair in review.pairs],
        "silenced": [_finding(s.finding) | {"reason": s.reason} for s in review.silenced],
        "problems": [_problem(problem) for problem in review.problems],
        "remarks": [_problem(remark) for remark in review.remarks],
        **({"polish": polish_of(review.polish)} if review.polish and review.polish.judged else {}),
    }
    if review.fine:
        document["fine"] = [_fine(fine) for fine in review.fine]
    if review.since:
        document["since"] = [_followed(entry) for entry in review.since]
    if review.ledger is not None:
        document["ledger"] = _ledger(review.ledger)
    json.dump(document, out, indent=2)
    out.write("\n")


def _fine(fine: Fine) -> dict[str, Any]:
    return {
        "kind": fine.kind,
        "patch": fine.patch,
        "path": well_formed(fine.path),
        "line": fine.line,
        "functions": [well_formed(name) for name in fine.functions],
        "count": fine.count,
        "what": fine.what,
        "alarm": fine.alarm,
        "reason": fine.reason,
    }


def _followed(entry: Followed) -> dict[str, Any]:
    return {
        "fate": entry.fate,
        "earlier": _finding(entry.note.finding),
        "patch": entry.patch,
        "fingerprint": entry.now.fingerprint if entry.now else None,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"patch": pair.patch, "c": _function(pair.c), "rust": _function(pair.rust)}


def _c_line(line: CLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "path": well_formed(line.path),
        "line": line.line,
        "function": well_formed(line.function) or None,
        "code": [well_formed(row) for row in line.code],
    }


def _function(function: FunctionText) -> dict[str, Any]:
    return {
        "path": well_formed(function.path),
        "name": well_formed(function.name),
        "line": function.line,
        "end_line": function.end_line,
    }


def _ledger(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "patch": row.patch,
            "family": row.family,
            "rule": row.rule or None,
            "added": row.added,
            "removed": row.removed,
            "moved": row.moved,
        }
        for row in ledger.tallies
    ]


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "where": well_formed(problem.where),
        "what": well_formed(problem.what),
        "advice": well_formed(problem.advice),
    }


def _patch(patch: Patch, profile: str) -> dict[str, Any]:
    author = patch.author
    return {
        "subject": well_formed(patch.subject),
        "author": {"name": well_formed(author.name), "email": well_formed(author.email)} if author else None,
        "message_id": well_formed(patch.mail.message_id) if patch.mail and patch.mail.message_id else None,
        "commit": patch.commit or None,
        "source": well_formed(patch.source),
        "profile": well_formed(profile),
        "version": patch.version,
        "number": patch.number or None,
        "total": patch.total or None,
        "files": [_file(diff) for diff in patch.files],
    }


def _file(diff: FileDiff) -> dict[str, Any]:
    return {
        "path": well_formed(diff.path),
        "old_path": well_formed(diff.old_path) if diff.old_path is not None else None,
        "status": _status(diff),
    }


def _status(diff: FileDiff) -> str:
    if diff.old_path is None:
        return "added"
    if diff.new_path is None:
        return "deleted"
    return "modified" if diff.old_path == diff.new_path else "renamed"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "family": finding.family,
        "level": finding.level,
        "confidence": finding.confidence,
        "path": well_formed(finding.path),
        "line": finding.line,
        "end_line": finding.end_line,
        "column": finding.column,
        "end_column": finding.end_column,
        "message": well_formed(finding.message),
        "question": well_formed(finding.question),
        "why": well_formed(finding.why),
        "instead": well_formed(finding.instead),
        "in_c": well_formed(finding.in_c) or None,
        "checks": well_formed(finding.checks) or None,
        "function": well_formed(finding.function) or None,
        "patch": finding.patch,
        "fingerprint": finding.fingerprint,
        "fix": _fix(finding.fix) if finding.fix else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "safe": fix.is_safe,
        "needs_rust": fix.needs_rust or None,
        "proof": fix.proof,
        "edits": [
            {
                "line": edit.line,
                "column": edit.column,
                "end_line": edit.end_line,
                "end_column": edit.end_column,
                "text": well_formed(edit.text),
            }
            for edit in fix.edits
        ],
    }
