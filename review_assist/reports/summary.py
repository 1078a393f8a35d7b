"""How much was said about how much, in one line: for every report that is read by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from review_assist.clean import on_one_line
from review_assist.model import IS_TAKEN_OUT, LEVELS, OUTCOMES, WAS_THERE, Finding, Review


def summary(review: Review) -> str:
    """One line: how much was said about how much, and what was not said; empty if nothing could be read."""
    if not review.submission.patches and not review.submission.whole:
        return "" if review.problems else "no changes: nothing to review"
    if not review.files and not review.findings:
        return f"{_without_rust(review)}: nothing to review"
    files = _plural(review.files, "Rust file") if review.files else "a patch without Rust files"
    said = by_level(review.findings)
    text = f"{said} in {files}" if said else f"nothing to say about {files}"
    asides = list(_asides(review))
    return text + (f" ({', '.join(asides)})" if asides else "")


def by_level(findings: Iterable[Finding]) -> str:
    """`1 error, 2 warnings`, the worst first; empty for none."""
    counts = Counter(finding.level for finding in findings)
    return ", ".join(_plural(counts[level], level) for level in reversed(LEVELS) if counts[level])


def _asides(review: Review) -> Iterator[str]:
    """What was not said, and who decided that."""
    yield from (f"profile {name}" for name in _profiles(review))
    reasons = Counter(silenced.reason for silenced in review.silenced)
    before = reasons[WAS_THERE] + reasons[IS_TAKEN_OUT]
    if before:
        yield f"{before} not new"
    if reasons.total() > before:
        yield f"{reasons.total() - before} silenced in the code"
    if review.withheld:
        yield f"{review.withheld} more with --pedantic"
    if review.polish and review.polish.judged:
        counts_by = {outcome: review.polish.count(outcome) for outcome in OUTCOMES}
        yield "by the model " + ", ".join(f"{n} {outcome}" for outcome, n in counts_by.items() if n)


def _without_rust(review: Review) -> str:
    """Why no Rust file was looked at."""
    paths = [diff.path for patch in review.submission.patches for diff in patch.files]
    return "no Rust added" if any(path.endswith(".rs") for path in paths) else "no Rust in it"


def _profiles(review: Review) -> list[str]:
    return [
        on_one_line(name) for name in sorted({profile.name for profile in review.profiles}) if name != "default"
    ]


def _plural(count: int, level: str) -> str:
    return f"{count} {level}{'' if count == 1 else 's'}"
