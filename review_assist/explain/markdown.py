"""Teaching texts as Markdown; headings become the anchors that links go to, as GitHub makes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from review_assist.explain.blocks import Block, blocks, marks, sentence, title
from review_assist.explain.book import ABOUT, TITLE, WORDS, Book, Chapter
from review_assist.explain.terms import Term
from review_assist.reports.markdown_note import inline
from review_assist.rules.rule import Rule


def write(book: Book, out: TextIO) -> None:
    """Write the book, or the chapters that there are of it."""
    paragraphs = [
        *(_opening(book) if book.is_whole else ()),
        *_chapters(book),
        *(_index(book) if book.words else ()),
    ]
    out.write("\n\n".join(paragraphs) + "\n")


def _opening(book: Book) -> Iterator[str]:
    yield f"# {TITLE}"
    yield inline(ABOUT)
    yield "## Contents"
    yield "\n".join(_in_contents(chapter) for chapter in book.chapters) + f"\n- {_link(_anchor(WORDS), WORDS)}"


def _in_contents(chapter: Chapter) -> str:
    listed = ", ".join(_link(entry.name, title(entry)) for entry in chapter.entries)
    return f"- {_link(chapter.name, chapter.title)}: {listed}"


def _chapters(book: Book) -> Iterator[str]:
    for chapter in book.chapters:
        yield f"## {chapter.title}"
        if chapter.family:
            yield inline(sentence(chapter.family.summary))
            yield from map(_set, blocks(chapter.family))
        for entry in chapter.entries:
            yield from _entry(entry, book)


def _entry(entry: Rule | Term, book: Book) -> Iterator[str]:
    yield f"### {title(entry)}"
    yield inline(sentence(entry.summary))
    if isinstance(entry, Rule):
        yield f"*{marks(entry)}*"
    yield from map(_set, blocks(entry))
    if links := book.links(entry):
        yield "See also: " + ", ".join(_link(name, name) if is_here else name for name, is_here in links)


def _index(book: Book) -> Iterator[str]:
    yield f"## {WORDS}"
    yield "\n".join(f"- `{word}`: {', '.join(_link(name, name) for name in names)}" for word, names in book.words)


def _set(block: Block) -> str:
    if block.kind == "prose":
        return (f"**{block.label}**\n\n" if block.label else "") + inline(block.text)
    return (f"{block.label}:\n\n" if block.label else "") + f"```{block.language}\n{block.text}\n```"


def _link(anchor: str, text: str) -> str:
    return f"[{text}](#{anchor})"


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")
