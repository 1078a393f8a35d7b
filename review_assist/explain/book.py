"""The catalogue as a book: chapters, where each thing stands in it, and the index of C's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from review_assist.explain.catalogue import Entry, Family, all_entries, family_of, see_also, words
from review_assist.explain.terms import Term
from review_assist.rules.rule import Rule

TITLE = "C habits in Rust"
TERMS = "Terms"
WORDS = "Words of C"
ABOUT = (
    "What `review-assist` finds in Rust that was written by somebody who thinks in C, and why; then the terms "
    "that its notes use. Each rule says what C made natural, what Rust offers and what the compiler then checks, "
    "and when to keep the code as it is. The index at the end leads from words of C to their place in Rust."
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A family with its rules, or the terms."""

    name: str
    title: str
    family: Family | None
    """With its introduction, if that was asked for."""
    entries: tuple[Rule | Term, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Chapters in their order; only the whole book has contents and an index."""

    chapters: tuple[Chapter, ...]
    is_whole: bool
    words: tuple[tuple[str, tuple[str, ...]], ...]
    """Words of C with the names of the terms that they lead to; empty unless it is the whole book."""
    names: frozenset[str]
    """All that can be linked to."""

    def links(self, entry: Entry) -> tuple[tuple[str, bool], ...]:
        """Where to go on, each with whether that is in this book."""
        return tuple((name, name in self.names) for name in see_also(entry))


def book(entries: Sequence[Entry]) -> Book:
    """The book of these entries, which are in the order of the catalogue."""
    chapters = tuple(_chapter(name, tuple(group)) for name, group in groupby(entries, key=_chapter_name))
    is_whole = len(entries) == len(all_entries())
    index = tuple(words().items()) if is_whole else ()
    return Book(chapters, is_whole, index, frozenset(entry.name for entry in entries))


def _chapter_name(entry: Entry) -> str:
    if isinstance(entry, Term):
        return TERMS.lower()
    return entry.family if isinstance(entry, Rule) else entry.name


def _chapter(name: str, entries: Iterable[Entry]) -> Chapter:
    family = next((entry for entry in entries if isinstance(entry, Family)), None)
    title = TERMS if name == TERMS.lower() else family_of(name).title
    return Chapter(name, title, family, tuple(entry for entry in entries if not isinstance(entry, Family)))
