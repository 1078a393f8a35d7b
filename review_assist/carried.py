"""A habit that was there before the patch, on the lines that it replaced, is not the patch's doing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Literal

from review_assist.change.apply import added_lines, whole
from review_assist.change.rebuild import islands
from review_assist.model import ChangedFile, FileDiff, Finding, Hunk, Line, Silenced, Submission
from review_assist.rules import engine
from review_assist.rules.rule import Rule
from review_assist.syntax import rust

_REASON = "was there before the patch"
_ALIKE = 0.6
_NEAR = 12
"""Lines between a removed and an added line that may still be one and the same, edited."""


def carried(
    findings: Sequence[Finding], submission: Submission, files: Sequence[ChangedFile], rules: Sequence[Rule]
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Split findings into new ones and those that the same rule has on similar lines removed at that place.

    Each removed place answers for one added one.
    """
    spoke = {finding.rule for finding in findings if finding.patch is not None}
    if not spoke:
        return tuple(findings), ()
    old_files = list(_old_files({(f.patch, f.path) for f in findings}, submission, files))
    before = list(engine.find(old_files, [rule for rule in rules if rule.name in spoke]).findings)
    places = {(f.patch, f.path): _places(submission, f) for f in files}
    new, old = [], []
    for finding in findings:
        match = _match(finding, before, places.get((finding.patch, finding.path), {}))
        if match is None:
            new.append(finding)
        else:
            before.remove(match)
            old.append(Silenced(finding, _REASON))
    return tuple(new), tuple(old)


def _match(finding: Finding, before: Iterable[Finding], places: dict[int, int]) -> Finding | None:
    """The removed finding that this one most resembles; `places` tells where an old line would be now."""
    best, most = None, _ALIKE
    for old in before:
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


def _old_files(
    wanted: set[tuple[int | None, str]], submission: Submission, files: Sequence[ChangedFile]
) -> Iterator[ChangedFile]:
    """The files as they were, the removed lines standing for added ones; under their new path."""
    for changed in files:
        diff = _diff(submission, changed)
        if diff is None or (changed.patch, changed.path) not in wanted:
            continue
        backwards = _reversed(diff)
        if not added_lines(backwards.hunks):
            continue
        text = whole(backwards, changed.texts[0].source) if changed.is_complete else None
        texts = (text,) if text else islands(backwards, rust.parse)
        yield replace(changed, texts=texts, is_complete=text is not None, moved=frozenset())


def _diff(submission: Submission, changed: ChangedFile) -> FileDiff | None:
    if changed.patch is None:
        return None
    return next((d for d in submission.patches[changed.patch].files if d.path == changed.path), None)


def _reversed(diff: FileDiff) -> FileDiff:
    hunks = tuple(
        replace(
            hunk,
            old_start=hunk.new_start,
            old_count=hunk.new_count,
            new_start=hunk.old_start,
            new_count=hunk.old_count,
            lines=tuple(_turned(line) for line in hunk.lines),
        )
        for hunk in diff.hunks
    )
    return replace(diff, old_path=diff.new_path, new_path=diff.old_path, hunks=hunks)


def _turned(line: Line) -> Line:
    kinds: dict[str, Literal["+", "-", " "]] = {"+": "-", "-": "+", " ": " "}
    return replace(line, kind=kinds[line.kind], old=line.new, new=line.old)


def _places(submission: Submission, changed: ChangedFile) -> dict[int, int]:
    """Where each removed line would stand in the new file, by its old number."""
    diff = _diff(submission, changed)
    found: dict[int, int] = {}
    for hunk in diff.hunks if diff is not None else ():
        found.update(_places_in(hunk))
    return found


def _places_in(hunk: Hunk) -> Iterator[tuple[int, int]]:
    """Removed lines of a block are laid beside its added ones, first to first."""
    new, offset = hunk.new_start, 0
    for line in hunk.lines:
        if line.kind == "-" and line.old is not None:
            yield line.old, new + offset
            offset += 1
        elif line.new is not None:
            new, offset = line.new + 1, offset if line.kind == "+" else 0
