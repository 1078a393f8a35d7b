"""A rule as one project wants it."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import TypeVar

from review_assist.model import Profile, RuleChange
from review_assist.rules.rule import Rule

Kind = TypeVar("Kind", bound=Rule)


def adapted(rule: Kind, profile: Profile) -> Kind | None:
    """The rule with what the profile changes; None where it does not speak.

    A cure that needs a newer Rust than the project's gives way to the rule's older one.
    """
    if rule.only_in and not {profile.name, *profile.kin} & set(rule.only_in):
        return None
    change = profile.rules.get(rule.name)
    if change is None and not rule.needs_rust:
        return rule
    change = change or RuleChange()
    instead = change.instead or _instead(rule, profile.minimum_rust)
    if change.drop or not instead:
        return None
    return replace(
        rule,
        level=change.level or rule.level,
        confidence=change.confidence or rule.confidence,
        pedantic=rule.pedantic if change.pedantic is None else change.pedantic,
        instead=f"{instead} See {change.cite}." if change.cite else instead,
    )


def values_of(rule: Rule) -> frozenset[str]:
    """Names of the values that every hit of the rule brings: those that its own texts use."""
    texts = (rule.message, rule.ask, rule.why, rule.instead)
    return frozenset().union(*map(names_in, texts))


def names_in(template: str) -> frozenset[str]:
    """Names of the values that a text has places for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _instead(rule: Rule, minimum: tuple[int, int] | None) -> str:
    """The cure that the project's Rust has; empty if there is none."""
    return rule.instead if has_rust(minimum, rule.needs_rust) else rule.instead_before


def has_rust(minimum: tuple[int, int] | None, needed: str) -> bool:
    """Whether the oldest Rust of a project is as new as `needed`, such as `1.77`; one that is not known is."""
    return minimum is None or not needed or minimum >= tuple(int(part) for part in needed.split("."))
