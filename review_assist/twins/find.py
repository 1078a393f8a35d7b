"""The front door: all that the patches' Rust has of a counterpart in C."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePosixPath

from review_assist.model import ChangedFile, CLine, Finding, Pair, Submission, Twins
from review_assist.twins.functions import Function, c_functions, parts_of, rust_functions
from review_assist.twins.items import Items, c_items, item_line, rust_items
from review_assist.twins.lines import c_line
from review_assist.twins.pairs import pairs
from review_assist.twins.stretches import Stretch, stretches

_MOST = 3000
"""Functions of either side that are compared."""


def find_twins(submission: Submission, files: Sequence[ChangedFile], findings: Sequence[Finding]) -> Twins:
    """Pairs of functions, and the C line of each finding that surely came from one.

    Without any C in the patches or the repository, nothing is parsed.
    """
    known = stretches(submission)
    prefixes = frozenset().union(*(parts_of(PurePosixPath(stretch.path).stem) for stretch in known))
    c = [function for stretch in known for function in c_functions(stretch, prefixes)][:_MOST]
    rust = [function for changed in files for function in rust_functions(changed, prefixes)][:_MOST] if c else []
    found: list[tuple[Function, Function]] = []
    for _, group in groupby(rust, key=lambda function: function.patch):
        found += pairs(c, list(group))
    found.sort(key=lambda pair: (-1 if pair[1].patch is None else pair[1].patch, pair[1].path, pair[1].line))
    inside = {_key(f): line for f in findings if f.function and (line := _line_of(f, found))}
    outside = _lines_outside([f for f in findings if not f.function], known, files)
    texts = tuple(Pair(written.patch, mirrored.as_text(), written.as_text()) for mirrored, written in found)
    return Twins(texts, inside | outside)


def _key(finding: Finding) -> tuple[int | None, str]:
    return finding.patch, finding.fingerprint


def _lines_outside(
    findings: Sequence[Finding], known: Sequence[Stretch], files: Sequence[ChangedFile]
) -> dict[tuple[int | None, str], CLine]:
    """The C declarations that findings outside of functions came from."""
    paths = {(finding.patch, finding.path) for finding in findings}
    if not known or not paths:
        return {}
    c = Items(item for stretch in known for item in c_items(stretch))
    rust = Items(
        item for changed in files if (changed.patch, changed.path) in paths for item in rust_items(changed)
    )
    return {_key(f): line for f in findings if (line := item_line(f, c, rust))}


def _line_of(finding: Finding, found: Sequence[tuple[Function, Function]]) -> CLine | None:
    around = [
        (mirrored, written)
        for mirrored, written in found
        if (written.patch, written.path) == (finding.patch, finding.path)
        and written.line <= finding.line <= written.end_line
    ]
    if not around:
        return None
    mirrored, written = min(around, key=lambda pair: len(pair[1].lines))
    return c_line(finding, mirrored, written) if written.name == finding.function else None
