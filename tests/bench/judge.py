"""How many of the things said are worth saying, by reading them: `python -m tests.bench.judge CLONES`.

It reviews a random draw of commits and those that were judged before, and prints a table: how often each rule
fired, how many of its findings were read (`judged/`) and how many of these were worth saying. `--show NAME` (a
rule or a family, repeatable) prints findings that nobody has read yet, with their code, to be read as the patch's
author would. The verdict is written into `judged/FAMILY.toml`:

    [rule-name]
    worth = ["CLONE COMMIT PATH:LINE"]

    [rule-name.not-worth]
    "CLONE COMMIT PATH:LINE" = "why not, in a few words"
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path

from review_assist.inputs.mbox import read_patches
from review_assist.model import Finding
from tests.bench.clones import CloneError, as_mail
from tests.bench.draw import drawn
from tests.bench.judgements import Judgement, place_of, read_judgements
from tests.bench.measure import Measured, measure
from tests.bench.patches import Case

_AROUND = 6
"""Lines of the patch shown above and below a finding."""

Told = tuple[Measured, Finding]


def main() -> int:
    options = _options()
    judgements = read_judgements()
    try:
        cases = _cases(drawn(options.clones, options.seed), judgements)
        with ProcessPoolExecutor() as workers:
            answers = list(workers.map(partial(_measured, options.clones), cases))
        results = [answer for answer in answers if answer is not None]
        if len(results) < len(cases):
            sys.stderr.write(f"{len(cases) - len(results)} patches left out: their clones are not whole\n")
        if options.show:
            judged = {(j.rule, j.place) for j in judgements}
            sys.stdout.writelines(_shown(options.clones, results, frozenset(options.show), judged, options.most))
        else:
            sys.stdout.writelines(_table(results, judgements))
    except CloneError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="judge", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clones", type=Path, help="folder with the clones, named as in draw.py")
    parser.add_argument("--seed", type=int, default=1, help="another draw (default: 1)")
    parser.add_argument(
        "--show", action="append", default=[], metavar="NAME", help="print findings that were not read"
    )
    parser.add_argument("--most", type=int, default=12, help="so many of each rule (default: 12)")
    return parser.parse_args()


def _cases(draw: Iterable[Case], judgements: Iterable[Judgement]) -> list[Case]:
    """The draw, and the patches of the list that are not in it."""
    known = {(case.clone, case.commit[:12]): case for case in draw}
    for clone, commit in (judgement.clone_and_commit for judgement in judgements):
        known.setdefault((clone, commit), Case(clone, commit, "ordinary", ()))
    return list(known.values())


def _measured(clones: Path, case: Case) -> Measured | None:
    try:
        return measure(clones, case)
    except CloneError:
        return None


def _shown(
    clones: Path, results: Sequence[Measured], names: frozenset[str], judged: set[tuple[str, str]], most: int
) -> Iterator[str]:
    by_rule: dict[str, list[Told]] = {}
    for result, finding in _findings(results):
        place = place_of(result.case.clone, result.case.commit, finding)
        if names & {finding.rule, finding.family} and (finding.rule, place) not in judged:
            by_rule.setdefault(finding.rule, []).append((result, finding))
    for rule, told in sorted(by_rule.items()):
        yield f"\n==== {rule}: {len(told)} not read\n"
        for result, finding in _mixed(told)[:most]:
            yield from _one(clones, result, finding)


def _mixed(told: Sequence[Told]) -> list[Told]:
    """Turn about by project, then by commit, each function once, so that the first few are of many kinds."""
    by_clone: dict[str, dict[str, dict[tuple[str, str], Told]]] = {}
    for result, finding in told:
        by_commit = by_clone.setdefault(result.case.clone, {})
        functions = by_commit.setdefault(result.case.commit, {})
        functions.setdefault((finding.path, finding.function or str(finding.line)), (result, finding))
    return _turn_about(_turn_about(places.values() for places in by.values()) for by in by_clone.values())


def _turn_about(rows: Iterable[Iterable[Told]]) -> list[Told]:
    return [one for column in zip_longest(*rows) for one in column if one is not None]


def _one(clones: Path, result: Measured, finding: Finding) -> Iterator[str]:
    yield f'\n"{place_of(result.case.clone, result.case.commit, finding)}"  # {result.subject}\n'
    text = finding.message if finding.confidence == "high" else finding.question
    yield f"  {finding.level}, {finding.confidence}: {text}\n  instead: {finding.instead}\n"
    for number, mark, text in _lines(clones, result.case, finding.path):
        if finding.line - _AROUND <= number <= finding.end_line + _AROUND:
            yield f"  {'>' if finding.line <= number <= finding.end_line else ' '} {number} {mark}{text}\n"


def _lines(clones: Path, case: Case, path: str) -> Iterator[tuple[int, str, str]]:
    """What the patch shows of a file: line number after it, `+` or a blank, and the text."""
    all_series, _ = read_patches(as_mail(clones, case.clone, case.commit), case.commit)
    patches = (patch for series in all_series for patch in series.patches)
    for hunk in (hunk for patch in patches for file in patch.files if file.path == path for hunk in file.hunks):
        for line in hunk.lines:
            if line.new is not None:
                yield line.new, line.kind, line.text.decode(errors="replace").rstrip()


def _findings(results: Iterable[Measured]) -> Iterator[Told]:
    return ((result, finding) for result in results for finding in result.findings)


def _table(results: Sequence[Measured], judgements: Iterable[Judgement]) -> Iterator[str]:
    """`no longer` counts verdicts on what is not said any more: worth saying, and not."""
    told = {(f.rule, place_of(r.case.clone, r.case.commit, f)): f.family for r, f in _findings(results)}
    fired = Counter((family, rule) for (rule, _), family in told.items())
    read, worth, lost, mended = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for judgement in judgements:
        if (judgement.rule, judgement.place) in told:
            read[judgement.rule] += 1
            worth[judgement.rule] += not judgement.why_not
        else:
            (mended if judgement.why_not else lost)[judgement.rule] += 1
    yield "| family | rule | fired | read | worth | no longer: worth | not |\n|---|---|--:|--:|--:|--:|--:|\n"
    for (family, rule), number in sorted(fired.items()):
        counts = (number, read[rule], worth[rule], lost[rule], mended[rule])
        yield f"| {family} | {rule} | {' | '.join(map(str, counts))} |\n"
    quiet = sorted((lost.keys() | mended.keys()) - {rule for _, rule in fired})
    for rule in quiet:
        yield f"| | {rule} | 0 | 0 | 0 | {lost[rule]} | {mended[rule]} |\n"


if __name__ == "__main__":
    sys.exit(main())
