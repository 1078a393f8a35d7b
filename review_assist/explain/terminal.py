"""Teaching texts and the lists of rules and terms, set for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from review_assist.explain.blocks import Block, blocks, marks, sentence
from review_assist.explain.catalogue import Entry, see_also
from review_assist.explain.terms import Term
from review_assist.reports.terminal import Style, filled
from review_assist.rules.rule import Rule

_MARGIN = "  "
_BESIDE = 48
"""Columns that a sentence needs to stand beside its name; in fewer it goes below."""


def write(entries: Iterable[Entry], out: TextIO, style: Style) -> None:
    """Print families, rules and terms, a blank line between them."""
    for index, entry in enumerate(entries):
        out.write("\n" if index else "")
        out.write("\n\n".join("\n".join(lines) for lines in _parts(entry, style)) + "\n")


def write_index(words: Mapping[str, Sequence[str]], out: TextIO, style: Style) -> None:
    """Print the words of C, each with the terms that it leads to."""
    width = max(map(len, words))
    out.writelines(f"{word:<{width}}  {style.paint(', '.join(names), 'bold')}\n" for word, names in words.items())


def write_terms(terms: Sequence[Term], out: TextIO, style: Style) -> None:
    """Print every term with its sentence."""
    names = max(len(term.name) for term in terms)
    for term in terms:
        head = style.paint(f"{term.name:<{names}}", "bold")
        out.writelines(_entry(head, names, sentence(term.summary), style))


def write_list(rules: Sequence[Rule], out: TextIO, style: Style) -> None:
    """Print every rule under its family, with what it looks for."""
    names = max(len(rule.name) for rule in rules)
    family = ""
    for rule in rules:
        if rule.family != family:
            out.write(("\n" if family else "") + style.paint(rule.family, "bold") + "\n")
            family = rule.family
        mark = " (pedantic)" if rule.pedantic else ""
        head = f"{_MARGIN}{rule.name:<{names}}  {style.paint(f'{rule.level:<7}', rule.level)}"
        out.writelines(_entry(head, names + 11, sentence(rule.summary) + mark, style))


def _entry(head: str, columns: int, text: str, style: Style) -> Iterator[str]:
    """The lines of one entry of a list, whose head takes so many columns: the text beside it, or below."""
    indent = columns + 2 if style.width - columns - 2 >= _BESIDE else 2 * len(_MARGIN)
    first, *others = _filled(text, style.width - indent, style)
    yield f"{head}  {first}\n" if indent > columns else f"{head.rstrip()}\n{' ' * indent}{first}\n"
    yield from (f"{' ' * indent}{line}\n" for line in others)


def write_json(rules: Sequence[Rule], out: TextIO) -> None:
    """Write a list of objects, one a rule, by family and name."""
    listed = [
        {
            "name": rule.name,
            "family": rule.family,
            "level": rule.level,
            "confidence": rule.confidence,
            "pedantic": rule.pedantic,
            "clippy": list(rule.clippy),
            "summary": rule.summary,
        }
        for rule in rules
    ]
    json.dump(listed, out, indent=2)
    out.write("\n")


def _parts(entry: Entry, style: Style) -> Iterator[list[str]]:
    """Lines of a title, the text block by block, and where to go on."""
    yield [_heading(entry, style), *_wrapped(sentence(entry.summary), style)]
    for block in blocks(entry):
        yield list(_set(block, style))
    if names := see_also(entry):
        yield _wrapped(f"See also: {', '.join(names)}", style)


def _heading(entry: Entry, style: Style) -> str:
    if isinstance(entry, Rule):
        return f"{style.paint(entry.name, 'bold')}  ({entry.family}, {marks(entry)})"
    title = style.paint(entry.title, "bold")
    return title if isinstance(entry, Term) else f"{title}  (family {entry.name})"


def _set(block: Block, style: Style) -> Iterator[str]:
    if block.kind == "code":
        if block.label:
            yield style.paint(block.label, "dim")
        yield from (f"{_MARGIN * 2}{style.paint(line, 'code')}".rstrip() for line in block.text.split("\n"))
    else:
        if block.label:
            yield style.paint(block.label, "bold")
        yield from _wrapped(block.text, style)


def _wrapped(paragraph: str, style: Style) -> list[str]:
    return _filled(paragraph, min(style.width, 88), style)


def _filled(paragraph: str, width: int, style: Style) -> list[str]:
    return [_spans(line, style) for line in filled(" ".join(paragraph.split()), width)]


def _spans(line: str, style: Style) -> str:
    return re.sub(r"`[^`]*`", lambda span: style.paint(span[0], "code"), line)
