"""From the text of an answer to values: one JSON object of the form that was asked for, or it is no answer.

What is wrong with it is said in our own words: an answer goes nowhere unchecked, not even into an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from review_assist.errors import ModelError
from review_assist.llm.request import Request
from review_assist.llm.schema import MISSED, VERDICTS

_FENCED = re.compile(r"\A\s*(?:<think>.*?</think>\s*)?```\w*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """What the model says of one note."""

    id: str
    quote: str
    verdict: str
    into: str = ""
    reason: str = ""
    headline: str = ""
    why: str = ""
    instead: str = ""
    further: str = ""
    code: str = ""

    @property
    def wording(self) -> tuple[tuple[str, str], ...]:
        """The texts that are told, each with its name; empty ones leave the rule's."""
        texts = (
            ("headline", self.headline),
            ("why", self.why),
            ("instead", self.instead),
            ("further", self.further),
        )
        return tuple((name, text.strip()) for name, text in texts if text.strip())


@dataclass(frozen=True, slots=True)
class Missed:
    """A place that the model would ask about."""

    line: str
    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, its form checked and nothing else."""

    notes: tuple[Item, ...] = ()
    missed: tuple[Missed, ...] = ()
    summary: str = ""


def read_answer(text: str, request: Request) -> Answer:
    """The answer to a request. Raises ModelError if it is not of the form, or names an id that was not given."""
    document = _document(text)
    if request.series is not None:
        return Answer(summary=_text(document, "summary"))
    notes = tuple(_item(each, request) for each in _objects(document, "notes"))
    missed = tuple(
        Missed(_text(each, "line"), _text(each, "rule"), _text(each, "quote"))
        for each in _objects(document, "missed")
    )
    _check_ids([note.id for note in notes], [note.id for note in request.notes])
    if len(missed) > MISSED:
        raise ModelError(f"asks about {len(missed)} places, and {MISSED} were allowed")
    known = {line.id for line in request.lines}
    if any(each.line not in known for each in missed):
        raise ModelError("names a line that was not shown")
    names = {rule.name for rule in request.missed}
    if any(each.rule not in names for each in missed):
        raise ModelError("names a rule that was not offered")
    return Answer(notes, missed)


def _document(text: str) -> dict[str, Any]:
    fenced = _FENCED.match(text)
    try:
        document = json.loads(fenced[1] if fenced else _THOUGHT.sub("", text))
    except (ValueError, RecursionError) as error:
        raise ModelError("is no JSON") from error
    if not isinstance(document, dict):
        raise ModelError("is no JSON object")
    return document


def _item(table: dict[str, Any], request: Request) -> Item:
    names = ("id", "quote", "verdict", "into", "reason", "headline", "why", "instead")
    values = {name: _text(table, name) for name in names}
    further = _text(table, "further") if request.wants_further else ""
    code = _text(table, "code") if request.wants_code else ""
    if values["verdict"] not in VERDICTS:
        raise ModelError("has a verdict that does not exist")
    return Item(**values, further=further, code=code)


def _check_ids(given: Sequence[str], known: Collection[str]) -> None:
    if len(set(given)) < len(given) or not set(given) <= set(known):
        raise ModelError("names a note that was not asked about, or names it twice")


def _objects(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = document.get(name)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ModelError(f"has no list of objects {name!r}")
    return value


def _text(table: dict[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str):
        raise ModelError(f"has no text {name!r}")
    return value
