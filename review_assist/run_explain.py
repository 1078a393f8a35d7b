"""What `explain` and `rules` do: teaching texts by name, all of them as a book, and lists of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from review_assist import __version__
from review_assist.explain import markdown, terminal
from review_assist.explain.book import book
from review_assist.explain.catalogue import all_entries, find, words
from review_assist.explain.terms import all_terms
from review_assist.reports.terminal import Style
from review_assist.rules.registry import all_rules


def explain(names: Sequence[str], form: str, out: TextIO, style: Style) -> None:
    """Write the text of each family, rule and term that is named; all of them for no names. Raises UsageError."""
    entries = find(names) if names else all_entries()
    if form == "markdown":
        markdown.write(book(entries), out)
    elif form == "html":
        from review_assist.explain import html  # with jinja2, which nothing else here needs

        html.write(book(entries), out, version=__version__)
    elif names:
        terminal.write(entries, out, style)
    else:
        _write_all(out, style)


def list_rules(form: str, out: TextIO, style: Style) -> None:
    """Print every rule with its sentence, by family, or all of it as JSON."""
    if form == "json":
        terminal.write_json(all_rules(), out)
    else:
        terminal.write_list(all_rules(), out, style)


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
