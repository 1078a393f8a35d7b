"""The hot loop: one combined query over the lines that the patch wrote, then each rule's own judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tree_sitter import Node, Query, Tree

from review_assist.model import CONFIDENCES, ChangedFile, Confidence, Finding, Problem
from review_assist.rules.adapt import adapted
from review_assist.rules.covered import Spoken, uncovered
from review_assist.rules.findings import finding_of, with_fingerprints
from review_assist.rules.rule import Captures, CodeRule, Hit, Role, Rule
from review_assist.syntax import rust
from review_assist.syntax.source import SourceFile, read_source, spans_error

_NEAR = 40
"""Added lines closer than this share one run of the query."""


@dataclass(frozen=True, slots=True)
class Found:
    """Findings by patch, path, line, and what could not be judged."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Rules with their queries joined into one; `rules[i]` owns pattern i."""

    query: Query
    rules: tuple[CodeRule, ...]


def find(
    files: Sequence[ChangedFile],
    rules: Sequence[Rule],
    track: Callable[[Sequence[ChangedFile]], Iterable[ChangedFile]] = iter,
) -> Found:
    """Everything that the rules say about added lines. Generated and copied files are left alone.

    `track` goes through the files in their order, and may show how far it has come.
    """
    compiled = compile_rules(rules, [text.source for changed in files for text in changed.texts])
    if compiled is None:
        return Found((), ())
    spoken: list[Spoken] = []
    problems: list[Problem] = []
    for changed in track(files):
        for source in read_source(changed):
            if why := rust.why_not_judged(source.tree, source.content.source):
                problems.append(Problem(changed.path, why))
            elif source.role.is_judged:
                spoken += _find_in(source, compiled, changed)
    return Found(tuple(with_fingerprints(in_order(uncovered(spoken)))), tuple(problems))


