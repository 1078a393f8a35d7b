"""One patch says one thing once: who has spoken of a name answers for those with less to say about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from review_assist.model import Finding
from review_assist.rules.rule import CodeRule


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finding, the rule that made it, and the names that it speaks of."""

    finding: Finding
    rule: CodeRule
    names: frozenset[str]


def uncovered(spoken: Iterable[Spoken]) -> list[Finding]:
    """The findings, without those of rules that another one `covers` for their names in the same folder."""
    spoken = list(spoken)
    covered = {
        (*folder_of(told.finding), rule, name)
        for told in spoken
        if told.finding.confidence != "low"
        for rule in told.rule.covers
        for name in told.names
    }
    return [
        told.finding
        for told in spoken
        if not any((*folder_of(told.finding), told.rule.name, name) in covered for name in told.names)
    ]


def folder_of(finding: Finding) -> tuple[int | None, PurePosixPath]:
    """Its patch and folder: as far as one rule speaks for another."""
    return finding.patch, PurePosixPath(finding.path).parent
