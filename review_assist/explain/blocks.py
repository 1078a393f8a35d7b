"""What is told of a family, rule or term, as a sequence of paragraphs and code for each form to set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from review_assist.explain.catalogue import Entry
from review_assist.rules.adapt import names_in
from review_assist.rules.patch_rule import PatchRule
from review_assist.rules.rule import Rule

_LABELS = {
    "rust bad": "Instead of",
    "rust good": "Write, or keep",
    "diff bad": "Asked about",
    "diff good": "Not asked about",
    "c": "In C",
    "rust": "In Rust",
    "rust needs": "In Rust",
    "rust error": "What the compiler refuses",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One of them; prose is a single line, and in it only `...` is marked up."""

    kind: Literal["prose", "code"]
    text: str
    label: str = ""
    """The heading of a section above its first paragraph; what code is an example of."""
    language: str = ""


def blocks(entry: Entry) -> Iterator[Block]:
    """The whole text of an entry, but its title and sentence and where to go on."""
    if isinstance(entry, Rule) and entry.in_c:
        yield _code("c", _in_general(entry.in_c))
    for part in re.split(r"(^```.*?^```$)", entry.teaching, flags=re.MULTILINE | re.DOTALL):
        if part.startswith("```"):
            info, _, code = part[3:-3].partition("\n")
            yield _code(info, code.rstrip("\n"))
        else:
            yield from (block for text in part.split("\n\n") for block in _prose(text))
    if isinstance(entry, Rule):
        yield from _closing(entry)


def sentence(summary: str) -> str:
    """The summary of an entry as a sentence of its own."""
    return summary[:1].upper() + summary[1:]


def title(entry: Entry) -> str:
    """What stands above it: a term has a title of its own."""
    return entry.name if isinstance(entry, Rule) else entry.title


def marks(rule: Rule) -> str:
    """How bad and how sure, and whether it is told without being asked for."""
    return f"{rule.level}, confidence {rule.confidence}" + (", pedantic" if rule.pedantic else "")


def _prose(text: str) -> Iterator[Block]:
    first, _, rest = text.strip().partition("\n")
    is_section = first.startswith("## ")
    if prose := " ".join((rest if is_section else text).split()):
        yield Block("prose", prose, first[3:] if is_section else "")


def _code(info: str, code: str) -> Block:
    return Block("code", code, _LABELS.get(" ".join(info.split()[:2]), ""), info.split(maxsplit=1)[0])


def _closing(rule: Rule) -> Iterator[Block]:
    if rule.checks:
        yield Block("prose", rule.checks, "What that gains")
    if rule.clippy:
        yield Block("prose", f"Says the same: {', '.join(f'`clippy::{lint}`' for lint in rule.clippy)}")
    answer = f"--ignore {rule.name}" if isinstance(rule, PatchRule) else f"// review-assist: allow({rule.name})"
    yield Block("prose", f"To silence it: `{answer}`")


def _in_general(template: str) -> str:
    """The template with the name of each value in its place, as there is no hit."""
    return template.format_map({name: name for name in names_in(template)})
