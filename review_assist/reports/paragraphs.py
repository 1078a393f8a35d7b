"""What a draft says of a note, one paragraph after the other, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from review_assist.model import Note, Part, Passage, Patch
from review_assist.notes.wording import referring_back, taken_out

LEADS: Mapping[Part, str] = {
    "in-c": "In C the habit looks like this:",
    "code": "Here that is:",
    "keep": "When it can stay as it is:",
    "merged": "Also here:",
}
"""Words that introduce a passage which does not speak for itself."""


def paragraphs(note: Note, patches: Sequence[Patch]) -> Iterator[Passage]:
    """The note's passages, or where it was explained before; then what a later patch does about it."""
    if note.told_in is not None:
        yield Passage("series", referring_back(note, patches))
    else:
        yield from _joined(note.passages)
    if note.fixed_in is not None:
        yield Passage("series", taken_out(note, patches))


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, further places and the cause in one paragraph with the one before them."""
    last: Passage | None = None
    for passage in passages:
        if last and passage.part in ("also", "cause"):
            last = replace(last, text=f"{last.text} {passage.text}")
            continue
        if last:
            yield last
        last = passage
    if last:
        yield last
