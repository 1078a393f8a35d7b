"""Notes with one cause: where a note may go away with what another one is about, it says which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from review_assist.model import Finding, Note, Voice

_WHOSE: Mapping[Voice, str] = {"reviewer": "another note of mine", "submitter": "another note"}
_LONGEST = 60
"""Characters of the line that names the cause."""


def with_causes(notes: Sequence[Note], explains: Mapping[str, Collection[str]]) -> tuple[Note, ...]:
    """The notes, each with its cause in the same file; `explains` has those that follow from a rule."""
    return tuple(replace(note, cause=_cause_of(note, notes, explains)) for note in notes)


def _cause_of(note: Note, notes: Sequence[Note], explains: Mapping[str, Collection[str]]) -> Finding | None:
    finding = note.finding
    for other in (each for told in notes for each in (told.finding, *told.also)):
        is_near = (other.patch, other.path) == (finding.patch, finding.path)
        if is_near and finding.rule in explains.get(other.rule, ()) and other.names & finding.names:
            return other
    return None


def in_words(cause: Finding, voice: Voice) -> str:
    """Where to look for what a note may go away with."""
    end = cause.end_column - 1 if cause.end_line == cause.line else None
    code = "".join(cause.code[:1]).encode()[cause.column - 1 : end].decode("utf-8", "replace")
    code = " ".join(code.replace("`", "").split()).rstrip(",;{ ")
    shown = code if len(code) <= _LONGEST else f"{code[:_LONGEST].rstrip()}..."
    return f"This may go away with `{shown}`, which {_WHOSE[voice]} is about."
