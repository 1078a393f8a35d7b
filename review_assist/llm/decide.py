"""What becomes of each note: an answer is taken at its word only where code can check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review_assist.llm.accept import Allowed, first_objection, objection
from review_assist.llm.answer import Answer, Item, Missed
from review_assist.llm.propose import Prove, proposed
from review_assist.llm.request import Asked, Request
from review_assist.llm.shown import prose
from review_assist.model import Finding, Note, Outcome, Passage, Review
from review_assist.rules.findings import with_fingerprints
from review_assist.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one note."""

    outcome: Outcome
    reason: str = ""
    passages: tuple[Passage, ...] = ()
    """Of a reworded note."""
    into: int | None = None
    """Index of the note that tells a merged one too."""


def decisions(
    request: Request, answer: Answer, review: Review, rules: Mapping[str, Rule], prove: Prove
) -> dict[int, Decision]:
    """The decision on each note of a request, by its index in `Review.notes`. Without an item a note is kept."""
    items = {item.id: item for item in answer.notes}
    indexes = {asked.id: asked.index for asked in request.notes}
    decided: dict[int, Decision] = {}
    for asked in request.notes:
        note = review.notes[asked.index]
        allowed = allowed_for(request, note.finding, note.passages, rules.get(note.finding.rule))
        item = items.get(asked.id)
        decided[asked.index] = _decision(item, asked, note, allowed, indexes, prove) if item else Decision("kept")
    return _within_reason(decided, review)


def allowed_for(
    request: Request, finding: Finding, passages: Sequence[Passage], rule: Rule | None = None
) -> Allowed:
    """The words that a text about a finding may use: its lines, its rule's prose, its own texts."""
    lines = "\n".join(line.text for line in request.lines)
    texts = (finding.message, finding.question, finding.why, finding.instead, finding.checks)
    own = "\n".join((*texts, *(passage.text for passage in passages)))
    taught = f"{rule.summary}\n{prose(rule)}" if rule else ""
    task = "\n".join(text.partition("## The rules")[0] for _, text in request.messages)
    return Allowed("\n".join((lines, own, taught)), task, request.redaction)


def _decision(  # noqa: PLR0913, PLR0917 - all that an item is judged by
    item: Item, asked: Asked, note: Note, allowed: Allowed, indexes: Mapping[str, int], prove: Prove
) -> Decision:
    has_code = bool(item.code.strip()) and note.finding.fix is None
    if item.verdict == "keep" and not item.wording and not has_code:
        return Decision("kept")
    if item.quote != asked.anchor.text:
        return Decision("fallback", "its quote is not the line that the note is on")
    if item.verdict == "drop":
        return _dropped(item, note, allowed)
    if item.verdict == "merge":
        into = indexes.get(item.into)
        return Decision("merged", into=into) if into is not None else Decision("fallback", "merges into no note")
    if reason := first_objection(item.wording, allowed):
        return Decision("fallback", reason)
    if item.headline.strip() and note.finding.confidence != "high" and not item.headline.rstrip().endswith("?"):
        return Decision("fallback", "its headline states what is only likely")
    if not has_code:
        return Decision("reworded", passages=_reworded(note.passages, dict(item.wording)))
    proposal = proposed(item.code, note.finding, allowed, prove)
    if isinstance(proposal, str):
        return Decision("fallback", proposal)
    return Decision("reworded", passages=(*_reworded(note.passages, dict(item.wording)), *proposal))


def _dropped(item: Item, note: Note, allowed: Allowed) -> Decision:
    if note.finding.level == "error":
        return Decision("fallback", "an error is not dropped")
    if not item.reason.strip():
        return Decision("fallback", "drops it without a reason")
    if reason := objection(item.reason, allowed, "reason"):
        return Decision("fallback", f"its reason {reason}")
    return Decision("dropped", item.reason.strip())


def _reworded(passages: Sequence[Passage], wording: Mapping[str, str]) -> tuple[Passage, ...]:
    """The passages, those that are worded anew in their places; one step further comes last."""
    done = [Passage(p.part, wording[p.part], "model") if p.part in wording else p for p in passages]
    return (*done, *([Passage("further", wording["further"], "model")] if "further" in wording else []))


def _within_reason(decided: Mapping[int, Decision], review: Review) -> dict[int, Decision]:
    """At most half of the notes are dropped, or the one there is; a merged one is in a note that is told there."""
    done = dict(decided)
    dropped = [index for index, decision in done.items() if decision.outcome == "dropped"]
    if len(dropped) > max(len(done) // 2, 1):
        done |= dict.fromkeys(dropped, Decision("fallback", "most notes would have been dropped"))
    for index, decision in decided.items():
        if decision.outcome == "merged":
            assert decision.into is not None
            if not _can_merge(index, decision.into, done, review):
                done[index] = Decision("fallback", "merges into a note that is elsewhere, or not told itself")
    return done


def _can_merge(index: int, into: int, decided: Mapping[int, Decision], review: Review) -> bool:
    if index == into or decided[into].outcome in ("dropped", "merged"):
        return False
    here, there = review.notes[index].finding, review.notes[into].finding
    return (here.path, here.function) == (there.path, there.function) and here.level != "error"


def asked_notes(request: Request, answer: Answer, review: Review) -> list[Note]:
    """Notes on what the rules missed: the model names a line and a rule, and none of the words are its own."""
    lines = {line.id: line for line in request.lines}
    rules = {rule.name: rule for rule in request.missed}
    told = {(f.patch, f.path, f.line, f.rule) for f in (*review.findings, *(s.finding for s in review.silenced))}
    notes = []
    for missed in answer.missed:
        line = lines[missed.line]
        place = (request.patch, line.path, line.line or 0, missed.rule)
        if line.mark == "+" and line.line and missed.quote == line.text and place not in told:
            told.add(place)
            notes.append(_question(missed, request, rules[missed.rule]))
    return notes


def _question(missed: Missed, request: Request, rule: Rule) -> Note:
    line = next(line for line in request.lines if line.id == missed.line)
    raw = line.raw.encode("utf-8", "replace")
    question = f"is this a case of {rule.name}, that is, {rule.summary.rstrip('.')}?"
    finding = Finding(
        rule=rule.name,
        family=rule.family,
        level="note",
        confidence="low",
        path=line.path,
        line=line.line or 1,
        end_line=line.line or 1,
        column=len(raw) - len(raw.lstrip()) + 1,
        end_column=len(raw.rstrip()) + 1,
        message=question,
        question=question,
        why="",
        instead="",
        function="",
        code=(line.raw,),
        patch=request.patch,
        fingerprint="",
    )
    return Note(
        with_fingerprints([finding])[0],
        passages=(Passage("headline", question[:1].upper() + question[1:], "model"),),
    )
