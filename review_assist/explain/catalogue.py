"""All that can be explained, and what of it a name stands for: families, rules, terms and the words of C."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from review_assist.errors import UsageError
from review_assist.explain.terms import Term, all_terms
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import Rule

_MOST_TERMS = 6
"""A rule that points to everything points to nothing."""


@dataclass(frozen=True, slots=True)
class Family:
    """The docstring of a folder of rules."""

    name: str
    title: str
    summary: str
    teaching: str


Entry = Family | Rule | Term


@cache
def all_entries() -> tuple[Entry, ...]:
    """Each family before its rules, by name; then the terms."""
    entries: list[Entry] = []
    for rule in all_rules():
        family = family_of(rule.family)
        entries += [rule] if family in entries else [family, rule]
    return (*entries, *all_terms())


@cache
def family_of(name: str) -> Family:
    """The family of that name, which is a folder of rules."""
    said = import_module(f"review_assist.rules.{name.replace('-', '_')}").__doc__ or ""
    first, _, teaching = said.strip().partition("\n\n")
    title, _, summary = first.partition(": ")
    return Family(name, title, summary, teaching.strip() + "\n")


def find(names: Iterable[str]) -> tuple[Entry, ...]:
    """What the names stand for, in the order of the catalogue; a family brings its rules along.

    A name that stands for nothing as written is tried without regard to case, spaces, hyphens and a final `()`.
    Raises UsageError for the first that is not known, with the nearest that is.
    """
    wanted = {meant for name in names for meant in _meant(name)}
    return tuple(
        entry
        for entry in all_entries()
        if entry.name in wanted or (isinstance(entry, Rule) and entry.family in wanted)
    )


def words() -> dict[str, tuple[str, ...]]:
    """Names of the terms that each word of C leads to, by word."""
    found: dict[str, tuple[str, ...]] = {}
    for term in all_terms():
        for word in term.in_c:
            found[word] = (*found.get(word, ()), term.name)
    return dict(sorted(found.items(), key=lambda item: item[0].lstrip("_#-&* '(").casefold()))


def known_names() -> frozenset[str]:
    """All that `find` knows, as the texts write it."""
    return _names() | {word for term in all_terms() for word in (*term.in_c, *term.also)}


def see_also(entry: Entry) -> tuple[str, ...]:
    """Names to go on with: those that a term gives, and the terms that a rule's prose uses, in its order."""
    if isinstance(entry, Term):
        return entry.see
    if isinstance(entry, Family):
        return ()
    prose = re.sub(r"^```.*?^```$", "", entry.teaching, flags=re.MULTILINE | re.DOTALL)
    found = [(match.start(), term.name) for term in all_terms() if (match := _mention(term).search(prose))]
    return tuple(name for _, name in sorted(found)[:_MOST_TERMS])


def _meant(name: str) -> tuple[str, ...]:
    if name in _names():
        return (name,)
    asked = name.casefold().removesuffix("()")
    if found := _by_word().get(asked) or _by_word().get(_run_together(asked)):
        return found
    known = {*_names(), *_by_word()}
    near = get_close_matches(asked, sorted(known), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else "`review-assist rules` and `explain --terms` list them"
    raise UsageError(f"{name}: no rule, family or term of that name; {hint}")


@cache
def _names() -> frozenset[str]:
    return frozenset(entry.name for entry in all_entries())


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    """Names of terms by other words for them, in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    for term in all_terms():
        for word in {word.casefold() for word in (term.name, term.title, *term.in_c, *term.also)}:
            for form in {word, _run_together(word)}:
                found[form] = (*found.get(form, ()), term.name)
    return found


def _run_together(word: str) -> str:
    """`bit field`, `bit-field` and `bitfield` are one word to whoever asks; what has no letters stays as it is."""
    return re.sub(r"[\s-]+", "", word) if re.search(r"[a-z]", word) else word


@cache
def _mention(term: Term) -> re.Pattern[str]:
    """The term as prose has it: its title, or another word of Rust for it."""
    words = "|".join(re.escape(form) for form in sorted({term.title, *term.also}) if re.search(r"\w{3}", form))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
