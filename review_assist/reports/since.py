"""What became of the notes on an earlier version, as lines of prose: for the terminal and for a reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from review_assist.clean import on_one_line
from review_assist.model import Fate, Followed, Patch
from review_assist.notes.wording import listed, title

_IN_A_SENTENCE = 3
"""Habits that are told in one sentence; more of them are a list."""
_LEADS: Mapping[Fate, str] = {
    "fixed": "Fixed since the earlier version",
    "still there": "Still there",
    "not repeated": "As it was, but not brought up again",
    "moved": "Moved, and otherwise as it was",
    "gone": "No longer part of it",
}


def since_then(followed: Iterable[Followed], patches: Sequence[Patch] = ()) -> Iterator[tuple[str, ...]]:
    """For each fate that any note had: one sentence, or one that ends in a colon and what belongs under it.

    Code is in backticks. With `patches`, for a reader of the whole series, what is there is told with the patch
    that has it.
    """
    entries = tuple(followed)
    for fate, lead in _LEADS.items():
        habits: dict[str, list[Followed]] = {}
        for entry in (entry for entry in entries if entry.fate == fate):
            habits.setdefault(entry.note.finding.rule, []).append(entry)
        named = [f"{habit} in {_places(same, patches)}" for habit, same in habits.items()]
        if len(named) > _IN_A_SENTENCE:
            yield (f"{lead}:", *named)
        elif named:
            yield (f"{lead}: {'; '.join(named)}.",)


def _places(entries: Iterable[Followed], patches: Sequence[Patch]) -> str:
    """`a()` and `b()` (patch 1), and `c()` (patch 2): each remark once, behind all that it holds for."""
    by_remark: dict[str, list[str]] = {}
    for entry in entries:
        old = entry.note.finding
        by_remark.setdefault(_remark(entry, patches), []).append(_name(old.function, old.path))
    groups = [f"{listed(dict.fromkeys(names))}{remark}" for remark, names in by_remark.items()]
    return ", and ".join((", ".join(groups[:-1]), groups[-1])) if len(groups) > 1 else groups[0]


def _remark(entry: Followed, patches: Sequence[Patch]) -> str:
    now = entry.now
    if now is None:
        return ""
    remarks = [f"now in {_name(now.function, now.path)}"] if entry.fate == "moved" else []
    remarks += [title(patches, now.patch)] if now.patch is not None and len(patches) > 1 else []
    return f" ({', '.join(remarks)})" if remarks else ""


def _name(function: str, path: str) -> str:
    return f"`{on_one_line(f'{function}()' if function else path).replace('`', '')}`"
