"""The answers and the notes become one review again, with a record of what became of each note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from review_assist.errors import ModelError
from review_assist.llm.accept import Allowed, objection
from review_assist.llm.answer import Answer, read_answer
from review_assist.llm.decide import Decision, asked_notes, decisions
from review_assist.llm.propose import Prove, unproven
from review_assist.llm.request import Request
from review_assist.model import Judged, Note, Passage, Polish, Review
from review_assist.notes.draft import in_series
from review_assist.rules.rule import Rule

Replies = Sequence[tuple[Request, str | ModelError]]
"""Each request with the text of its answer, or why it has none."""


def applied(
    review: Review, replies: Replies, rules: Sequence[Rule], polish: Polish, prove: Prove = unproven
) -> Review:
    """The review as the model left it. What it did is in `Review.polish`, and so is why, if it did nothing.

    Without one usable answer the notes are those that came.
    """
    by_name = {rule.name: rule for rule in rules}
    decided: dict[int, Decision] = {}
    asked: list[Note] = []
    summaries: dict[int, str] = {}
    warnings: list[str] = []
    is_answered = False
    for request, reply in replies:
        try:
            answer = _answer(request, reply)
        except ModelError as error:
            reason = str(error)
            warnings.append(f"{reason} ({request.title})")
            decided |= {note.index: Decision("fallback", reason) for note in request.notes}
            continue
        is_answered = True
        decided |= decisions(request, answer, review, by_name, prove)
        asked += asked_notes(request, answer, review)
        if request.series is not None and (summary := _summary(request, answer, review)):
            summaries[request.series] = summary
    told = replace(polish, warnings=(*polish.warnings, *_once(warnings)))
    if not is_answered:
        return replace(review, polish=told)
    judged = (*_judged(review, decided), *(Judged(note, "asked") for note in asked))
    notes = [each.note for each in judged if each.outcome not in ("dropped", "merged")]
    notes = list(in_series(notes, review.submission, review.silenced))
    return replace(review, notes=tuple(notes), polish=replace(told, judged=judged, summaries=summaries))


def _answer(request: Request, reply: str | ModelError) -> Answer:
    if isinstance(reply, ModelError):
        raise reply
    try:
        return read_answer(reply, request)
    except ModelError as error:
        raise ModelError(f"the model's answer {error}") from error


def _once(warnings: Sequence[str]) -> list[str]:
    """Each reason once, with how many more requests had it."""
    firsts: dict[str, list[str]] = {}
    for warning in warnings:
        firsts.setdefault(warning.rpartition(" (")[0], []).append(warning)
    return [
        first if not more else f"{first}, and {len(more)} more request{'s' if len(more) > 1 else ''}"
        for first, *more in firsts.values()
    ]


def _judged(review: Review, decided: Mapping[int, Decision]) -> list[Judged]:
    """What became of each note, in the order of the notes."""
    covered: dict[int, list[Note]] = {}
    for index, decision in decided.items():
        if decision.into is not None and decision.outcome == "merged":
            covered.setdefault(decision.into, []).append(review.notes[index])
    return [
        _one(note, decided.get(index, Decision("kept")), covered.get(index, ()))
        for index, note in enumerate(review.notes)
    ]


def _one(note: Note, decision: Decision, covered: Sequence[Note]) -> Judged:
    outcome = decision.outcome
    if outcome == "reworded" and note.told_in is not None:
        outcome = "kept"  # it is told by a reference to an earlier note, which leaves no room for words
    passages = decision.passages if outcome == "reworded" else note.passages
    told = replace(note, passages=(*passages, *(_point(each) for each in covered)))
    return Judged(told, outcome, decision.reason, note.passages)


def _point(merged: Note) -> Passage:
    """A note that another one tells: its point stays, its explanation goes."""
    headline = next((passage.text for passage in merged.passages if passage.part == "headline"), "")
    return Passage("merged", headline)


def _summary(request: Request, answer: Answer, review: Review) -> str:
    shown = "\n".join(request.redaction.lines)
    task = "\n".join(text.partition("==")[0] for _, text in request.messages)
    text = answer.summary.strip()
    allowed = Allowed(shown, task, request.redaction)
    return "" if objection(text, allowed, "summary") else text
