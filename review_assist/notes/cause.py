"""Notes with one cause: where a note may go away with what another one is about, it says which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from review_assist.model import Finding, Note, Voice

_WHOSE: Mapping[Voice, str] = {"reviewer": "another note of mine", "submitter": "another note"}
_Named = tuple[int | None, str, str, str]
"""Patch, path, a rule whose notes may go away, and a name that they speak of."""
_LONGEST = 60
"""Characters of the line that names the cause."""


def with_causes(notes: Sequence[Note], explains: Mapping[str, Collection[str]]) -> tuple[Note, ...]:
    """The notes, each with its cause in the same file; `explains` has those that follow from a rule."""
    causes: dict[_Named, Finding] = {}
    for other in (each for told in notes for each in (told.finding, *told.also)):
        for rule in explains.get(other.rule, ()):
            for name in other.names:
                causes.setdefault((other.patch, other.path, rule, name), other)
    return tuple(replace(note, cause=_cause_of(note.finding, causes)) for note in notes)


def _cause_of(finding: Finding, causes: Mapping[_Named, Finding]) -> Finding | None:
    """The first that speaks of one of its names; of several names the first by the alphabet counts."""
    keys = ((finding.patch, finding.path, finding.rule, name) for name in sorted(finding.names))
    return next((causes[key] for key in keys if key in causes), None)


def in_words(cause: Finding, voice: Voice) -> str:
    """Where to look for what a note may go away with."""
    end = cause.end_column - 1 if cause.end_line == cause.line else None
    code = "".join(cause.code[:1]).encode()[cause.column - 1 : end].decode("utf-8", "replace")
    code = " ".join(code.replace("`", "").split()).rstrip(",;{ ")
    shown = code if len(code) <= _LONGEST else f"{code[:_LONGEST].rstrip()}..."
    return f"This may go away with `{shown}`, which {_WHOSE[voice]} is about."
