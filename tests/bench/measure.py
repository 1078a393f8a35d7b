"""Reviews one patch of the benchmark as a bare mail, without a repository, and takes its numbers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from review_assist import pipeline
from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Finding, Note, Submission
from tests.bench.clones import as_mail, as_reversed_mail
from tests.bench.patches import Case, Place


@dataclass(frozen=True, slots=True)
class Measured:
    """What the review of a patch came to."""

    case: Case
    subject: str
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    removed: tuple[Finding, ...]
    """Findings on the lines that the patch takes away; of a rusty patch only."""
    added_lines: int
    """Lines that the patch adds to `.rs` files."""
    removed_lines: int
    seconds: float
    """Time of the one review, without git and without the start of the process."""

    @property
    def missed(self) -> tuple[Place, ...]:
        """The places where nothing was said."""
        return tuple(p for p in self.case.places if not any(p.is_met_by(f) for f in self.findings))


def measure(clones: Path, case: Case) -> Measured:
    """Review the patch at the default level. Raises CloneError."""
    submission = _submission(as_mail(clones, case.clone, case.commit), case.commit)
    started = time.perf_counter()
    review = pipeline.review(submission, Settings())
    seconds = time.perf_counter() - started
    undone = as_reversed_mail(clones, case.clone, case.commit) if case.kind == "rusty" else b""
    return Measured(
        case=case,
        subject=next((patch.subject for patch in submission.patches), ""),
        findings=review.findings,
        notes=review.notes,
        removed=pipeline.review(_submission(undone, case.commit), Settings()).findings if undone else (),
        added_lines=_count(submission, "+"),
        removed_lines=_count(submission, "-"),
        seconds=seconds,
    )


def _submission(mail: bytes, source: str) -> Submission:
    series, problems = read_patches(mail, source)
    return Submission(series, (), problems)


def _count(submission: Submission, kind: str) -> int:
    return sum(
        line.kind == kind
        for patch in submission.patches
        for file in patch.files
        if file.path.endswith(".rs")
        for hunk in file.hunks
        for line in hunk.lines
    )
