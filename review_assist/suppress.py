"""What silences a finding: a comment in the code, or clippy's own `#[allow]` of a lint that says the same.

    // review-assist: allow(index-loop, null-check)      on the line, or alone on the line above
    // review-assist: allow-file(unsafe-in-leaf)          anywhere in the file
    #[allow(clippy::needless_range_loop)]                 on the item or statement around it

A family's name stands for all of its rules. Only what the patch shows of a file is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from review_assist.model import ChangedFile, Finding, Problem, Silenced, Text
from review_assist.patterns import pattern

_MARK = b"review-assist:"
_COMMENT = pattern(rb"//+\s*review-assist:\s*(allow|allow-file)\(([a-z0-9, -]*)\)")


@dataclass(frozen=True, slots=True)
class _Allowance:
    """Rules and families allowed on the lines from `first` to `last` (None: the whole file)."""

    names: frozenset[str]
    first: int
    last: int | None


def suppress(
    findings: Sequence[Finding], files: Sequence[ChangedFile]
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Split findings into those to tell and those that the code has answered, with the answer."""
    allowances = {(f.patch, f.path): tuple(_allowances(f)) for f in files}
    told, silenced = [], []
    for finding in findings:
        answer = _answer(finding, allowances.get((finding.patch, finding.path), ()))
        if answer:
            silenced.append(Silenced(finding, answer))
        else:
            told.append(finding)
    return tuple(told), tuple(silenced)


def unknown_names(files: Sequence[ChangedFile], known: Collection[str]) -> tuple[Problem, ...]:
    """Comments that allow what is neither a rule nor a family; such a comment silences nothing."""
    return tuple(
        Problem(changed.path, f"the comment in line {allowance.first} allows {name}, which is no rule or family")
        for changed in files
        for allowance in _allowances(changed)
        for name in sorted(allowance.names - set(known))
    )


def _answer(finding: Finding, allowances: Sequence[_Allowance]) -> str:
    for allowance in allowances:
        if allowance.names & {finding.rule, finding.family}:
            if allowance.last is None:
                return "allowed for the file by a comment"
            if allowance.first <= finding.line <= allowance.last:
                return "allowed by a comment"
    return f"clippy::{finding.allowed} is allowed there" if finding.allowed else ""


def _allowances(changed: ChangedFile) -> Iterator[_Allowance]:
    for text in changed.texts:
        if _MARK in text.source:
            yield from _in_text(text)


def _in_text(text: Text) -> Iterator[_Allowance]:
    lines = text.source[text.start : text.end].split(b"\n")
    for number, line in enumerate(lines, text.first_line):
        for kind, names in _COMMENT.findall(line):
            allowed = frozenset(name.strip().decode() for name in names.split(b","))
            is_alone = line.lstrip().startswith(b"//")
            yield _Allowance(allowed, number, None if kind == b"allow-file" else number + is_alone)
