"""What the readers of our formats ask for, by hand from their documents: the part that we use, and no more."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string", "minLength": 1}
_LINE = {"type": "integer", "minimum": 1}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_MESSAGE = _object({"text": _TEXT}, markdown=_TEXT)
_SHORT = _object({"text": _TEXT | {"maxLength": 1024}})
_LEVEL = {"enum": ["error", "warning", "note"]}
_ARTIFACT = _object({"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~/%-]+$"}, "uriBaseId": _TEXT})
_REGION = _object({"startLine": _LINE, "endLine": _LINE}, startColumn=_LINE, endColumn=_LINE)
_REPLACEMENT = _object({"deletedRegion": _REGION, "insertedContent": _object({"text": {"type": "string"}})})
_CHANGE = _object({"artifactLocation": _ARTIFACT, "replacements": _list(_REPLACEMENT, 1)})
_PROPERTIES = _object(
    {
        "tags": _list(_TEXT, 1) | {"uniqueItems": True},
        "precision": {"enum": ["very-high", "high", "medium", "low"]},
        "problem.severity": {"enum": ["error", "warning", "recommendation"]},
    }
)
_RULE = _object(
    {
        "id": _TEXT,
        "name": _TEXT,
        "shortDescription": _SHORT,
        "fullDescription": _SHORT,
        "help": _MESSAGE,
        "defaultConfiguration": _object({"level": _LEVEL}),
        "properties": _PROPERTIES,
    }
)
_RESULT = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": _list(
            _object({"physicalLocation": _object({"artifactLocation": _ARTIFACT, "region": _REGION})}), 1
        ),
        "partialFingerprints": _object({"reviewAssist/v1": _TEXT}),
    },
    suppressions=_list(_object({"kind": {"enum": ["inSource", "external"]}, "justification": _TEXT}), 1),
    fixes=_list(_object({"description": _MESSAGE, "artifactChanges": _list(_CHANGE, 1)}), 1),
)
_INVOCATION = _object(
    {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": _list(_object({"level": _LEVEL, "message": _MESSAGE})),
    }
)
SARIF = _object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                {
                    "tool": _object(
                        {"driver": _object({"name": _TEXT, "semanticVersion": _TEXT, "rules": _list(_RULE)})}
                    ),
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": _list(_INVOCATION),
                    "results": _list(_RESULT),
                }
            ),
            1,
        ),
    }
)
"""SARIF 2.1.0 as GitHub code scanning takes it."""

_POSITION = _object({"line": _LINE}, column=_LINE)
_RANGE = _object({"start": _POSITION, "end": _POSITION})
RDJSONL = _object(
    {
        "message": _TEXT,
        "location": _object({"path": _TEXT, "range": _RANGE}),
        "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
        "source": _object({"name": _TEXT}),
        "code": _object({"value": _TEXT}),
    },
    suggestions=_list(_object({"range": _RANGE, "text": {"type": "string"}}), 1),
)
"""One line of reviewdog's rdjsonl."""

GITLAB = _list(
    _object(
        {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": _TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object(
                {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": _object({"begin": _LINE}, end=_LINE),
                }
            ),
        }
    )
)
"""GitLab's Code Quality report."""

_COMMIT = {"type": "string", "pattern": "^[0-9a-f]{40,64}$"}
_TREE_PATH = {"type": "string", "pattern": r"^(?!\./|/)."}
GITLAB_DISCUSSION = _object(
    {"body": _TEXT | {"maxLength": 1_000_000}},
    position=_object(
        {
            "position_type": {"const": "text"},
            "base_sha": _COMMIT,
            "start_sha": _COMMIT,
            "head_sha": _COMMIT,
            "new_path": _TREE_PATH,
            "old_path": _TREE_PATH,
            "new_line": _LINE,
        },
        old_line=_LINE,
        line_range={"type": "object"},
    ),
)
"""The body of GitLab's request for a discussion; without a position it is on the merge request."""

GITHUB = _object(
    {
        "body": {"type": "string", "maxLength": 65_536},
        "comments": _list(
            _object(
                {"path": _TEXT, "body": _TEXT | {"maxLength": 65_536}, "side": {"const": "RIGHT"}, "line": _LINE},
                start_line=_LINE,
                start_side={"const": "RIGHT"},
            )
        )
        | {"maxItems": 30},
    },
    commit_id={"type": "string", "pattern": "^[0-9a-f]{40,64}$"},
    event={"enum": ["APPROVE", "REQUEST_CHANGES", "COMMENT"]},
)
"""The body of GitHub's request for a review."""
