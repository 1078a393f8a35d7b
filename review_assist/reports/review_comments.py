"""What a review on a forge consists of: comments on lines of its diff, and the rest for the summary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from review_assist.model import Note, Part, Patch, Review
from review_assist.patterns import pattern
from review_assist.reports.anchors import Anchor, anchor
from review_assist.reports.markdown_note import code_span, fenced, inline, note_in_markdown
from review_assist.reports.regions import MOST_LINES
from review_assist.reports.replacement import Replacement, replacement

MOST_COMMENTS = 30
"""More of them at once are taken for abuse, by people and by GitHub."""
_LONGEST = 65_000
"""Characters of a summary; GitHub takes 65,536."""
_MARK = pattern(r"<!-- review-assist:([0-9a-f]{16}) -->")

Suggested = Callable[[Replacement], str]
"""What stands behind `suggestion` in a forge's fence."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One note, and where it goes."""

    note: Note
    at: Anchor
    lines: Replacement | None = None
    """What the lines of the anchor may be replaced with."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A review, the worst first."""

    comments: tuple[Comment, ...]
    rest: tuple[Note, ...]
    """What the diff has no line for, or is too much."""
    patches: tuple[Patch, ...]


def draft(review: Review, told: Collection[str] = ()) -> Draft:
    """The review as a draft, without the notes of which `told` has the fingerprint."""
    comments: list[Comment] = []
    rest: list[Note] = []
    for note in review.notes:
        if note.finding.fingerprint in told:
            continue
        comment = _comment(note, review)
        if comment is None or len(comments) == MOST_COMMENTS:
            rest.append(note)
        else:
            comments.append(comment)
    return Draft(tuple(comments), tuple(rest), review.submission.patches)


def body(comment: Comment, patches: Sequence[Patch], suggested: Suggested) -> str:
    """The comment's text, with its suggestion and the mark by which it is known again."""
    hidden: tuple[Part, ...] = ("code", "proof") if comment.lines else ()
    parts = [note_in_markdown(comment.note, patches, without=hidden)]
    if comment.lines and comment.note.finding.fix:
        parts += [inline(comment.note.finding.fix.proof)]
        parts.append(fenced(comment.lines.new, f"suggestion{suggested(comment.lines)}"))
    return "\n\n".join((*parts, mark(comment.note)))


def summary(made: Draft) -> str:
    """The text above the comments: how many there are, and the notes that are not on a line; empty for nothing."""
    total = len(made.comments) + len(made.rest)
    if not total:
        return ""
    head = f"{total} note{'' if total == 1 else 's'} on habits from C in the Rust code."
    if not made.rest:
        return head
    shown: list[str] = []
    for note in made.rest:
        if sum(len(each) + 2 for each in shown) + len(text := entry(note, made.patches)) > _LONGEST - 500:
            break
        shown.append(text)
    left = len(made.rest) - len(shown)
    more = f"\n\n{left} more would not fit here." if left else ""
    title = f"{len(made.rest)} of them, not beside the code"
    return f"{head}\n\n<details>\n<summary>{title}</summary>\n\n" + "\n\n".join(shown) + f"{more}\n\n</details>"


def fingerprints(text: str) -> frozenset[str]:
    """The notes that a text, which was posted before, has in it."""
    return frozenset(_MARK.findall(text))


def _comment(note: Note, review: Review) -> Comment | None:
    finding, submission = note.finding, review.submission
    if note.fixed_in is not None:
        return None
    lines = replacement(finding, submission)
    if lines and lines.old != lines.new and (at := anchor(finding, submission, lines.line, lines.end_line)):
        return Comment(note, at, lines)
    is_short = finding.end_line - finding.line < MOST_LINES
    whole = anchor(finding, submission, finding.line, finding.end_line) if is_short else None
    first = whole or anchor(finding, submission, finding.line, finding.line)
    return Comment(note, first) if first else None


def entry(note: Note, patches: Sequence[Patch]) -> str:
    """The note as it stands in the summary, with its mark."""
    finding = note.finding
    place = code_span(f"{finding.path}:{finding.line}")
    where = f"{place} in {code_span(f'{finding.function}()')}" if finding.function else place
    return f"**{where}**\n\n{note_in_markdown(note, patches)}\n\n{mark(note)}"


def mark(note: Note) -> str:
    """What is hidden in a text that was posted, so that the note is known again."""
    return f"<!-- review-assist:{note.finding.fingerprint} -->"
