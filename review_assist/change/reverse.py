"""The file before the patch, seen as if the patch ran backwards: what it removes stands for what is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from review_assist.change.apply import added_lines, whole
from review_assist.change.fit import Parse
from review_assist.change.rebuild import islands
from review_assist.model import ChangedFile, FileDiff, Hunk, Line


def file_before(changed: ChangedFile, diff: FileDiff, parse: Parse) -> ChangedFile | None:
    """The file before the patch, under its new path; None if the patch removes nothing from it.

    Lines are those of the old file, `added` are the ones that the patch removes.
    """
    backwards = _reversed(diff)
    if not added_lines(backwards.hunks):
        return None
    text = whole(backwards, changed.texts[0].source) if changed.is_complete else None
    texts = (text,) if text else islands(backwards, parse)
    return replace(changed, texts=texts, is_complete=text is not None, moved=frozenset())


def text_before(changed: ChangedFile, diff: FileDiff) -> bytes | None:
    """The whole file before the patch, empty for a new one; None if it is not known as a whole."""
    if diff.old_path is None:
        return b""
    text = whole(_reversed(diff), changed.texts[0].source) if changed.is_complete else None
    return None if text is None else text.source


def only_removed(diff: FileDiff, patch: int, parse: Parse) -> ChangedFile | None:
    """What a patch that adds no line to a file removes from it, under its path; None if it removes nothing.

    A file that goes altogether is known as a whole, of another one there are the hunks.
    """
    backwards = _reversed(diff)
    if not added_lines(backwards.hunks):
        return None
    text = whole(backwards, b"") if diff.new_path is None else None
    return ChangedFile(diff.path, patch, (text,) if text else islands(backwards, parse), text is not None)


def with_every_line(changed: ChangedFile) -> ChangedFile:
    """The same file, as if the patch had written all of it that is visible."""
    texts = (
        replace(text, added=frozenset(range(text.first_line, text.first_line + count + 1)))
        for text in changed.texts
        for count in (text.source.count(b"\n", text.start, text.end),)
    )
    return replace(changed, texts=tuple(texts))


def places_now(diff: FileDiff) -> dict[int, int]:
    """Where each removed line would stand in the new file, by its old number."""
    return {old: new for hunk in diff.hunks for old, new in _places_in(hunk)}


def _places_in(hunk: Hunk) -> Iterator[tuple[int, int]]:
    """Removed lines of a block are laid beside its added ones, first to first."""
    new, offset = hunk.new_start, 0
    for line in hunk.lines:
        if line.kind == "-" and line.old is not None:
            yield line.old, new + offset
            offset += 1
        elif line.new is not None:
            new, offset = line.new + 1, offset if line.kind == "+" else 0


def _reversed(diff: FileDiff) -> FileDiff:
    hunks = tuple(
        replace(
            hunk,
            old_start=hunk.new_start,
            old_count=hunk.new_count,
            new_start=hunk.old_start,
            new_count=hunk.old_count,
            lines=tuple(_turned(line) for line in hunk.lines),
        )
        for hunk in diff.hunks
    )
    return replace(diff, old_path=diff.new_path, new_path=diff.old_path, hunks=hunks)


def _turned(line: Line) -> Line:
    kinds: dict[str, Literal["+", "-", " "]] = {"+": "-", "-": "+", " ": " "}
    return replace(line, kind=kinds[line.kind], old=line.new, new=line.old)
