"""Every rule there is, found by looking into the family folders."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from review_assist import rules
from review_assist.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules by family and name."""
    found = []
    for family in iter_modules(rules.__path__):
        if not family.ispkg:
            continue
        package = import_module(f"{rules.__name__}.{family.name}")
        for module in iter_modules(package.__path__):
            if module.name.startswith("_"):
                continue
            loaded = import_module(f"{package.__name__}.{module.name}")
            found.append(getattr(loaded, module.name))
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.name)))


def known_names(of: Iterable[Rule]) -> frozenset[str]:
    """What a user may name: the rules, and the families that stand for all of theirs."""
    return frozenset(name for rule in of for name in (rule.name, rule.family))
