"""Teaching texts and the lists of rules and terms, set for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter
from textwrap import wrap
from typing import TextIO

from review_assist.explain.catalogue import Entry, Family, see_also
from review_assist.explain.terms import Term
from review_assist.reports.terminal import Style
from review_assist.rules.patch_rule import PatchRule
from review_assist.rules.rule import Rule

_MARGIN = "  "
_HEADINGS = {
    "rust bad": "Instead of",
    "rust good": "Write, or keep",
    "diff bad": "Asked about",
    "diff good": "Not asked about",
    "c": "In C",
    "rust": "In Rust",
    "rust error": "What the compiler refuses",
}


def write(entries: Iterable[Entry], out: TextIO, style: Style) -> None:
    """Print families, rules and terms, a blank line between them."""
    for index, entry in enumerate(entries):
        out.write("\n" if index else "")
        if isinstance(entry, Rule):
            _write_rule(entry, out, style)
        else:
            _write_text(entry, out, style)


def write_terms(terms: Sequence[Term], out: TextIO, style: Style) -> None:
    """Print every term with its sentence."""
    names = max(len(term.name) for term in terms)
    for term in terms:
        lines = wrap(_sentence(term.summary), max(style.width - names - 4, 30), break_on_hyphens=False)
        out.write(f"{style.paint(f'{term.name:<{names}}', 'bold')}  {_spans(lines[0], style)}\n")
        out.writelines(f"{' ' * (names + 2)}{_spans(line, style)}\n" for line in lines[1:])


def _write_text(entry: Family | Term, out: TextIO, style: Style) -> None:
    kind = "" if isinstance(entry, Term) else "  (family of rules)"
    out.write(f"{style.paint(entry.title, 'bold')}{kind}\n")
    out.write("\n".join(_wrapped(_sentence(entry.summary), style)) + "\n\n")
    out.write("\n\n".join("\n".join(_set(block, style)) for block in _blocks(entry.teaching)) + "\n")
    if isinstance(entry, Term):
        out.write("\n")
        _write_see_also(entry, out, style)


def _write_see_also(entry: Entry, out: TextIO, style: Style) -> None:
    if names := see_also(entry):
        out.write("\n".join(_wrapped(f"See also: {', '.join(names)}", style)) + "\n")


def _write_rule(rule: Rule, out: TextIO, style: Style) -> None:
    """Print one rule: its name and marks, the prose, the examples, where to go on."""
    out.write(f"{style.paint(rule.name, 'bold')}  ({rule.family}, {rule.level}, confidence {rule.confidence}")
    out.write(", pedantic)\n" if rule.pedantic else ")\n")
    out.write("\n".join(_wrapped(rule.summary, style)) + "\n\n")
    if rule.in_c:
        lines = (f"{_MARGIN * 2}{style.paint(line, 'code')}" for line in _in_general(rule.in_c).split("\n"))
        out.write("\n".join((style.paint("In C", "dim"), *lines)) + "\n\n")
    for block in _blocks(rule.teaching):
        out.write("\n".join(_set(block, style)) + "\n\n")
    if rule.checks:
        out.write("\n".join((style.paint("What that gains", "bold"), *_wrapped(rule.checks, style))) + "\n\n")
    if rule.clippy:
        lints = ", ".join(f"clippy::{lint}" for lint in rule.clippy)
        out.write("\n".join(_wrapped(f"Says the same: {lints}", style)) + "\n")
    answer = f"--ignore {rule.name}" if isinstance(rule, PatchRule) else f"// review-assist: allow({rule.name})"
    out.write("\n".join(_wrapped(f"To silence it: `{answer}`", style)) + "\n")
    _write_see_also(rule, out, style)


def write_list(rules: Sequence[Rule], out: TextIO, style: Style) -> None:
    """Print every rule under its family, with what it looks for."""
    names = max(len(rule.name) for rule in rules)
    family = ""
    for rule in rules:
        if rule.family != family:
            out.write(("\n" if family else "") + style.paint(rule.family, "bold") + "\n")
            family = rule.family
        mark = " (pedantic)" if rule.pedantic else ""
        lines = wrap(_sentence(rule.summary) + mark, max(style.width - names - 14, 30), break_on_hyphens=False)
        first = f"{_MARGIN}{rule.name:<{names}}  {style.paint(f'{rule.level:<8}', rule.level)}"
        out.write(f"{first} {_spans(lines[0], style)}\n")
        out.writelines(f"{' ' * (names + 13)}{_spans(line, style)}\n" for line in lines[1:])


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


def _in_general(template: str) -> str:
    """The template with the name of each value in its place, as there is no hit."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format_map({name: name for name in names})


def _sentence(summary: str) -> str:
    return summary[:1].upper() + summary[1:] if summary[:1].islower() else summary


def _blocks(markdown: str) -> Iterator[str]:
    """Paragraphs, headings and fenced blocks, in order."""
    for part in re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL):
        if part.startswith("```"):
            yield part
        else:
            yield from (paragraph.strip() for paragraph in part.split("\n\n") if paragraph.strip())


def _set(block: str, style: Style) -> Iterator[str]:
    if block.startswith("```"):
        first, *lines = block.split("\n")
        yield style.paint(_HEADINGS.get(" ".join(first[3:].split()[:2]), ""), "dim")
        yield from (f"{_MARGIN * 2}{style.paint(line, 'code')}".rstrip() for line in lines[:-1])
    elif block.startswith("## "):
        heading, _, rest = block.partition("\n")
        yield style.paint(heading[3:], "bold")
        if rest.strip():
            yield from _wrapped(rest, style)
    else:
        yield from _wrapped(block, style)


def _wrapped(paragraph: str, style: Style) -> list[str]:
    glued = re.sub(r"`[^`]*`", lambda span: span[0].replace(" ", "\0"), " ".join(paragraph.split()))
    lines = wrap(glued, min(style.width, 88), break_long_words=False, break_on_hyphens=False)
    return [_spans(line.replace("\0", " "), style) for line in lines]


def _spans(line: str, style: Style) -> str:
    return re.sub(r"`[^`]*`", lambda span: style.paint(span[0], "code"), line)
