"""What a patch did not bring: a habit that was there before it, or a cure that it takes out on purpose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from review_assist.change.reverse import file_before, places_now, with_every_line
from review_assist.model import (
    IS_TAKEN_OUT,
    WAS_THERE,
    ChangedFile,
    FileDiff,
    Finding,
    Silenced,
    Submission,
)
from review_assist.rewritten import Rewritten, is_laid_out_anew, is_retyped, is_taken_out, rewritten
from review_assist.rules import engine
from review_assist.rules.rule import CodeRule, Rule
from review_assist.shapes import Shapes, shapes, shapes_removed
from review_assist.syntax import rust

ALIKE = 0.6
"""How similar code must be to be the same, edited."""
_OTHER = 0.45
"""How similar code is at most that has nothing to do with the other."""
_FEW = 6
"""Lines of a statement that is compared as a whole."""
_NEAR = 12
"""Lines between a removed and an added line that may still be one and the same, edited."""

_File = tuple[int | None, str]
_Place = tuple[int | None, str, str, int]
"""Patch, path, rule and line."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What the rules say of the files before the patch."""

    removed: dict[_Place, list[Finding]]
    """On the lines that the patch removes, by where these would stand now; each answers for one finding."""
    surplus: Counter[tuple[object, ...]]
    """How many more of a kind there are after the patch than before it, context counted on both sides."""
    files: dict[_File, tuple[ChangedFile, ChangedFile]]
    """Those that the patch removes lines from, after it and before it."""
    shapes: dict[tuple[_File, str], tuple[Shapes, Shapes]] = field(default_factory=dict)
    """Those of a file and rule that were asked for: on its lines, and where removed lines would stand."""


