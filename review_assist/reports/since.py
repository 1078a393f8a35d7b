"""What became of the notes on an earlier version, as lines of prose: for the terminal and for a reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from review_assist.clean import on_one_line
from review_assist.model import Fate, Followed

_LEADS: Mapping[Fate, str] = {
    "fixed": "Fixed since the earlier version",
    "still there": "Still there",
    "moved": "Moved, and otherwise as it was",
    "gone": "No longer part of it",
}


def since_then(followed: Iterable[Followed]) -> Iterator[str]:
    """One paragraph for each fate that any note had, with code in backticks."""
    entries = tuple(followed)
    for fate, lead in _LEADS.items():
        if named := [_named(entry) for entry in entries if entry.fate == fate]:
            yield f"{lead}: {'; '.join(named)}."


def _named(entry: Followed) -> str:
    old, now = entry.note.finding, entry.now
    name = f"{old.rule.replace('-', ' ')} {_place(old.function, old.path)}"
    return f"{name} (now {_place(now.function, now.path)})" if now and entry.fate == "moved" else name


def _place(function: str, path: str) -> str:
    name = on_one_line(f"{function}()" if function else path)
    return f"in `{name.replace('`', '')}`"
