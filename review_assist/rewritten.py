"""What hunks put in the place of what they remove."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review_assist.model import FileDiff, Finding
from review_assist.patterns import pattern

_TELLING = 4
"""Bytes that code must have more of to be recognised: `&mut` stands everywhere."""
_POINTEE = pattern(r"\*(const|mut)(\w+::)*\w+")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A hunk that removes lines: its first and last new line, and its code without white space."""

    first: int
    last: int
    removed: bytes
    added: bytes
    declared: frozenset[str]
    """Lines with a raw pointer that it removes, without white space and without what is pointed at."""
    lines: frozenset[bytes]
    """All lines that it removes, without white space."""


def rewritten(diff: FileDiff) -> tuple[Rewritten, ...]:
    """The hunks that remove something, in the order of their lines."""
    found = []
    for hunk in diff.hunks:
        gone = [line.text for line in hunk.lines if line.kind == "-"]
        if removed := _squeezed(gone):
            added = _squeezed(line.text for line in hunk.lines if line.kind == "+")
            declared = frozenset(filter(None, map(_declared, gone)))
            last = hunk.new_start + hunk.new_count - 1
            lines = frozenset(_squeezed((line,)) for line in gone)
            found.append(Rewritten(hunk.new_start, last, removed, added, declared, lines))
    return tuple(sorted(found, key=lambda hunk: hunk.first))


def is_taken_out(finding: Finding, hunks: Sequence[Rewritten]) -> bool:
    """Whether the hunk removes, and does not add, code that the finding would suggest."""
    hunk = _hunk_of(finding, hunks)
    if hunk is None:
        return False
    spans = re.findall(r"`([^`]*)`", f"{finding.question} {finding.instead}")
    suggested = ("".join(span.split()).encode() for span in spans if re.search(r"[&.(<]", span))
    return any(len(code) > _TELLING and code in hunk.removed and code not in hunk.added for code in suggested)


def is_laid_out_anew(finding: Finding, hunks: Sequence[Rewritten]) -> bool:
    """Whether the line of a bug differs from one that was there by its white space alone."""
    hunk = _hunk_of(finding, hunks) if finding.level == "error" and len(finding.code) == 1 else None
    return hunk is not None and _squeezed((finding.code[0].encode(),)) in hunk.lines


def is_retyped(finding: Finding, hunks: Sequence[Rewritten]) -> bool:
    """Whether a line about a raw pointer differs from one that was there by the type it points at alone."""
    is_habit = finding.family == "raw-pointers" and finding.level != "error"
    hunk = _hunk_of(finding, hunks) if is_habit and finding.code else None
    return hunk is not None and _declared(finding.code[0].encode()) in hunk.declared


def _hunk_of(finding: Finding, hunks: Sequence[Rewritten]) -> Rewritten | None:
    at = bisect_right(hunks, finding.line, key=lambda hunk: hunk.first) - 1
    return hunks[at] if at >= 0 and finding.line <= hunks[at].last else None


def _declared(line: bytes) -> str:
    """`data:[*mut_;3],` of `data: [*mut c_void; 3],`; empty if no raw pointer is named."""
    code = _squeezed((line,)).decode("utf-8", "replace")
    return _POINTEE.sub(r"*\1_", code) if _POINTEE.search(code) else ""


def _squeezed(lines: Iterable[bytes]) -> bytes:
    return b"".join(b"".join(lines).split())