def carried(
    findings: Sequence[Finding], submission: Submission, files: Sequence[ChangedFile], rules: Sequence[Rule]
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Split findings into what the patch brought and what it did not.

    A finding was there before if the same is said of the same function as often before as after, or if the
    rule speaks on a similar line that the patch removes at that place, or if the patch has only named what a
    pointer points at anew, or only changed the operands in a shape that is all the rule is about. A bug that the
    patch writes once more is told all the same, unless only white space of its line has changed.
    """
    diffs = _diffs({(f.patch, f.path) for f in findings}, submission)
    before = _before(findings, diffs, files, rules)
    of_shape = {rule.name: rule for rule in rules if isinstance(rule, CodeRule) and rule.of_shape}
    changed = {file: rewritten(diff) for file, diff in diffs.items()}
    new, silenced = [], []
    for finding in findings:
        file = (finding.patch, finding.path)
        if file not in diffs:
            new.append(finding)
        elif _was_said(finding, changed[file], before) or _had_its_shape(
            finding, before, diffs[file], of_shape.get(finding.rule)
        ):
            silenced.append(Silenced(finding, WAS_THERE))
        elif is_taken_out(finding, changed[file]) and finding.level != "error":
            silenced.append(Silenced(finding, IS_TAKEN_OUT))
        else:
            new.append(finding)
    return tuple(new), tuple(silenced)


def _was_said(finding: Finding, hunks: Sequence[Rewritten], before: _Before) -> bool:
    if is_laid_out_anew(finding, hunks) or is_retyped(finding, hunks):
        return True
    return _was_there(finding, before) and finding.level != "error"


def _diffs(wanted: set[_File], submission: Submission) -> dict[_File, FileDiff]:
    return {
        (index, diff.path): diff
        for index, patch in enumerate(submission.patches)
        for diff in patch.files
        if (index, diff.path) in wanted and diff.path.endswith(".rs")
    }


def _before(
    findings: Sequence[Finding],
    diffs: dict[_File, FileDiff],
    files: Sequence[ChangedFile],
    rules: Sequence[Rule],
) -> _Before:
    spoke = {finding.rule for finding in findings}
    rules = [rule for rule in rules if rule.name in spoke]
    pairs = [
        (changed, old)
        for changed in files
        if (diff := diffs.get((changed.patch, changed.path))) and (old := file_before(changed, diff, rust.parse))
    ]
    removed = {(old.patch, old.path): {n for text in old.texts for n in text.added} for _, old in pairs}
    after = engine.find([with_every_line(changed) for changed, _ in pairs], rules).findings
    then = engine.find([with_every_line(old) for _, old in pairs], rules).findings
    surplus = Counter(map(_kind, after))
    surplus.subtract(map(_kind, then))
    return _Before(
        _by_place(then, removed, diffs), surplus, {(now.patch, now.path): (now, old) for now, old in pairs}
    )


def _by_place(
    findings: Sequence[Finding], removed: dict[_File, set[int]], diffs: dict[_File, FileDiff]
) -> dict[_Place, list[Finding]]:
    now = {file: places_now(diffs[file]) for file in removed}
    found: dict[_Place, list[Finding]] = {}
    for finding in findings:
        file = (finding.patch, finding.path)
        if finding.line in removed[file] and finding.line in now[file]:
            found.setdefault((*file, finding.rule, now[file][finding.line]), []).append(finding)
    return found


def _kind(finding: Finding) -> tuple[object, ...]:
    """What is said of what: counts and positions in the message may differ."""
    said = re.sub(r"\d+", "0", finding.message)
    return finding.patch, finding.path, finding.rule, finding.function, said


def _was_there(finding: Finding, before: _Before) -> bool:
    """Uses up what it matches, so that one place before answers for one after."""
    if (finding.patch, finding.path) not in before.files:
        return False
    kind = _kind(finding)
    if before.surplus[kind] <= 0:
        return not _takes_place_of_another(finding, before)
    if _answers(finding, before):
        return True
    before.surplus[kind] -= 1
    return False


def _takes_place_of_another(finding: Finding, before: _Before) -> bool:
    """Whether the patch removes as many of the kind as it brings, and none that looks like this one: of unsafe
    code, where the project wants a reason for each."""
    changed, _ = before.files[finding.patch, finding.path]
    if finding.family != "unsafe-policy" or not changed.profile.policy.explains_unsafe:
        return False
    kind = _kind(finding)
    removed = [old for found in before.removed.values() for old in found if _kind(old) == kind]
    alike = (max(likeness(old, finding), _whole_likeness(old, finding)) for old in removed)
    return bool(removed) and max(alike) < _OTHER


def _had_its_shape(finding: Finding, before: _Before, diff: FileDiff, rule: CodeRule | None) -> bool:
    """Whether a removed line near by was built as this one is, so that only the operands are new."""
    pair = before.files.get((finding.patch, finding.path))
    if rule is None or pair is None:
        return False
    key = ((finding.patch, finding.path), rule.name)
    if key not in before.shapes:
        before.shapes[key] = (shapes(pair[0], rule), shapes_removed(pair[1], rule, diff))
    here, there = before.shapes[key]
    near = range(finding.line - _NEAR + 1, finding.line + _NEAR)
    return any(here.get(finding.line, set()) & there.get(line, set()) for line in near)


def _answers(finding: Finding, before: _Before) -> bool:
    """Take the finding on a removed line near by that this one most resembles; False if there is none."""
    best, most = None, ALIKE
    for line in range(finding.line - _NEAR + 1, finding.line + _NEAR):
        for old in before.removed.get((finding.patch, finding.path, finding.rule, line), ()):
            alike = max(likeness(old, finding), _whole_likeness(old, finding))
            if alike >= most:
                best, most = (line, old), alike
    if best is None:
        return False
    before.removed[finding.patch, finding.path, finding.rule, best[0]].remove(best[1])
    return True


def _whole_likeness(one: Finding, other: Finding) -> float:
    """The same for all lines of a few: what rustfmt had broken may stand on one line now."""
    if max(len(one.code), len(other.code)) > _FEW:
        return 0.0
    before, after = ("".join("".join(finding.code).split()) for finding in (one, other))
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def likeness(one: Finding, other: Finding) -> float:
    """How similar the first lines of two findings' code are: 1.0 if they differ in white space at most."""
    return SequenceMatcher(None, first_line(one), first_line(other), autojunk=False).ratio()


def first_line(finding: Finding) -> str:
    """The first line of a finding's code, white space squeezed."""
    return " ".join(finding.code[0].split()) if finding.code else ""
