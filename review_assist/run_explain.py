"""What `explain` does: teaching texts by name, or all of them as a book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from review_assist import __version__
from review_assist.explain import terminal
from review_assist.explain.catalogue import all_entries, find, words
from review_assist.explain.terms import all_terms
from review_assist.reports.terminal import Style
from review_assist.rules.registry import all_rules


def explain(names: Sequence[str], form: str, out: TextIO, style: Style) -> None:
    """Write the text of each family, rule and term that is named; all of them for no names. Raises UsageError."""
    entries = find(names) if names else all_entries()
    if form == "markdown":
        from review_assist.explain import markdown
        from review_assist.explain.book import book

        markdown.write(book(entries), out)
    elif form == "html":
        from review_assist.explain import html
        from review_assist.explain.book import book

        html.write(book(entries), out, version=__version__)
    elif names:
        terminal.write(entries, out, style)
    else:
        _write_all(out, style)


def list_terms(out: TextIO, style: Style) -> None:
    """Print every term with its sentence."""
    terminal.write_terms(all_terms(), out, style)


def _write_all(out: TextIO, style: Style) -> None:
    """Contents, texts and index."""
    terminal.write_list(all_rules(), out, style)
    out.write("\n")
    terminal.write_terms(all_terms(), out, style)
    out.write("\n")
    terminal.write(all_entries(), out, style)
    out.write("\n")
    terminal.write_index(words(), out, style)
