"""The words that notes use, explained to a C programmer: one file of `review_assist/terms/` each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LISTS = re.compile(r"^(In C|Also|See also): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and the words that somebody may know it by."""

    name: str
    title: str
    summary: str
    """The first line after the title: one sentence."""
    teaching: str
    """Prose and examples in Markdown."""
    in_c: tuple[str, ...]
    """What a C programmer would ask for."""
    also: tuple[str, ...]
    """What texts on Rust say: other forms and close kin."""
    see: tuple[str, ...]
    """Names of terms and rules to go on with."""


@cache
def all_terms() -> tuple[Term, ...]:
    """All terms by name."""
    found = (files("review_assist") / "terms").iterdir()
    texts = {file.name.removesuffix(".md"): file.read_text("utf-8") for file in found if file.name.endswith(".md")}
    return tuple(_term(name, texts[name]) for name in sorted(texts))


def _term(name: str, text: str) -> Term:
    first, _, rest = text.partition("\n")
    title, _, summary = first.partition(": ")
    lists = {label: tuple(listed.split(", ")) for label, listed in _LISTS.findall(rest)}
    in_c, also, see = (lists.get(label, ()) for label in ("In C", "Also", "See also"))
    return Term(name, title, summary, _LISTS.sub("", rest).strip() + "\n", in_c, also, see)
