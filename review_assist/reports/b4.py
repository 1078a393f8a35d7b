"""Comments for `b4 review`: a folder that it reads, and shows to the maintainer to adopt.

The folder is `.git/b4-review/COMMIT/`, COMMIT being the tip of the review branch; the format is described in
https://git.kernel.org/pub/scm/utils/b4/b4.git/tree/misc/agent-reviewer.md: who speaks in `identity.txt`, the
series as a whole in `series.txt`, and for each patch its complete diff, quoted, with the notes below their lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from review_assist.model import Note, Patch, Review
from review_assist.notes.draft import told
from review_assist.reports.mail import blocks
from review_assist.reports.mail_lines import quoted, set_block
from review_assist.reports.mail_quote import places
from review_assist.reports.paragraphs import paragraphs
from review_assist.reports.summary import summary

_NO_NEWLINE = b"\\ No newline at end of file"


def write(review: Review, out: TextIO, *, version: str) -> None:
    """Write all files one after the other, each behind its name, to be looked at."""
    for name, text in files(review, version=version):
        out.write(f"--- {name} ---\n{text}\n")


def files(review: Review, *, version: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file; none if there is nothing to say. Patches are numbered as on the branch."""
    patches = review.submission.patches
    with_notes = [(at, notes) for at in range(len(patches)) if (notes := told(review.notes, at))]
    if not with_notes:
        return
    yield "identity.txt", f"review-assist {version} <review-assist@localhost.localdomain>\n"
    yield "series.txt", f"C habits: {summary(review)}\n"
    for at, notes in with_notes:
        yield f"{at + 1:04}.txt", "".join(f"{line}\n" for line in _annotated(patches[at], notes, review))


def _annotated(patch: Patch, notes: Sequence[Note], review: Review) -> Iterator[str]:
    """A line that sums up, and the whole diff, quoted, with each note below its line."""
    yield f"{len(notes)} note{'' if len(notes) == 1 else 's'} on habits of C"
    yield ""
    found = places(patch, notes)
    placed = {id(place.note) for place in found}
    for note in notes:
        if id(note) not in placed:
            yield from (*_lines(note, review), "")
    for row, text in _diff(patch):
        yield quoted(text)
        here = [place.note for place in found if place.last == row]
        yield from (line for note in here for line in ("", *_lines(note, review)))
        yield from [""] if here else []


def _diff(patch: Patch) -> Iterator[tuple[int, bytes]]:
    """Every row of the diff and its text, without the message before it and the signature after it."""
    rows = patch.body.split(b"\n")
    for file in patch.files:
        last = max((line.row for hunk in file.hunks for line in hunk.lines), default=file.rows[1] - 1)
        end = last + 1 + rows[last + 1 : last + 2].count(_NO_NEWLINE)
        yield from ((row, rows[row]) for row in range(file.rows[0], end))


def _lines(note: Note, review: Review) -> list[str]:
    lines: list[str] = []
    for block in blocks(paragraphs(note, review.submission.patches)):
        lines += [*([""] if lines else []), *set_block(block)]
    return lines
