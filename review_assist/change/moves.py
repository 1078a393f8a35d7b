"""Added lines that are not new: the series removed the same line, be it indented otherwise or private."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from review_assist.model import FileDiff, Hunk, Line, Patch, Series
from review_assist.patterns import pattern

_DISTINCTIVE_LETTERS = 16
_COMMON, _COMMON_ITEM = 4, 400
_REACH = 8
_NO_LETTERS = pattern(rb"\W+")
_VISIBILITY = pattern(rb"pub(\([^)]*\))?\s+")
_DECLARES = pattern(rb"(unsafe |async |extern \"C\" )*(const|enum|fn|static|struct|trait|type|union) (mut )?\w")
"""The beginning of an item: where one that was removed in many places is written again, it was put together."""

Place = tuple[int, str, int]
"""Patch, path and line: of a removed line the old path and number, of an added line the new ones."""


@dataclass(slots=True)
class _Ledger:
    """The removed and added lines of a series by their places, and what has been matched so far.

    The lines are trimmed and without a visibility: what is put elsewhere often has to become `pub`.
    """

    removed: dict[Place, bytes] = field(default_factory=dict)
    added: dict[Place, bytes] = field(default_factory=dict)
    short_lived: set[Place] = field(default_factory=set)
    """Removed lines that an earlier patch of the series had added: older code is not where they came from."""
    spent: set[Place] = field(default_factory=set)
    moved: set[Place] = field(default_factory=set)

    def match(self, added: Place, removed: Place) -> bool:
        """Pair an added and a removed line if they say the same and neither has a partner."""
        text = self.added.get(added)
        if not text or text != self.removed.get(removed) or added in self.moved or removed in self.spent:
            return False
        if removed in self.short_lived and added[0] != removed[0]:
            return False
        self.moved.add(added)
        self.spent.add(removed)
        return True


def moved_lines(series: Series) -> Mapping[tuple[int, str], frozenset[int]]:
    """Numbers of the moved lines of Rust files, by index of the patch in the series and path after the patch.

    A short line such as `unsafe {` may be removed here and written there by chance. So it counts only beside a
    distinctive line that has moved along with it, or where it was indented anew in its place.
    """
    ledger = _ledger(series)
    for index, patch in enumerate(series.patches):
        for diff in _rust(patch):
            for block in (block for hunk in diff.hunks for block in _blocks(hunk)):
                _match_in_place(ledger, index, (diff.old_path or "", diff.new_path or ""), *block)
    _match_elsewhere(ledger)
    result: dict[tuple[int, str], set[int]] = {}
    for index, path, line in ledger.moved:
        result.setdefault((index, path), set()).add(line)
    return {key: frozenset(lines) for key, lines in result.items()}


def _ledger(series: Series) -> _Ledger:
    ledger = _Ledger()
    born: Counter[tuple[str, bytes]] = Counter()
    for index, patch in enumerate(series.patches):
        added: list[tuple[str, bytes]] = []
        for diff in _rust(patch):
            for line in (line for hunk in diff.hunks for line in hunk.lines):
                text = line.text.strip()
                if visibility := _VISIBILITY.match(text):
                    text = text[visibility.end() :]
                if line.kind == "+" and line.new is not None and diff.new_path:
                    ledger.added[index, diff.new_path, line.new] = text
                    added.append((diff.new_path, text))
                elif line.kind == "-" and line.old is not None and diff.old_path:
                    place = (index, diff.old_path, line.old)
                    ledger.removed[place] = text
                    if born[diff.old_path, text] > 0:
                        born[diff.old_path, text] -= 1
                        ledger.short_lived.add(place)
        born.update(added)
    return ledger


def _rust(patch: Patch) -> Iterator[FileDiff]:
    return (diff for diff in patch.files if diff.path.endswith(".rs"))


def _blocks(hunk: Hunk) -> Iterator[tuple[list[int], list[int]]]:
    """Numbers of the lines that were removed and added at one place."""
    removed: list[int] = []
    added: list[int] = []
    for line in (*hunk.lines, Line(" ", None, None, b"", 0)):
        if line.kind == "-" and line.old is not None:
            removed.append(line.old)
        elif line.kind == "+" and line.new is not None:
            added.append(line.new)
        else:
            if removed and added:
                yield removed, added
            removed, added = [], []


def _match_in_place(
    ledger: _Ledger, patch: int, paths: tuple[str, str], removed: list[int], added: list[int]
) -> None:
    """Match lines in their order, as far as the next partner is near."""
    old_path, new_path = paths
    begin = 0
    for new in added:
        for step, old in enumerate(removed[begin : begin + _REACH]):
            if ledger.match((patch, new_path, new), (patch, old_path, old)):
                begin += step + 1
                break


def _match_elsewhere(ledger: _Ledger) -> None:
    """Match distinctive lines and what stands around them, first within a patch, then across patches."""
    places: dict[bytes, list[Place]] = {}
    for place, text in ledger.removed.items():
        if _is_distinctive(text):
            places.setdefault(text, []).append(place)
    for is_same_patch in (True, False):
        for added, text in ledger.added.items():
            candidates = places.get(text, ())
            if len(candidates) >= (_COMMON_ITEM if _DECLARES.match(text) else _COMMON):
                continue
            for removed in candidates:
                if (removed[0] == added[0]) == is_same_patch and ledger.match(added, removed):
                    _extend(ledger, added, removed, 1)
                    _extend(ledger, added, removed, -1)
                    break


def _is_distinctive(text: bytes) -> bool:
    return len(_NO_LETTERS.sub(b"", text)) >= _DISTINCTIVE_LETTERS


def _extend(ledger: _Ledger, added: Place, removed: Place, step: int) -> None:
    """Match the neighbours of a pair, line by line, blank ones left out, up to the first that differs."""
    added, removed = _next(ledger.added, added, step), _next(ledger.removed, removed, step)
    while ledger.match(added, removed):
        added, removed = _next(ledger.added, added, step), _next(ledger.removed, removed, step)


def _next(lines: Mapping[Place, bytes], place: Place, step: int) -> Place:
    patch, path, line = place
    line += step
    while lines.get((patch, path, line)) == b"":
        line += step
    return patch, path, line
