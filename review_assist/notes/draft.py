"""What each note says: the rule's own sentences as passages, in one voice, as much as was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import dedent

from review_assist.model import PARTS, Finding, Note, Part, Passage, Silenced, Submission, Teach, Voice
from review_assist.notes.cause import in_words
from review_assist.notes.later import fixed_in
from review_assist.notes.proposal import says_more
from review_assist.notes.wording import also, headline, mirrors

_LESSON: frozenset[Part] = frozenset(("in-c", "checks", "keep"))
_PARTS: Mapping[Teach, frozenset[Part]] = {
    "line": frozenset(("headline", "instead", "also", "cause")),
    "card": PARTS - _LESSON,
    "lesson": PARTS,
}
"""What is told at each depth of teaching."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How notes speak."""

    voice: Voice = "reviewer"
    teach: Teach = "card"
    keep: Mapping[str, str] = field(default_factory=dict)
    """For each rule, when its pattern is right as it is."""


def drafted(
    notes: Sequence[Note], submission: Submission, silenced: Sequence[Silenced], manner: Manner
) -> tuple[Note, ...]:
    """The notes with their passages, in the order in which they came.

    The first note of a rule in a series, in the order of a reader, explains it; later ones say where that was
    (`told_in`).
    """
    wanted = _PARTS[manner.teach]
    return tuple(
        replace(note, passages=tuple(p for p in _passages(note, manner) if p.part in wanted))
        for note in in_series(notes, submission, silenced)
    )


def in_series(notes: Sequence[Note], submission: Submission, silenced: Sequence[Silenced]) -> list[Note]:
    """The notes, in the order in which they came, with what the rest of the series says about them."""
    series_of = {at: number for number, (_, span) in enumerate(submission.spans) for at in span}
    order = sorted(range(len(notes)), key=lambda at: _place(notes[at].finding, submission))
    told: dict[tuple[int, str], int] = {}
    done = list(notes)
    for at in order:
        note = notes[at]
        if (patch := note.finding.patch) is None:
            continue
        key = (series_of[patch], note.finding.rule)
        earlier = told.setdefault(key, at)
        later = fixed_in(note, submission, silenced, notes)
        done[at] = replace(note, told_in=None if earlier == at else notes[earlier].finding.patch, fixed_in=later)
    return done


def in_reading_order(notes: Iterable[Note], submission: Submission) -> list[Note]:
    """The notes as a reader of the patches comes upon them; those on whole files first."""
    return sorted(notes, key=lambda note: _place(note.finding, submission))


def _place(finding: Finding, submission: Submission) -> tuple[int, int, int, int]:
    """Where a reader of the series comes upon it: patch, file, line."""
    if finding.patch is None:
        return (-1, 0, finding.line, finding.column)
    paths = [diff.path for diff in submission.patches[finding.patch].files]
    file = paths.index(finding.path) if finding.path in paths else -1
    return (finding.patch, file, finding.line, finding.column)


def _passages(note: Note, manner: Manner) -> Iterator[Passage]:
    finding = note.finding
    fix = finding.fix if manner.teach == "lesson" or says_more(finding) else None
    texts: tuple[tuple[Part, str], ...] = (
        ("headline", headline(finding, manner.voice)),
        ("twin", mirrors(note.twin) if note.twin else ""),
        ("twin-code", dedent("\n".join(note.twin.code)) if note.twin else ""),
        ("in-c", "" if note.twin else finding.in_c),
        ("why", finding.why),
        ("instead", finding.instead),
        ("also", also(note)),
        ("cause", in_words(note.cause, manner.voice) if note.cause else ""),
        ("code", "\n".join(fix.shown) if fix else ""),
        ("proof", fix.proof if fix else ""),
        ("checks", finding.checks),
        ("keep", manner.keep.get(finding.rule, "")),
    )
    yield from (Passage(part, text) for part, text in texts if text)


def told(notes: Sequence[Note], patch: int) -> tuple[Note, ...]:
    """Those of the notes that are on one patch, in their order."""
    return tuple(note for note in notes if note.finding.patch == patch)
