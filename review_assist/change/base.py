"""The new text of every Rust file that a series changes: whole where a base is at hand, else hunk by hunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from review_assist.change.apply import added_lines, whole
from review_assist.change.fit import Parse
from review_assist.change.headers import made_safe
from review_assist.change.moves import moved_lines
from review_assist.change.rebuild import islands
from review_assist.model import ChangedFile, FileDiff, Patch, Series, Text

_ABBREVIATED = 7


class Lookup(Protocol):
    """A repository, as far as it is asked for files. Each answer is None for what it does not have."""

    def blob(self, name: str, /) -> bytes | None:
        """Content of the blob with this (often abbreviated) object id."""

    def at_parent(self, commit: str, path: str, /) -> bytes | None:
        """Content of `path` before `commit`."""

    def at_head(self, path: str, /) -> bytes | None:
        """Content of `path` in what is checked out."""


@dataclass(slots=True)
class _Results:
    """What earlier patches of a series made of its files."""

    by_path: dict[str, bytes] = field(default_factory=dict)
    by_blob: dict[str, bytes] = field(default_factory=dict)

    def keep(self, diff: FileDiff, text: Text) -> None:
        if diff.new_path:
            self.by_path[diff.new_path] = text.source
        if len(diff.new_blob) >= _ABBREVIATED:
            self.by_blob[diff.new_blob[:_ABBREVIATED]] = text.source


def changed_files(
    series: Series, first_index: int, parse: Parse, lookup: Lookup | None
) -> tuple[ChangedFile, ...]:
    """Every Rust file to which the series adds lines, patch by patch.

    `first_index` is the index of the series' first patch in `Submission.patches`.
    """
    moved = moved_lines(series)
    results = _Results()
    files: list[ChangedFile] = []
    for index, patch in enumerate(series.patches):
        for diff in patch.files:
            if not (diff.new_path or "").endswith(".rs"):
                continue
            text = _whole(diff, patch, results, lookup)
            if text:
                results.keep(diff, text)
            if not added_lines(diff.hunks):
                continue
            texts = (text,) if text else islands(diff, parse)
            old = moved.get((index, diff.path), frozenset())
            kept = tuple(replace(text, added=text.added - old) for text in texts)
            safe = made_safe(diff)
            files.append(ChangedFile(diff.path, first_index + index, kept, text is not None, old, safe))
    return tuple(files)


def _whole(diff: FileDiff, patch: Patch, results: _Results, lookup: Lookup | None) -> Text | None:
    texts = (whole(diff, base()) for base in _bases(diff, patch, results, lookup))
    return next((text for text in texts if text is not None), None)


def _bases(
    diff: FileDiff, patch: Patch, results: _Results, lookup: Lookup | None
) -> Iterator[Callable[[], bytes | None]]:
    """Where the file before the change may be had, the surest first; asked only as far as needed."""
    path, blob = diff.old_path, diff.old_blob
    if path is None:
        yield lambda: b""
        return
    yield lambda: results.by_blob.get(blob[:_ABBREVIATED]) if blob else None
    yield lambda: results.by_path.get(path)
    if lookup is None:
        return
    if blob.strip("0"):
        yield lambda: lookup.blob(blob)
    if patch.commit:
        yield lambda: lookup.at_parent(patch.commit, path)
    yield lambda: lookup.at_head(path)
