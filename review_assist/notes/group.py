"""Findings become notes: one habit in one function is one note, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from review_assist.model import CONFIDENCES, LEVELS, Finding, Fold, Note

_Key = tuple[int | None, str, str, str]
_LIGHT = ("unsafe-policy", "indices-and-loops", "integers-and-flags", "control-flow")
"""Families whose notes are about style or a missing comment; the others are about soundness or an API."""


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
    for ranked in map(_each_rule_once_first, _by_patch(notes).values()):
        kept += ranked[:most]
        left += ranked[most:] if most is not None else []
    return tuple(sorted(kept, key=rank)), tuple(sorted(left, key=rank))


def _each_rule_once_first(notes: Sequence[Note]) -> list[Note]:
    """The notes of one patch, where within a level a second note of a rule waits for the first of every other."""
    said: Counter[str] = Counter()
    turns: list[tuple[int, int, int, Note]] = []
    for note in sorted(notes, key=rank):
        turns.append((-LEVELS.index(note.finding.level), said[note.finding.rule], len(turns), note))
        said[note.finding.rule] += 1
    return [note for *_, note in sorted(turns, key=lambda turn: turn[:3])]


def folded(notes: Sequence[Note], within: Fold = "patch", most: int = 3) -> tuple[Note, ...]:
    """The notes; where a rule has more than `most` within one patch (or file), its first there stands for all."""
    kept = [note for of_patch in _by_patch(notes).values() for note in _folded(of_patch, within, most)]
    return tuple(sorted(kept, key=rank))


def _by_patch(notes: Sequence[Note]) -> dict[int | None, list[Note]]:
    patches: dict[int | None, list[Note]] = {}
    for note in notes:
        patches.setdefault(note.finding.patch, []).append(note)
    return patches


def _folded(notes: Sequence[Note], within: Fold, most: int) -> Iterator[Note]:
    habits: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        finding = note.finding
        habits.setdefault((finding.rule, finding.path if within == "file" else ""), []).append(note)
    for same in habits.values():
        first, *others = same
        if len(same) > most:
            also = [finding for note in others for finding in (note.finding, *note.also)]
            yield Note(first.finding, (*first.also, *also))
        else:
            yield from same


def rank(note: Note) -> tuple[int, int, bool, int, str, int, int]:
    """Sort key: level, confidence, the weight of the family, then the order of the patches and of their lines."""
    finding = note.finding
    patch = -1 if finding.patch is None else finding.patch
    return (
        -LEVELS.index(finding.level),
        -CONFIDENCES.index(finding.confidence),
        finding.family in _LIGHT,
        patch,
        finding.path,
        finding.line,
        finding.column,
    )
