"""The result as Markdown: the same text for the same findings, whatever the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from review_assist.model import Finding
from review_assist.rules.registry import all_rules
from tests.bench.measure import Measured
from tests.bench.patches import KINDS, Kind

_HEAD = """# Benchmark

Written by `make bench CLONES=DIR`; do not edit. The patches and what is expected of them: `patches.toml`,
`sample.toml`. Each is reviewed as a bare mail, at the default level.
"""

_WITH_PLACES: tuple[Kind, ...] = ("expected", "answered")


def markdown(results: Sequence[Measured]) -> str:
    """The whole of `RESULT.md`."""
    return "\n".join(
        (
            _HEAD,
            _summary(results),
            _by_rule(results),
            *map(partial(_places, results), _WITH_PLACES),
            *_others(results),
        )
    )


def of_kind(results: Iterable[Measured], kind: Kind) -> list[Measured]:
    """The patches of one kind, in order."""
    return [result for result in results if result.case.kind == kind]


def _summary(results: Sequence[Measured]) -> str:
    clean, ordinary, rusty = (of_kind(results, kind) for kind in ("clean", "ordinary", "rusty"))
    noisy = [result for result in ordinary if result.findings]
    noise, lines = _findings(ordinary), sum(result.added_lines for result in ordinary)
    turned = sum(len(result.removed) > len(result.findings) for result in rusty)
    share = f"{noise} in {lines} added lines, {1000 * noise / max(lines, 1):.2f} per 1000"
    rows = (
        ("expected places found", _found(of_kind(results, "expected"))),
        ("lines answered by human reviewers, found", _found(of_kind(results, "answered"))),
        ("findings on clean patches", f"{_findings(clean)} on {len(clean)} patches"),
        ("ordinary commits with a finding", _part(len(noisy), len(ordinary))),
        ("findings on ordinary commits", share),
        ("findings on lines that rusty patches remove", str(sum(len(result.removed) for result in rusty))),
        ("findings on lines that rusty patches add", str(_findings(rusty))),
        ("rusty patches with more on removed lines", _part(turned, len(rusty))),
    )
    return _table(("what", "result"), rows)


def _found(results: Sequence[Measured]) -> str:
    places = sum(len(result.case.places) for result in results)
    return _part(places - sum(len(result.missed) for result in results), places)


def _by_rule(results: Sequence[Measured]) -> str:
    said = {kind: _counter(f for r in of_kind(results, kind) for f in r.findings) for kind in KINDS}
    removed = _counter(finding for result in results for finding in result.removed)
    rows = [
        (
            rule.family,
            rule.name,
            *(_number(said[kind][rule.name]) for kind in (*_WITH_PLACES, "rusty")),
            _number(removed[rule.name]),
            *(_number(said[kind][rule.name]) for kind in ("clean", "ordinary")),
        )
        for rule in all_rules()
        if not rule.pedantic
    ]
    head = ("family", "rule", *_WITH_PLACES, "rusty: added", "rusty: removed", "clean", "ordinary")
    return "## Findings by rule\n\n" + _table(head, rows)


def _places(results: Sequence[Measured], kind: Kind) -> str:
    chosen = of_kind(results, kind)
    rows = [
        (*_named(result), f"{len(result.case.places) - len(result.missed)} of {len(result.case.places)}",
         str(len(result.findings)), str(len(result.notes)))
        for result in chosen
    ]  # fmt: skip
    missed = [
        f"- `{result.case.commit[:12]}` {place.path}:{place.lines}: {', '.join(sorted(place.names))}"
        for result in chosen
        for place in result.missed
    ]
    table = _table(("clone", "commit", "subject", "places found", "findings", "notes"), rows)
    return f"## {kind.capitalize()}\n\n{table}\n### Missed\n\n" + "\n".join(missed or ["None."]) + "\n"


def _others(results: Sequence[Measured]) -> tuple[str, str, str]:
    rusty = [(*_named(r), str(len(r.removed)), str(len(r.findings))) for r in of_kind(results, "rusty")]
    head = ("clone", "commit", "subject", "on removed lines", "on added lines")
    return (
        "## Rusty\n\n" + _table(head, rusty),
        "## Findings on clean patches\n\n" + _listed(of_kind(results, "clean")),
        "## Findings on ordinary commits\n\n" + _listed(of_kind(results, "ordinary")),
    )


def _listed(results: Sequence[Measured]) -> str:
    lines = [
        f"- {result.case.clone} `{result.case.commit[:12]}` {finding.path}:{finding.line}: {finding.rule}"
        for result in results
        for finding in result.findings
    ]
    return "\n".join(lines or ["None."]) + "\n"


def _named(result: Measured) -> tuple[str, str, str]:
    return result.case.clone, f"`{result.case.commit[:12]}`", result.subject.replace("|", "\\|")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _counter(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


def _findings(results: Iterable[Measured]) -> int:
    return sum(len(result.findings) for result in results)


def _number(count: int) -> str:
    return str(count) if count else ""


def _part(part: int, whole: int) -> str:
    return f"{part} of {whole}, {100 * part / max(whole, 1):.1f} %"
