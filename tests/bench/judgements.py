"""The list of findings that were read: where each was, and whether it was worth saying."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from review_assist.model import Finding

FOLDER = Path(__file__).parent / "judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader said of one finding of a rule."""

    rule: str
    place: str
    """As `place_of` writes it."""
    why_not: str
    """Why it was not worth saying; empty if it was."""

    @property
    def clone_and_commit(self) -> tuple[str, str]:
        """The patch in which it was found; the id is short."""
        clone, commit, _ = self.place.split(" ", 2)
        return clone, commit


def place_of(clone: str, commit: str, finding: Finding) -> str:
    """`CLONE COMMIT PATH:LINE`, with the line of the file after the patch."""
    return f"{clone} {commit[:12]} {finding.path}:{finding.line}"


def read_judgements() -> tuple[Judgement, ...]:
    """All of them, by family. Raises ValueError where one finding is judged twice."""
    found = [j for file in sorted(FOLDER.glob("*.toml")) for j in _judgements(tomllib.loads(file.read_text()))]
    places = [(judgement.rule, judgement.place) for judgement in found]
    twice = sorted({place for place in places if places.count(place) > 1})
    if twice:
        raise ValueError(f"judged twice: {twice}")
    return tuple(found)


def _judgements(data: dict[str, dict[str, list[str] | dict[str, str]]]) -> Iterator[Judgement]:
    for rule, verdicts in data.items():
        for place in verdicts.get("worth", ()):
            yield Judgement(rule, place, "")
        refused = verdicts.get("not-worth", {})
        assert isinstance(refused, dict), f"{rule}: not-worth is a table, place = why"
        for place, why in refused.items():
            if not why:
                raise ValueError(f"{rule}: {place}: say why it is not worth saying")
            yield Judgement(rule, place, why)
