"""What the model is asked: a few notes of one patch, the lines they are on, and the form of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from review_assist.llm.excerpt import stretches
from review_assist.llm.prompts import Prompts
from review_assist.llm.redact import Redaction, redacted
from review_assist.llm.schema import answer_schema, summary_schema
from review_assist.llm.shown import Shown, delimiter, line_texts, note_text, rule_text, shown_lines, visible
from review_assist.model import Note, Profile, Review, Teach, Voice
from review_assist.rules.adapt import adapted
from review_assist.rules.rule import CodeRule, Rule

_NOTES = 6
"""Notes that one request asks about; an answer is short, and one that is lost is a small loss."""
_OUTPUT_BASE, _OUTPUT_NOTE, _OUTPUT_SUMMARY = 200, 500, 400
"""Tokens that an answer may have: at all, for each note, and for a summary."""
_READERS: Mapping[Voice, str] = {
    "reviewer": "The reader is the author of the patch, on a public mailing list.",
    "submitter": "The reader is about to send this patch, and checks it first.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One note in a request."""

    id: str
    index: int
    """Into `Review.notes`."""
    anchor: Shown


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the endpoint, and what is needed to judge the answer."""

    title: str
    """For messages: which patch, how many notes."""
    patch: int | None
    notes: tuple[Asked, ...]
    lines: tuple[Shown, ...]
    missed: tuple[Rule, ...]
    """Rules that the model may ask about."""
    redaction: Redaction
    messages: tuple[tuple[str, str], ...]
    """Role and text."""
    schema: Mapping[str, Any]
    most_output: int
    """Tokens."""
    wants_further: bool = False
    wants_code: bool = False
    series: int | None = None
    """Index of the series that is to be summed up; then there are no notes and no lines."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is asked, and about which rules."""

    prompts: Prompts
    rules: Sequence[Rule]
    """Those of this run."""
    voice: Voice = "reviewer"
    teach: Teach = "card"
    allows_code: bool = False
    sums_up: bool = False
    """Whether a series with a cover letter gets a summary."""


def requests_for(review: Review, manner: Manner) -> tuple[Request, ...]:
    """The requests for a review, in the order of the patches."""
    by_patch: dict[int | None, list[int]] = {}
    for index, note in enumerate(review.notes):
        by_patch.setdefault(note.finding.patch, []).append(index)
    found: list[Request] = []
    for patch in sorted(by_patch, key=lambda patch: -1 if patch is None else patch):
        indexes = sorted(by_patch[patch], key=lambda index: _place(review.notes[index]))
        for start in range(0, len(indexes), _NOTES):
            found += _request(review, patch, indexes[start : start + _NOTES], manner)
    return (*found, *(_summaries(review, manner) if manner.sums_up else ()))


def _place(note: Note) -> tuple[str, int, int]:
    return (note.finding.path, note.finding.line, note.finding.column)


def _request(review: Review, patch: int | None, indexes: Sequence[int], manner: Manner) -> Iterator[Request]:
    """One request, or none if the lines that the notes are on are not in the patch's text."""
    told = [review.notes[index] for index in indexes]
    lines, redaction = shown_lines(stretches(review.submission, patch, [n.finding for n in told]), told)
    anchors = {(line.path, line.line): line for line in lines if line.mark != "-"}
    places = [
        (index, anchors.get((n.finding.path, n.finding.line))) for index, n in zip(indexes, told, strict=True)
    ]
    found = [(index, anchor) for index, anchor in places if anchor is not None]
    if not found:
        return
    notes = tuple(Asked(f"N{at}", index, anchor) for at, (index, anchor) in enumerate(found, 1))
    profile = review.profiles[-1 if patch is None else patch]
    missed = _others(told, manner.rules, profile)
    wants_further = manner.teach == "lesson"
    wants_code = manner.allows_code and profile.policy.model_code
    yield Request(
        title=f"{_name(review, patch)}, {len(notes)} note{'' if len(notes) == 1 else 's'}",
        patch=patch,
        notes=notes,
        lines=lines,
        missed=missed,
        redaction=redaction,
        messages=_messages(review, notes, lines, missed, redaction, replace(manner, allows_code=wants_code)),
        schema=answer_schema(
            [note.id for note in notes],
            [line.id for line in lines if line.mark == "+"],
            [rule.name for rule in missed],
            further=wants_further,
            code=wants_code,
        ),
        most_output=_OUTPUT_BASE + _OUTPUT_NOTE * len(notes),
        wants_further=wants_further,
        wants_code=wants_code,
    )


def _name(review: Review, patch: int | None) -> str:
    if patch is None:
        return "whole files"
    of = review.submission.patches[patch]
    return f"patch {of.number}/{of.total}" if of.number else f"patch {of.subject or of.source}"


def _others(notes: Sequence[Note], rules: Sequence[Rule], profile: Profile) -> tuple[Rule, ...]:
    """Rules on code of the families that have notes, as far as the project has them; not pedantic ones."""
    families = {note.finding.family for note in notes}
    return tuple(
        rule
        for rule in rules
        if isinstance(rule, CodeRule)
        and rule.family in families
        and not rule.pedantic
        and adapted(rule, profile) is not None
    )


def _messages(  # noqa: PLR0913, PLR0917 - all that a prompt is filled with
    review: Review,
    notes: Sequence[Asked],
    lines: Sequence[Shown],
    missed: Sequence[Rule],
    redaction: Redaction,
    manner: Manner,
) -> tuple[tuple[str, str], ...]:
    rules = {review.notes[note.index].finding.rule for note in notes}
    notes_text = "\n".join(note_text(review.notes[n.index], n.id, n.anchor.id, redaction) for n in notes)
    lines_text = "\n".join(line_texts(lines, redaction))
    prompts = manner.prompts
    parts = [
        prompts.filled("wording", reader=_READERS[manner.voice]),
        *([prompts.filled("explain-further")] if manner.teach == "lesson" else []),
        *([prompts.filled("code")] if manner.allows_code else []),
        prompts.filled(
            "triage",
            rules="\n\n".join(rule_text(rule) for rule in manner.rules if rule.name in rules),
            others="\n".join(f"- {rule.name}: {rule.summary}" for rule in missed) or "None.",
            delimiter=delimiter(notes_text, lines_text),
            notes=notes_text,
            lines=lines_text,
        ),
    ]
    return (("system", prompts.filled("system")), ("user", "\n\n".join(parts)))


def _summaries(review: Review, manner: Manner) -> Iterator[Request]:
    """One request for each series of several patches that has a cover letter and notes."""
    for number, (series, patches) in enumerate(review.submission.spans):
        told = [note for note in review.notes if note.finding.patch in patches]
        if series.cover is None or len(patches) < 2 or not told:
            continue
        told.sort(key=lambda note: note.finding.patch or 0)
        redaction = redacted([visible(_summed_up(note, review)) for note in told])
        notes = "\n".join(redaction.lines)
        prompt = manner.prompts.filled("cover-letter", delimiter=delimiter(notes), notes=notes)
        yield Request(
            title="summary for the cover letter",
            patch=None,
            notes=(),
            lines=(),
            missed=(),
            redaction=redaction,
            messages=(("system", manner.prompts.filled("system")), ("user", prompt)),
            schema=summary_schema(),
            most_output=_OUTPUT_SUMMARY,
            series=number,
        )


def _summed_up(note: Note, review: Review) -> str:
    patch = review.submission.patches[note.finding.patch or 0]
    headline = next((passage.text for passage in note.passages if passage.part == "headline"), "")
    return f"patch {patch.number}, {note.finding.rule}: {headline}"