def find_in_file(changed: ChangedFile, compiled: Compiled) -> list[Finding]:
    """What compiled rules say about the added lines of one file that was judged before; no fingerprints."""
    return [told.finding for source in read_source(changed) for told in _find_in(source, compiled, changed)]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by patch, path, line."""
    return sorted(findings, key=lambda f: (-1 if f.patch is None else f.patch, f.path, f.line, f.column, f.rule))


def compile_rules(rules: Iterable[Rule], texts: Sequence[bytes]) -> Compiled | None:
    """Join the queries of the rules whose trigger words occur in the texts; None if no rule is left."""
    wanted = [rule for rule in rules if isinstance(rule, CodeRule) and _is_triggered(rule, texts)]
    if not wanted:
        return None
    starts, at = [], 0
    for rule in wanted:
        starts.append(at)
        at += len(rule.query.encode()) + 1
    query = rust.compile_query("\n".join(rule.query for rule in wanted))
    owners, index = [], 0
    for pattern in range(query.pattern_count):
        while index + 1 < len(starts) and starts[index + 1] <= query.start_byte_for_pattern(pattern):
            index += 1
        owners.append(wanted[index])
    return Compiled(query, tuple(owners))


def _is_triggered(rule: CodeRule, texts: Sequence[bytes]) -> bool:
    return not rule.words or any(word.encode() in text for text in texts for word in rule.words)


def _find_in(source: SourceFile, compiled: Compiled, changed: ChangedFile) -> list[Spoken]:
    kept: dict[tuple[str, int, int], tuple[CodeRule, Hit, Confidence]] = {}
    for general, captures in matches_in(source, compiled, _ranges(source)):
        hit = general.refine(captures, source)
        if not isinstance(hit, Hit) or not _is_worth_telling(hit.at, source):
            continue
        rule = adapted(general, changed.profile)
        if rule is None:
            continue
        confidence = confidence_of(rule, hit, source)
        if confidence is not None:
            kept.setdefault((rule.name, hit.at.start_byte, hit.at.end_byte), (rule, hit, confidence))
    outranked = _outranked(kept.values())
    return [
        Spoken(finding_of(rule, hit, confidence, source, changed.patch), rule, hit.names)
        for (name, start, end), (rule, hit, confidence) in kept.items()
        if not any(s <= start < e or start <= s < end for s, e in outranked.get(name, ()))
    ]


def matches_in(
    source: SourceFile, compiled: Compiled, ranges: Iterable[tuple[int, int]]
) -> Iterator[tuple[CodeRule, Captures]]:
    """Every match that touches one of the byte ranges, once; in macros' bodies for the rules that look there, and
    in the arms of a `cfg_if!` for all of them."""
    seen = set()
    bodies = source.macro_bodies if any(rule.in_macros for rule in compiled.rules) else ()
    ranges = tuple(ranges)
    for tree, (start, end) in product((source.tree, *bodies), ranges):
        for pattern, captures in rust.matches(compiled.query, tree.root_node, start, end):
            rule = compiled.rules[pattern]
            key = (pattern, *(node.id for nodes in captures.values() for node in nodes))
            if key not in seen and (rule.in_macros or tree is source.tree):
                seen.add(key)
                yield rule, Captures(captures)
    for tree, (start, end) in _in_choices(source, ranges):
        for pattern, captures in rust.matches(compiled.query, tree.root_node, start, end):
            nodes = [node for found in captures.values() for node in found]
            key = (pattern, *(node.id for node in nodes))
            if key not in seen and all(start <= node.start_byte < end for node in nodes):
                seen.add(key)
                yield compiled.rules[pattern], Captures(captures)


def _in_choices(source: SourceFile, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[Tree, tuple[int, int]]]:
    """The arms of a `cfg_if!` that have one of the ranges in them, each whole."""
    for choice in source.choices:
        for start, end in choice.spans:
            if any(first < end and start < last for first, last in ranges):
                yield choice.tree, (start, end)


def _ranges(source: SourceFile) -> list[tuple[int, int]]:
    """Byte ranges of the added lines, those near to each other joined."""
    content = source.content
    if not content.added:
        return []
    if len(content.added) > (content.source.count(b"\n", content.start, content.end) + 1) // 2:
        return [(content.start, content.end)]
    offsets = [content.start]
    while (at := content.source.find(b"\n", offsets[-1], content.end)) >= 0:
        offsets.append(at + 1)
    groups: list[list[int]] = []
    for line in sorted(content.added):
        if groups and line - groups[-1][1] < _NEAR:
            groups[-1][1] = line
        else:
            groups.append([line, line])
    last = len(offsets)
    return [
        (
            offsets[min(first - content.first_line, last - 1)],
            offsets[final - content.first_line + 1] if final - content.first_line + 1 < last else content.end,
        )
        for first, final in groups
    ]


def _is_worth_telling(node: Node, source: SourceFile) -> bool:
    return source.is_added(node) and source.content.start <= node.start_byte and not spans_error(node)


def confidence_of(rule: CodeRule, hit: Hit, source: SourceFile) -> Confidence | None:
    """The hit's confidence after what part the code plays and what is visible; None where it is silent."""
    roles = roles_at(hit.at, source)
    if roles & rule.silent_in:
        return None
    steps = bool(roles & rule.softer_in) + (not is_seen(rule, hit.at, source))
    rank = CONFIDENCES.index(hit.confidence or rule.confidence) - steps
    return CONFIDENCES[max(rank, 0)]


def roles_at(node: Node, source: SourceFile) -> set[Role]:
    """What part the code around a node plays: the file's role, and the function's if there is one."""
    function = source.function(node)
    return {source.role} | ({function.role} if function is not None else set())


def is_seen(rule: CodeRule, node: Node, source: SourceFile) -> bool:
    """Whether all that the rule needs to be certain is visible."""
    if rule.needs == "function":
        function = source.function(node)
        return function is not None and function.is_whole
    return rule.needs is None or source.is_complete


def _outranked(kept: Iterable[tuple[CodeRule, Hit, Confidence]]) -> dict[str, list[tuple[int, int]]]:
    """Rule name to the byte ranges in which another rule speaks in its place."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for rule, hit, confidence in kept:
        if confidence != "low":
            for name in rule.outranks:
                spans.setdefault(name, []).append((hit.at.start_byte, hit.at.end_byte))
    return spans
