"""The patches of the benchmark and what is expected of them, read from the data files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, get_args

from review_assist import rules
from review_assist.model import Finding
from review_assist.rules.registry import all_rules

Kind = Literal["expected", "answered", "clean", "rusty", "ordinary"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HERE = Path(__file__).parent
FILES = ("patches.toml", "sample.toml")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expert would speak, and the rules or families that may speak for him."""

    path: str
    lines: str
    """1-based lines of the file after the patch, such as `12-14,20`."""
    ranges: tuple[tuple[int, int], ...]
    names: frozenset[str]

    def is_met_by(self, finding: Finding) -> bool:
        """Whether this finding says it here."""
        return (
            finding.path == self.path
            and not self.names.isdisjoint((finding.rule, finding.family))
            and any(first <= finding.end_line and finding.line <= last for first, last in self.ranges)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One commit to review."""

    clone: str
    commit: str
    kind: Kind
    places: tuple[Place, ...]


def read_cases() -> tuple[Case, ...]:
    """All patches, by kind and then as they stand in the files. Raises ValueError for a slip in them."""
    found = [case for file in FILES for case in _cases(tomllib.loads((HERE / file).read_text()))]
    twice = len(found) - len({(case.clone, case.commit) for case in found})
    if twice:
        raise ValueError(f"{twice} patches are listed twice")
    return tuple(sorted(found, key=lambda case: KINDS.index(case.kind)))


def unknown_names(cases: tuple[Case, ...]) -> tuple[str, ...]:
    """Names in the expectations that are neither a rule nor a family: nothing can meet them."""
    families = {module.name.replace("_", "-") for module in iter_modules(rules.__path__) if module.ispkg}
    known = families | {rule.name for rule in all_rules()}
    return tuple(sorted({name for case in cases for place in case.places for name in place.names} - known))


def _cases(data: dict[str, Any]) -> Iterator[Case]:
    for entry in data.get("patch", ()):
        places = tuple(_place(path, text) for path, texts in entry.get("places", {}).items() for text in texts)
        yield _case(entry, entry["commit"], places)
    for entry in data.get("commits", ()):
        for commit in entry["commits"]:
            yield _case(entry, commit, ())


def _case(entry: dict[str, Any], commit: str, places: tuple[Place, ...]) -> Case:
    if entry["kind"] not in KINDS:
        raise ValueError(f"{commit}: no kind {entry['kind']!r}")
    return Case(entry["clone"], commit, entry["kind"], places)


def _place(path: str, text: str) -> Place:
    lines, *names = text.split()
    if not names:
        raise ValueError(f"{path}: {text!r} names no rule")
    return Place(path, lines, tuple(_range(part) for part in lines.split(",")), frozenset(names))


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)
