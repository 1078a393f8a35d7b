"""Hunks to text that parses, without the file they belong to."""

from __future__ import annotations

from review_assist.change import heading
from review_assist.change.fit import Parse, fit
from review_assist.model import FileDiff, Hunk, Text


def islands(diff: FileDiff, parse: Parse) -> tuple[Text, ...]:
    """Each hunk that adds lines, rebuilt on its own so that as much of it parses as can be.

    The frame stands on one line above the hunk's text and one below, so columns are those of the file.
    """
    texts = (_island(hunk, parse) for hunk in diff.hunks)
    return tuple(text for text in texts if text is not None)


def _island(hunk: Hunk, parse: Parse) -> Text | None:
    lines = [line for line in hunk.lines if line.kind != "-" and line.new is not None]
    added = frozenset(line.new for line in lines if line.kind == "+" and line.new is not None)
    if not added or lines[0].new is None:
        return None
    own = b"".join(line.text + b"\n" for line in lines)
    first = lines[0].new
    name = hunk.heading.decode("utf-8", "replace")
    if hunk.old_count == 0 and hunk.old_start == 0 and first == 1:
        return Text(own, 0, len(own), 1, added, name)
    frame = fit(own, heading.read(hunk.heading, own), parse)
    start = len(frame.prefix) + 1
    return Text(frame.around(own), start, start + len(own), first, added, name)
