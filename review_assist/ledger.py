"""The ledger: how many C habits each patch adds, removes and moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from review_assist.change.reverse import file_before, only_removed, with_every_line
from review_assist.config import Settings, is_told
from review_assist.model import WAS_THERE, ChangedFile, FileDiff, Finding, Ledger, Review, Tally
from review_assist.rules import engine
from review_assist.rules.rule import Rule
from review_assist.syntax import rust

_Row = tuple[int, str, str]
"""Patch, family and rule."""


def ledger(done: Review, files: Sequence[ChangedFile], rules: Sequence[Rule], settings: Settings) -> Ledger:
    """Count, by patch and family or rule, the findings that were told and their like on removed and moved lines.

    What a patch only edits or moves is not removed: each finding that was there before, and each one on a moved
    line, answers for one on a removed line, in the same file first and then anywhere in the series.
    """
    moved = _spoken([_moved_part(file) for file in files if file.moved], rules, settings)
    removed = _spoken(list(_removed_parts(done, files)), rules, settings)
    edited = Counter((*_row(old.finding), old.finding.path) for old in done.silenced if old.reason == WAS_THERE)
    gone = _without_moved(_without_edited(removed, edited), moved)
    by_rule = settings.ledger == "rule"
    counts = [
        Counter(_row(f) if by_rule else (*_row(f)[:2], "") for f in found)
        for found in (done.findings, gone, moved)
    ]
    rows = sorted({row for count in counts for row in count if row[0] >= 0})
    tallies = tuple(Tally(*row, *(count[row] for count in counts)) for row in rows)
    return Ledger(settings.ledger or "family", tallies)


def _row(finding: Finding) -> _Row:
    return (-1 if finding.patch is None else finding.patch, finding.family, finding.rule)


def _spoken(files: Sequence[ChangedFile], rules: Sequence[Rule], settings: Settings) -> list[Finding]:
    return [finding for finding in engine.find(files, rules).findings if is_told(finding, settings)]


def _moved_part(file: ChangedFile) -> ChangedFile:
    """The file as if the patch had written just what it moved."""
    texts = with_every_line(file).texts
    return replace(file, texts=tuple(replace(text, added=text.added & file.moved) for text in texts))


def _removed_parts(done: Review, files: Sequence[ChangedFile]) -> Iterator[ChangedFile]:
    """Every Rust file before its patch, with the lines that the patch removes as its added ones."""
    known = {(file.patch, file.path): file for file in files}
    for index, patch in enumerate(done.submission.patches):
        for diff in patch.files:
            if diff.path.endswith(".rs") and (old := _before(index, diff, known.get((index, diff.path)))):
                yield replace(old, profile=done.profiles[index])


def _before(patch: int, diff: FileDiff, changed: ChangedFile | None) -> ChangedFile | None:
    if changed is None:
        return only_removed(diff, patch, rust.parse)
    return file_before(changed, diff, rust.parse)


def _without_edited(removed: Sequence[Finding], edited: Counter[tuple[int, str, str, str]]) -> list[Finding]:
    left = []
    for finding in removed:
        place = (*_row(finding), finding.path)
        if edited[place] > 0:
            edited[place] -= 1
        else:
            left.append(finding)
    return left


def _without_moved(removed: Sequence[Finding], moved: Sequence[Finding]) -> list[Finding]:
    elsewhere = Counter((finding.rule, _squeezed(finding)) for finding in moved)
    left = []
    for finding in removed:
        if elsewhere[finding.rule, _squeezed(finding)] > 0:
            elsewhere[finding.rule, _squeezed(finding)] -= 1
        else:
            left.append(finding)
    return left


def _squeezed(finding: Finding) -> str:
    return "".join("".join(finding.code[:1]).split())
