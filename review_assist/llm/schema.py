"""The form of an answer as JSON Schema, made for one request: its ids and rules are all that can be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

VERDICTS = ("keep", "drop", "merge")
LIMITS: Mapping[str, int] = {
    "reason": 200,
    "quote": 400,
    "headline": 200,
    "why": 400,
    "instead": 400,
    "further": 500,
    "code": 800,
    "summary": 500,
}
"""Characters that each text may have."""
MISSED = 2
"""Questions of its own that an answer may have."""

Schema = dict[str, Any]


def answer_schema(
    notes: Sequence[str], lines: Sequence[str], rules: Sequence[str], *, further: bool, code: bool
) -> Schema:
    """Notes with their verdicts and wording, and what the rules missed. Strict: every property is required."""
    extra = {**({"further": _text("further")} if further else {}), **({"code": _text("code")} if code else {})}
    item = _object(
        {
            "id": _one_of(notes),
            "quote": _text("quote"),
            "verdict": _one_of(VERDICTS),
            "into": _one_of(("", *notes)),
            "reason": _text("reason"),
            "headline": _text("headline"),
            "why": _text("why"),
            "instead": _text("instead"),
            **extra,
        }
    )
    missed = _object({"line": _one_of(lines or ("",)), "rule": _one_of(rules or ("",)), "quote": _text("quote")})
    items = {**_list(item, len(notes)), "minItems": len(notes)}
    return _object({"notes": items, "missed": _list(missed, MISSED if lines and rules else 0)})


def summary_schema() -> Schema:
    """One text."""
    return _object({"summary": _text("summary")})


def unbounded(schema: Any) -> Any:
    """The schema without limits of strings and lists, for endpoints that take none; code checks them anyway."""
    if isinstance(schema, dict):
        return {
            key: unbounded(value)
            for key, value in schema.items()
            if key not in ("maxLength", "maxItems", "minItems")
        }
    return [unbounded(each) for each in schema] if isinstance(schema, list) else schema


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def _one_of(values: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _text(name: str) -> Schema:
    return {"type": "string", "maxLength": LIMITS[name]}
