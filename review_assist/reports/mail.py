"""The report for a mailing list: a complete reply to each patch mail, ready to be read over and sent.

Headers as RFC 5322 has them, the body as lists want it: plain text, trimmed quotes, each note below the
line it is about. A habit that recurs all over a patch is told once, with where else it is. The reply to one
patch is one message, as a `.eml` file holds it; several are an mbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from review_assist.model import Note, Patch, Review
from review_assist.notes.group import folded
from review_assist.notes.wording import paragraphs
from review_assist.reports.mail_headers import Sender, headers, one_line
from review_assist.reports.mail_lines import wrap
from review_assist.reports.mail_quote import quotes

_MBOX_SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970"


def write(review: Review, out: TextIO, *, sender: Sender | None = None) -> None:
    """Write a reply for every patch that has notes.

    `out` has to encode as UTF-8 and to leave newlines alone. Without `sender` the replies have no From, Date
    and Message-ID: whoever sends them adds these. Quoted rows are the bytes of `Patch.body`, but for controls,
    direction marks and stray bytes, each shown as `?`. No line of a reply can begin with `From `, so an mbox
    needs no escaping. Whole files came in no mail and get no reply; without any patch nothing is written.
    """
    replies = [_message(patch, body, sender) for patch, body in _bodies(review)]
    for reply in replies:
        if len(replies) > 1:
            out.write(f"{_MBOX_SEPARATOR}\n")
        out.writelines(f"{line}\n" for line in reply)
        if len(replies) > 1:
            out.write("\n")


def _bodies(review: Review) -> Iterator[tuple[Patch, list[str]]]:
    notes: dict[int | None, list[Note]] = {}
    for note in review.notes:
        notes.setdefault(note.finding.patch, []).append(note)
    patches = review.submission.patches
    yield from ((patch, list(_notes(patch, notes[at]))) for at, patch in enumerate(patches) if at in notes)


def _message(patch: Patch, body: list[str], sender: Sender | None) -> list[str]:
    return [*headers(patch, "\n".join(body), sender), "", *body]


def _notes(patch: Patch, notes: Sequence[Note]) -> Iterator[str]:
    yield from _attribution(patch)
    said: set[str] = set()
    for at, quote in enumerate(quotes(patch, folded(notes))):
        yield from ([""] if at else [])
        yield from quote.lines
        for note in quote.notes:
            for paragraph in paragraphs(note, is_first=note.finding.rule not in said):
                yield ""
                yield from wrap(paragraph)
            said.add(note.finding.rule)


def _attribution(patch: Patch) -> list[str]:
    if not patch.mail:
        return []
    author, date = patch.mail.author, one_line(patch.mail.date)
    name = one_line(f"{author.name} <{author.email}>")
    return [f"{f'On {date}' if date else 'Earlier'}, {name} wrote:"]
