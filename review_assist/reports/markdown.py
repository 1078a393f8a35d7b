"""The review as Markdown, to paste into an issue, a wiki or a chat: each note with its code.

https://github.github.com/gfm/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from review_assist.model import Finding, Note, Patch, Review
from review_assist.notes.draft import in_reading_order
from review_assist.reports.markdown_note import code_span, fenced, inline, note_in_markdown
from review_assist.reports.since import since_then
from review_assist.reports.summary import summary

_LINES = 6


def write(review: Review, out: TextIO) -> None:
    """Write the document; a review without notes is its summary."""
    out.write("\n\n".join(_parts(review)) + "\n")


def _parts(review: Review) -> Iterator[str]:
    yield head(review)
    patches = review.submission.patches
    for sentence, *entries in since_then(review.since, patches):
        yield "\n".join((inline(sentence), *(f"- {inline(entry)}" for entry in entries)))
    shown: int | None = -1
    for note in in_reading_order(review.notes, review.submission):
        if note.finding.patch is not None and note.finding.patch != shown and len(patches) > 1:
            shown = note.finding.patch
            yield title(patches[shown])
        yield section(note, review)


def head(review: Review) -> str:
    """One paragraph: how much was said about how much."""
    return inline(summary(review) or "Nothing could be read.")


def title(patch: Patch) -> str:
    """The heading above the notes on one patch."""
    return f"## {inline(patch.title)}"


def section(note: Note, review: Review) -> str:
    """Where, the code, and what the note says."""
    return f"{place(note.finding)}\n\n{note_in_markdown(note, review.submission.patches)}"


def place(finding: Finding) -> str:
    """Where it is, how bad, and its code."""
    where = code_span(f"{finding.path}:{finding.line}")
    inside = f" in {code_span(f'{finding.function}()')}" if finding.function else ""
    return f"**{where}**{inside} ({finding.level}, {finding.rule})\n\n{_code(finding)}"


def _code(finding: Finding) -> str:
    return fenced("\n".join(finding.code[:_LINES]), "rust" if finding.path.endswith(".rs") else "")
