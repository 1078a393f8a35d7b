"""What a language model did, for the JSON report: each note with what is told, what the rules say, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from review_assist.clean import well_formed
from review_assist.model import OUTCOMES, Judged, Passage, Polish


def polish_of(polish: Polish) -> dict[str, Any]:
    """The key `polish`; every passage says whether a rule or the model worded it."""
    return {
        "model": well_formed(polish.model),
        "endpoint": well_formed(polish.endpoint),
        "prompts": polish.prompts,
        "counts": {outcome: polish.count(outcome) for outcome in OUTCOMES},
        "requests": polish.usage.requests,
        "cached": polish.usage.cached,
        "input_tokens": polish.usage.input_tokens,
        "output_tokens": polish.usage.output_tokens,
        "price": polish.usage.price,
        "warnings": [well_formed(warning) for warning in polish.warnings],
        "notes": [_judged(judged) for judged in polish.judged],
        "summaries": [
            {"series": series, "text": well_formed(text), "origin": "model"}
            for series, text in sorted(polish.summaries.items())
        ],
    }


def _judged(judged: Judged) -> dict[str, Any]:
    finding = judged.note.finding
    is_told = judged.outcome not in ("dropped", "merged")
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "path": well_formed(finding.path),
        "line": finding.line,
        "patch": finding.patch,
        "outcome": judged.outcome,
        "reason": well_formed(judged.reason) or None,
        "told": _passages(judged.note.passages) if is_told else [],
        "original": _passages(judged.original),
    }


def _passages(passages: Iterable[Passage]) -> list[dict[str, str]]:
    return [{"part": p.part, "text": well_formed(p.text), "origin": p.origin} for p in passages]
