"""The review as one HTML page that needs nothing else: the patch with its notes, to decide on and to send.

The page runs no code but its own: a Content-Security-Policy names the one script and the one style by their
hashes. Every value is escaped by the template.
"""

from __future__ import annotations

import base64
import hashlib
from pkgutil import get_data
from typing import TextIO

from jinja2 import Environment, FunctionLoader, StrictUndefined

from review_assist.clean import printable
from review_assist.model import LEVELS, Review
from review_assist.reports.mail_headers import Sender
from review_assist.reports.page.colour import spans
from review_assist.reports.page.export import data
from review_assist.reports.page.view import cards_of, changes, families, subject
from review_assist.reports.summary import summary


def write(review: Review, out: TextIO, *, version: str, sender: Sender | None = None) -> None:
    """Write the page. Without `sender` the replies it exports have no From, Date and Message-ID."""
    environment = Environment(
        loader=FunctionLoader(_part),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cards = cards_of(review)
    style, script = _part("page.css"), _part("page.js")
    page = environment.get_template("page.html").stream(
        version=version,
        title=subject(review),
        summary=summary(review),
        changes=changes(review, cards),
        coloured=spans,
        cards=cards,
        levels=[level for level in reversed(LEVELS) if any(card.note.finding.level == level for card in cards)],
        families=families(cards),
        problems=(*review.remarks, *review.problems),
        style=style,
        script=script,
        policy=_policy(style, script),
        data=data(review, cards, sender),
    )
    out.writelines(page)


def _harmless(value: object) -> object:
    """What the template shows, without what a reader's eye would obey; `Markup` is our own."""
    return printable(value) if type(value) is str else value


def _part(name: str) -> str:
    return (get_data("review_assist.reports.page", name) or b"").decode()


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent, and only what we wrote is run."""
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for kind, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        rules.append(f"{kind} 'sha256-{digest}'")
    return "; ".join(rules)
