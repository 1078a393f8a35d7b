"""The benchmark: `python -m tests.bench.run CLONES` reviews every listed patch and rewrites `RESULT.md`.

With `--show RULE` (repeatable; a family will do) or `--only KIND` it prints findings to read instead, and writes
nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from review_assist.model import Finding
from tests.bench.clones import CloneError
from tests.bench.measure import Measured, measure
from tests.bench.patches import HERE, KINDS, Case, read_cases, unknown_names
from tests.bench.table import markdown

RESULT = HERE / "RESULT.md"


def main() -> int:
    options = _options()
    cases = [case for case in read_cases() if options.only in (None, case.kind)]
    for name in unknown_names(tuple(cases)):
        sys.stderr.write(f"warning: no rule or family {name}, which is expected\n")
    try:
        results = list(_measured(options.clones, cases))
    except CloneError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    if options.show or options.only:
        sys.stdout.writelines(_shown(results, frozenset(options.show)))
        return 0
    text = markdown(results)
    RESULT.write_text(text)
    sys.stdout.write(f"{text}\n{_times(results)}\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("clones", type=Path, help="folder with the clones, named as in patches.toml")
    parser.add_argument(
        "--show", action="append", default=[], metavar="RULE", help="print its findings and their code"
    )
    parser.add_argument("--only", choices=KINDS, help="take the patches of one kind, print their findings")
    return parser.parse_args()


def _measured(clones: Path, cases: Sequence[Case]) -> Iterator[Measured]:
    with ProcessPoolExecutor() as workers:
        for number, result in enumerate(workers.map(partial(measure, clones), cases), 1):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} of {len(cases)} ")
            yield result


def _shown(results: Sequence[Measured], names: frozenset[str]) -> Iterator[str]:
    for result in results:
        findings = [("", f) for f in result.findings] + [("removed ", f) for f in result.removed]
        wanted = [(side, f) for side, f in findings if not names or names & {f.rule, f.family}]
        missed = result.missed if not names else ()
        if wanted or missed:
            yield f"\n{result.case.clone} {result.case.commit[:12]} {result.subject} ({result.case.kind})\n"
        for side, finding in wanted:
            yield from _told(side, finding)
        for place in missed:
            yield f"  missed {place.path}:{place.lines}: {', '.join(sorted(place.names))}\n"


def _told(side: str, finding: Finding) -> Iterator[str]:
    text = finding.message if finding.confidence == "high" else finding.question
    yield f"  {side}{finding.path}:{finding.line}: {finding.level}: {text} [{finding.rule}]\n"
    yield from (f"      | {line}\n" for line in finding.code[:6])
    yield f"      instead: {finding.instead}\n"


def _times(results: Sequence[Measured]) -> str:
    slowest = sorted(results, key=lambda result: -result.seconds)[:5]
    rows = "".join(
        f"  {1000 * r.seconds:7.0f} ms  {r.case.commit[:12]}  {r.added_lines} added lines\n" for r in slowest
    )
    middle = 1000 * median(result.seconds for result in results)
    return f"time of a review: median {middle:.0f} ms; the slowest:\n{rows}"


if __name__ == "__main__":
    sys.exit(main())
