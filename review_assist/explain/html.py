"""Teaching texts as one HTML page that needs nothing else: contents beside the text, and a box to find things."""

from __future__ import annotations

from pkgutil import get_data
from typing import TextIO

from review_assist.explain.blocks import blocks, marks, sentence, title
from review_assist.explain.book import ABOUT, TITLE, WORDS, Book
from review_assist.explain.terms import Term
from review_assist.reports.page.colour import prose_spans, spans
from review_assist.reports.page.document import environment, policy
from review_assist.reports.page.document import part as shared
from review_assist.rules.rule import Rule


def write(book: Book, out: TextIO, *, version: str) -> None:
    """Write the page."""
    style, script = shared("look.css") + _part("book.css"), _part("book.js")
    page = (
        environment(_part)
        .get_template("book.html")
        .stream(
            version=version,
            title=TITLE,
            about=ABOUT,
            words=WORDS,
            book=book,
            title_of=title,
            marks_of=_marks,
            blocks=blocks,
            sentence=sentence,
            coloured=lambda text: [spans(line) for line in text.split("\n")],
            runs=prose_spans,
            style=style,
            script=script,
            policy=policy(style, script),
        )
    )
    out.writelines(page)


def _marks(entry: Rule | Term) -> str:
    return marks(entry) if isinstance(entry, Rule) else ""


def _part(name: str) -> str:
    return (get_data("review_assist.explain", f"page/{name}") or b"").decode()
