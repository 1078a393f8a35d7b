"""The review as one HTML page that needs nothing else: the patch with its notes, to decide on and to send.

The page runs no code but its own: a Content-Security-Policy names the one script and the one style by their
hashes. Every value is escaped by the template.
"""

from __future__ import annotations

from typing import TextIO

from review_assist.model import LEVELS, Review
from review_assist.reports.mail_headers import Sender
from review_assist.reports.page.colour import prose_spans, spans
from review_assist.reports.page.document import environment, part, policy
from review_assist.reports.page.export import data
from review_assist.reports.page.view import cards_of, changes, families, subject
from review_assist.reports.since import since_then
from review_assist.reports.summary import summary


def write(review: Review, out: TextIO, *, version: str, sender: Sender | None = None) -> None:
    """Write the page. Without `sender` the replies it exports have no From, Date and Message-ID."""
    cards, patches = cards_of(review), review.submission.patches
    style, script = part("look.css") + part("page.css"), part("page.js")
    page = (
        environment(part)
        .get_template("page.html")
        .stream(
            version=version,
            title=subject(review),
            summary=summary(review),
            changes=changes(review, cards),
            coloured=spans,
            cards=cards,
            levels=[
                level for level in reversed(LEVELS) if any(card.note.finding.level == level for card in cards)
            ],
            families=families(cards),
            since=[[prose_spans(line) for line in lines] for lines in since_then(review.since, patches)],
            problems=(*review.remarks, *review.problems),
            style=style,
            script=script,
            policy=policy(style, script),
            data=data(review, cards, sender),
        )
    )
    out.writelines(page)
