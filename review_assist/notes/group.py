"""Findings become notes: one habit in one function is one note, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review_assist.model import CONFIDENCES, LEVELS, Finding, Note

_Key = tuple[int | None, str, str, str]


def group(findings: Sequence[Finding]) -> tuple[Note, ...]:
    """One note per rule, patch, file and function; the surest place stands for it, the others are `also`."""
    groups: dict[_Key, list[Finding]] = {}
    for finding in findings:
        key = (finding.patch, finding.path, finding.function, finding.rule)
        groups.setdefault(key, []).append(finding)
    notes = []
    for members in groups.values():
        first = min(members, key=lambda f: (-CONFIDENCES.index(f.confidence), f.line, f.column))
        notes.append(Note(first, tuple(f for f in members if f is not first)))
    return tuple(sorted(notes, key=rank))


def capped(notes: Sequence[Note], most: int | None) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """The notes to tell, at most `most` a patch, and those over that."""
    kept: list[Note] = []
    left: list[Note] = []
    for ranked in _by_patch(notes).values():
        kept += ranked[:most]
        left += ranked[most:] if most is not None else []
    return tuple(sorted(kept, key=rank)), tuple(sorted(left, key=rank))


def folded(notes: Sequence[Note], most: int = 3) -> tuple[Note, ...]:
    """The notes; where a rule has more than `most` on one patch, its first there stands for all of them."""
    kept = [note for of_patch in _by_patch(notes).values() for note in _folded(of_patch, most)]
    return tuple(sorted(kept, key=rank))


def _by_patch(notes: Sequence[Note]) -> dict[int | None, list[Note]]:
    patches: dict[int | None, list[Note]] = {}
    for note in notes:
        patches.setdefault(note.finding.patch, []).append(note)
    return patches


def _folded(notes: Sequence[Note], most: int) -> Iterator[Note]:
    rules: dict[str, list[Note]] = {}
    for note in notes:
        rules.setdefault(note.finding.rule, []).append(note)
    for same in rules.values():
        first, *others = same
        if len(same) > most:
            also = [finding for note in others for finding in (note.finding, *note.also)]
            yield Note(first.finding, (*first.also, *also))
        else:
            yield from same


def rank(note: Note) -> tuple[int, int, int, str, int, int]:
    """Sort key: level, confidence, then the order of the patches and of their lines."""
    finding = note.finding
    patch = -1 if finding.patch is None else finding.patch
    return (
        -LEVELS.index(finding.level),
        -CONFIDENCES.index(finding.confidence),
        patch,
        finding.path,
        finding.line,
        finding.column,
    )
