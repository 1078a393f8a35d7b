"""The report for a mailing list: a complete reply to each patch mail, ready to be read over and sent.

Headers as RFC 5322 has them, the body as lists want it: plain text, trimmed quotes, each note below the
line it is about. A habit that recurs all over a patch is told once, with where else it is. The reply to one
patch is one message, as a `.eml` file holds it; several are an mbox.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from review_assist.clean import printable
from review_assist.model import CODE_PARTS, Followed, Note, Passage, Patch, Review
from review_assist.notes.draft import told
from review_assist.reports.fine import said
from review_assist.reports.mail_cover import about_series
from review_assist.reports.mail_headers import Sender, headers, one_line
from review_assist.reports.mail_lines import fate_lines, set_block, wrap
from review_assist.reports.mail_quote import quotes
from review_assist.reports.paragraphs import LEADS, paragraphs
from review_assist.reports.since import since_then

_NAMED = 8
"""Habits that are named among those which a mail does not go into."""
_SLUG = 52
"""Characters of a subject in a file's name, as `git format-patch` has it."""
_MBOX_SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970"
_MODEL = "A language model helped to word"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, and a name for its file."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The message as a `.eml` file holds it."""
        return "".join(f"{line}\n" for line in self.lines)


def write(review: Review, out: TextIO, *, sender: Sender | None = None) -> None:
    """Write a reply for every patch that has notes, or answers for some on an earlier version.

    A cover letter gets one, too, if there is a ledger or an earlier version; the fate of its notes is told there.

    `out` has to encode as UTF-8 and to leave newlines alone. Without `sender` the replies have no From, Date
    and Message-ID: whoever sends them adds these. Quoted rows are the bytes of `Patch.body`, but for controls,
    direction marks and stray bytes, each shown as `?`. No line of a reply can begin with `From `, so an mbox
    needs no escaping. Whole files came in no mail and get no reply; without any patch nothing is written.
    """
    found = list(replies(review, sender))
    out.write(found[0].text if len(found) == 1 else mbox(found))


def files(review: Review, sender: Sender | None) -> Iterator[tuple[str, str]]:
    """Name and text of each reply as a `.eml` file, and of an mbox with all of them; nothing without replies."""
    found = list(replies(review, sender))
    yield from ((f"{reply.name}.eml", reply.text) for reply in found)
    if found:
        yield "replies.mbox", mbox(found)


def mbox(messages: Iterable[Reply]) -> str:
    """The messages as an mbox."""
    return "".join(f"{_MBOX_SEPARATOR}\n{message.text}\n" for message in messages)


def replies(review: Review, sender: Sender | None) -> Iterator[Reply]:
    """The replies in the order of the submission; that to a cover letter before those to its patches."""
    for number, (series, within) in enumerate(review.submission.spans, 1):
        if series.cover and (body := [*_summary(review, number - 1), *about_series(review, within)]):
            message = (*headers(series.cover, sender), "", *body)
            yield Reply(f"{number:02}-0000-{_slug(series.cover.subject)}", message)
        for at in within:
            patch = review.submission.patches[at]
            followed = [entry for entry in review.since if (entry.patch or 0) == at and not series.cover]
            if body := _body(review, at, followed):
                name = f"{number:02}-{at - within.start + 1:04}-{_slug(patch.subject)}"
                yield Reply(name, (*headers(patch, sender), "", *body))


def _summary(review: Review, series: int) -> list[str]:
    """What a language model says of a series as a whole."""
    text = review.polish.summaries.get(series, "") if review.polish else ""
    return [*wrap(text), "", *wrap(f"{_MODEL} this summary."), ""] if text else []


def _body(review: Review, at: int, followed: Sequence[Followed]) -> list[str]:
    notes = told(review.notes, at)
    if not notes and not followed:
        return []
    left_out = _left_out(told(review.left_out, at))
    rest = [*_since(followed), *_fine(review, at), *_whose_words(notes)]
    return [*_notes(review.submission.patches[at], notes, review), *left_out, *rest]


def _slug(subject: str) -> str:
    """A subject as the part of a file's name that tells a person what it is."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\[[^]]*\]", "", subject.lower()))
    return "-".join(words)[:_SLUG].strip("-") or "patch"


def _notes(patch: Patch, notes: Sequence[Note], review: Review) -> Iterator[str]:
    yield from attribution(patch)
    for at, quote in enumerate(quotes(patch, notes)):
        yield from ([""] if at else [])
        yield from quote.lines
        for note in quote.notes:
            yield from _note(note, review.submission.patches)


def _note(note: Note, patches: Sequence[Patch]) -> Iterator[str]:
    for block in blocks(paragraphs(note, patches)):
        yield from ("", *set_block(block))


def blocks(passages: Iterable[Passage]) -> Iterator[str]:
    """Passages as Markdown without fences: prose on one line each, code indented by four spaces."""
    for passage in passages:
        lead = LEADS.get(passage.part, "")
        if passage.part in CODE_PARTS:
            yield from [lead] if lead else []
            yield "\n".join(f"    {line}".rstrip() for line in printable(passage.text).split("\n"))
        else:
            yield f"{lead} {passage.text}".strip()


def _left_out(notes: Sequence[Note]) -> Iterator[str]:
    """One paragraph that counts and names what the mail does not go into."""
    if notes:
        counts = Counter(note.finding.rule for note in notes)
        named = ", ".join(f"{rule} ({count})" for rule, count in counts.most_common(_NAMED))
        if len(counts) > _NAMED:
            named += f" and {len(counts) - _NAMED} more kinds of habit"
        yield from ("", *wrap(f"To keep this short, nothing is said here about: {named}."))


def _fine(review: Review, patch: int) -> Iterator[str]:
    """What nobody need object to; a patch without any note gets no reply because of it."""
    if fine := [one for one in review.fine if one.patch == patch]:
        yield from ("", *wrap("For those newer to Rust, this looks alarming and is fine:"))
        for one in fine:
            yield from ("", *wrap(said(one)))


def _since(followed: Sequence[Followed]) -> Iterator[str]:
    for paragraph in since_then(followed):
        yield from ("", *fate_lines(paragraph))


def _whose_words(notes: Iterable[Note]) -> Iterator[str]:
    """Who reads a note should know where its words are from."""
    if any(passage.origin == "model" for note in notes for passage in note.passages):
        yield from ("", *wrap(f"{_MODEL} some of this."))


def attribution(patch: Patch) -> list[str]:
    """Who wrote what is quoted, as one line; none for a diff that came in no mail."""
    if not patch.mail:
        return []
    author, date = patch.mail.author, one_line(patch.mail.date)
    name = one_line(f"{author.name} <{author.email}>")
    return [f"{f'On {date}' if date else 'Earlier'}, {name} wrote:"]
