"""Asks each patch rule about each patch, and makes findings of what it answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from review_assist.model import Finding, Profile, Submission
from review_assist.rules.adapt import adapted
from review_assist.rules.findings import with_fingerprints
from review_assist.rules.patch_rule import PatchHit, PatchRule, PatchView
from review_assist.rules.rule import Rule


def find_in_patches(
    submission: Submission, profiles: Sequence[Profile], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """What the patch rules among `rules` say, patch by patch. `profiles` has that of each patch."""
    wanted = [rule for rule in rules if isinstance(rule, PatchRule)]
    findings: list[Finding] = []
    for series, span in submission.spans:
        answers: dict[Hashable, Any] = {}
        told: set[Hashable] = set()
        for index, patch in zip(span, series.patches, strict=True):
            view = PatchView(patch, series, profiles[index], submission.tree, answers)
            findings += _find_in(view, index, wanted, told)
    return tuple(with_fingerprints(findings))


def _find_in(view: PatchView, index: int, rules: Sequence[PatchRule], told: set[Hashable]) -> Iterator[Finding]:
    """`told`: the rule and values of what was said about earlier patches of the series."""
    for general in rules:
        rule = adapted(general, view.profile)
        for hit in rule.refine(view) if rule is not None else ():
            content = (general.name, *sorted(hit.values.items()))
            if rule is not None and content not in told:
                told.add(content)
                yield _finding(rule, hit, index)


def _finding(rule: PatchRule, hit: PatchHit, index: int) -> Finding:
    at = hit.at
    line = at.line.new or 0
    return Finding(
        rule=rule.name,
        family=rule.family,
        level=rule.level,
        confidence=hit.confidence or rule.confidence,
        path=at.diff.path,
        line=line,
        end_line=line,
        column=at.start + 1,
        end_column=max(at.end, at.start) + 1,
        message=rule.message.format(**hit.values),
        question=rule.ask.format(**hit.values),
        why=rule.why.format(**hit.values),
        instead=rule.instead.format(**hit.values),
        function="",
        code=(at.line.text.decode("utf-8", "replace").rstrip("\r"),),
        patch=index,
        fingerprint="",
        pedantic=rule.pedantic,
    )
