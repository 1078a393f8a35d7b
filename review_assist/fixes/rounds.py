"""Fixes put in round by round, each reviewed again, until nothing changes; all of it in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from review_assist.change.reverse import text_before
from review_assist.fixes.apply import applied
from review_assist.fixes.unified import hunk_rows
from review_assist.inputs.diff import read_diff
from review_assist.model import ChangedFile, FileDiff, Finding, Patch, Review, Submission, WholeFile
from review_assist.rules.rule import Rule

_MOST_ROUNDS = 5
"""A fix may make room for another one; more than a few in a row do not happen."""

Judge = Callable[[Submission], tuple[Review, Sequence[ChangedFile]]]
"""Reviews a submission; also gives its files as the review saw them."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of a submission."""

    review: Review
    """Of what is left."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Text of each file that changed, by path."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many findings were fixed in each."""


def fixed(  # noqa: PLR0913 - what a round needs
    review: Review,
    files: Sequence[ChangedFile],
    judge: Judge,
    rules: Sequence[Rule],
    *,
    paths: Collection[str],
    unsafe: bool,
) -> Fixed:
    """Fix what can be fixed in the files named by `paths`, which are known as a whole."""
    texts: dict[str, bytes] = {}
    counts: Counter[str] = Counter()
    for _ in range(_MOST_ROUNDS):
        submission = review.submission
        for changed in files:
            if changed.path not in paths:
                continue
            after, count = applied(_of(changed, review.findings), changed, rules, unsafe=unsafe)
            if count:
                texts[changed.path] = after.source
                counts[changed.path] += count
                submission = with_text(submission, changed, after.source)
        if submission is review.submission:
            break
        review, files = judge(submission)
    return Fixed(review, texts, counts)


def _of(changed: ChangedFile, findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.fix is not None and (f.patch, f.path) == (changed.patch, changed.path)]


def with_text(submission: Submission, changed: ChangedFile, source: bytes) -> Submission:
    """The submission as if this file, which is known as a whole, had come out with that text."""
    if changed.patch is None:
        whole = (WholeFile(f.path, source) if f.path == changed.path else f for f in submission.whole)
        return replace(submission, whole=tuple(whole))
    old = submission.patches[changed.patch]
    new = _patch_with_text(old, changed, source)
    series = (replace(s, patches=tuple(new if p is old else p for p in s.patches)) for s in submission.series)
    return replace(submission, series=tuple(series))


def _patch_with_text(patch: Patch, changed: ChangedFile, source: bytes) -> Patch:
    """The patch with other hunks for one file; every row of its body that is not of these stays."""
    diff = next(diff for diff in patch.files if diff.path == changed.path)
    before = text_before(changed, diff)
    assert before is not None, "a file that is known as a whole was made from one"
    rows = patch.body.split(b"\n")
    first, last = _hunk_rows_of(diff, rows)
    hunks = [row.removesuffix(b"\n") for row in hunk_rows(before, source)]
    body = b"\n".join([*rows[:first], *hunks, *rows[last:]])
    files, _ = read_diff(body, patch.source)
    mail = replace(patch.mail, body=body) if patch.mail else None
    return replace(patch, files=files, body=body, mail=mail)


def _hunk_rows_of(diff: FileDiff, rows: Sequence[bytes]) -> tuple[int, int]:
    """Rows from the first hunk's `@@` to behind the last line, and its mark that no newline follows."""
    last = diff.hunks[-1].lines[-1].row + 1
    return diff.hunks[0].row, last + (last < len(rows) and rows[last].startswith(b"\\"))
