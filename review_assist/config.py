"""What the user asked for, as one frozen value, and the rules that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from review_assist.errors import UsageError
from review_assist.model import LEVELS, Finding, Fold, Level, Profile, Rows, Teach, Voice
from review_assist.rules.registry import known_names
from review_assist.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one run."""

    select: tuple[str, ...] = ()
    """Rules or families; empty for all that are not pedantic."""
    ignore: tuple[str, ...] = ()
    pedantic: bool = False
    """Also tell what is small (pedantic rules) or unsure (low confidence)."""
    level: Level = "note"
    """Nothing below this is told."""
    profile: Profile | None = None
    """The project's; None for the one that each series is recognised to be for."""
    voice: Voice = "reviewer"
    teach: Teach = "card"
    folds: Fold | None = None
    """Where a habit that recurs is one note: all over a patch, as in a text that is read from top to bottom, or
    in each file by itself; None for a note in each function."""
    most: int | None = None
    """How many notes on one patch are told; None for all of them."""
    also_fine: bool = False
    """Also tell what looks alarming and is right."""
    ledger: Rows | None = None
    """What the ledger has a row for; None for no ledger."""


def check_names(names: Iterable[str], rules: Sequence[Rule]) -> None:
    """Raise UsageError for the first name that is neither a rule nor a family, with the nearest that is."""
    known = known_names(rules)
    for name in names:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}?" if near else "`review-assist rules` lists them"
            raise UsageError(f"{name}: no rule or family of that name; {hint}")


def chosen(rules: Sequence[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules that run. Pedantic ones run too, so that what is withheld can be counted."""
    check_names((*settings.select, *settings.ignore), rules)
    select, ignore = set(settings.select), set(settings.ignore)
    return tuple(
        rule
        for rule in rules
        if (not select or select & {rule.name, rule.family}) and not ignore & {rule.name, rule.family}
    )


def is_told(finding: Finding, settings: Settings) -> bool:
    """Whether a finding is sure and weighty enough to be told under these settings."""
    if LEVELS.index(finding.level) < LEVELS.index(settings.level):
        return False
    if settings.pedantic:
        return True
    return finding.confidence != "low" and (not finding.pedantic or finding.rule in settings.select)
