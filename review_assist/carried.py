"""What a patch did not bring: a habit that was there before it, or a cure that it takes out on purpose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from review_assist.change.reverse import file_before, places_now, with_every_line
from review_assist.model import (
    IS_TAKEN_OUT,
    WAS_THERE,
    ChangedFile,
    FileDiff,
    Finding,
    Hunk,
    Silenced,
    Submission,
)
from review_assist.rules import engine
from review_assist.rules.rule import Rule
from review_assist.syntax import rust

_ALIKE = 0.6
_TELLING = 4
"""Bytes that code must have more of to be recognised: `&mut` stands everywhere."""
_NEAR = 12
"""Lines between a removed and an added line that may still be one and the same, edited."""

_File = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class _Before:
    """What the rules say of the files before the patch."""

    removed: list[Finding]
    """On the lines that the patch removes; each answers for one finding."""
    surplus: Counter[tuple[object, ...]]
    """How many more of a kind there are after the patch than before it, context counted on both sides."""
    places: dict[_File, dict[int, int]]


def carried(
    findings: Sequence[Finding], submission: Submission, files: Sequence[ChangedFile], rules: Sequence[Rule]
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Split findings into what the patch brought and what it did not.

    A finding was there before if the same is said of the same function as often before as after, or if the
    rule speaks on a similar line that the patch removes at that place. A bug that the patch writes once more
    is told all the same.
    """
    diffs = _diffs({(f.patch, f.path) for f in findings}, submission)
    before = _before(findings, diffs, files, rules)
    new, silenced = [], []
    for finding in findings:
        diff = diffs.get((finding.patch, finding.path))
        if diff is None:
            new.append(finding)
        elif _was_there(finding, before) and finding.level != "error":
            silenced.append(Silenced(finding, WAS_THERE))
        elif _is_taken_out(finding, diff) and finding.level != "error":
            silenced.append(Silenced(finding, IS_TAKEN_OUT))
        else:
            new.append(finding)
    return tuple(new), tuple(silenced)


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
    now = engine.find([with_every_line(changed) for changed, _ in pairs], rules).findings
    then = engine.find([with_every_line(old) for _, old in pairs], rules).findings
    surplus = Counter(map(_kind, now))
    surplus.subtract(map(_kind, then))
    return _Before(
        removed=[finding for finding in then if finding.line in removed[finding.patch, finding.path]],
        surplus=surplus,
        places={key: places_now(diffs[key]) for key in removed},
    )


def _kind(finding: Finding) -> tuple[object, ...]:
    """What is said of what: counts and positions in the message may differ."""
    said = re.sub(r"\d+", "0", finding.message)
    return finding.patch, finding.path, finding.rule, finding.function, said


def _was_there(finding: Finding, before: _Before) -> bool:
    """Uses up what it matches, so that one place before answers for one after."""
    if (finding.patch, finding.path) not in before.places:
        return False
    kind = _kind(finding)
    if before.surplus[kind] <= 0:
        return True
    match = _match(finding, before.removed, before.places[finding.patch, finding.path])
    if match is not None:
        before.removed.remove(match)
    else:
        before.surplus[kind] -= 1
    return match is not None


def _match(finding: Finding, removed: Iterable[Finding], places: dict[int, int]) -> Finding | None:
    """The removed finding that this one most resembles; `places` tells where an old line would be now."""
    best, most = None, _ALIKE
    for old in removed:
        if (old.rule, old.patch, old.path) != (finding.rule, finding.patch, finding.path):
            continue
        if abs(places.get(old.line, -_NEAR) - finding.line) >= _NEAR:
            continue
        alike = SequenceMatcher(None, _words(old), _words(finding), autojunk=False).ratio()
        if alike >= most:
            best, most = old, alike
    return best


def _words(finding: Finding) -> str:
    return " ".join(finding.code[0].split()) if finding.code else ""


def _is_taken_out(finding: Finding, diff: FileDiff) -> bool:
    """Whether the hunk removes, and does not add, code that the finding would suggest."""
    hunk = next((hunk for hunk in diff.hunks if _holds(hunk, finding.line)), None)
    if hunk is None:
        return False
    removed = _squeezed(line.text for line in hunk.lines if line.kind == "-")
    added = _squeezed(line.text for line in hunk.lines if line.kind == "+")
    spans = re.findall(r"`([^`]*)`", f"{finding.question} {finding.instead}")
    suggested = ("".join(span.split()).encode() for span in spans if re.search(r"[&.(<]", span))
    return any(len(code) > _TELLING and code in removed and code not in added for code in suggested)


def _holds(hunk: Hunk, line: int) -> bool:
    return hunk.new_start <= line < hunk.new_start + hunk.new_count


def _squeezed(lines: Iterable[bytes]) -> bytes:
    return b"".join(b"".join(lines).split())
