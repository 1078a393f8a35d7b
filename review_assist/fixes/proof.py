"""A fix is tried before it is shown: it has to apply, to parse, and to end the finding without waking another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from review_assist.fixes.layout import keeps_layout, lines_shown
from review_assist.fixes.splice import apart, span_of, spliced
from review_assist.model import ChangedFile, Edit, Finding, Fix, Text
from review_assist.rules import engine
from review_assist.rules.adapt import has_rust
from review_assist.rules.rule import Rule
from review_assist.syntax import rust


def with_proven_fixes(
    findings: Sequence[Finding], files: Sequence[ChangedFile], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """The findings with the fixes that stood the test; the others lose theirs.

    `rules` are all there are: none of them may have more to say afterwards.
    """
    by_file: dict[tuple[int | None, str], list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            by_file.setdefault((finding.patch, finding.path), []).append(finding)
    compiled = engine.compile_rules(rules, [*_sources(files, findings)]) if by_file else None
    proven: dict[int, Fix] = {}
    for changed in files if compiled is not None else ():
        candidates = [
            finding
            for finding in by_file.get((changed.patch, changed.path), ())
            if finding.fix is not None and _is_fit(finding.fix, changed)
        ]
        for finding in _proven(candidates, changed, compiled) if candidates and compiled else ():
            assert finding.fix is not None
            proven[id(finding)] = _with_proof(finding.fix, changed)
    return tuple(replace(f, fix=proven.get(id(f))) if f.fix is not None else f for f in findings)


def proven_together(findings: Sequence[Finding], changed: ChangedFile, rules: Sequence[Rule]) -> list[Finding]:
    """Those of the findings, none of whose fixes overlap, that stand the test as one."""
    compiled = engine.compile_rules(rules, [*_sources((changed,), findings)])
    if compiled is None or not findings:
        return []
    before = engine.find_in_file(changed, compiled)
    chosen: list[Finding] = []
    todo = [list(findings)]
    while todo:
        batch = todo.pop()
        wrong_in = _wrong_in([*chosen, *batch], changed, before, compiled)
        if wrong_in is None:
            chosen += batch
        else:
            todo += reversed(_parts(batch, wrong_in))
    return chosen


def _is_fit(fix: Fix, changed: ChangedFile) -> bool:
    """What can be seen without parsing: the project's Rust, the place, the layout."""
    if not has_rust(changed.profile.minimum_rust, fix.needs_rust):
        return False
    text = _text_of(fix.edits, changed)
    after = spliced(text, fix.edits) if text is not None else None
    return text is not None and after is not None and keeps_layout(text, after, fix.edits)


def _text_of(edits: Sequence[Edit], changed: ChangedFile) -> Text | None:
    """The stretch of the file that holds all of the edits."""
    return next((t for t in changed.texts if all(span_of(t, edit) is not None for edit in edits)), None)


def _proven(candidates: Sequence[Finding], changed: ChangedFile, compiled: engine.Compiled) -> list[Finding]:
    """Those that stand the test: tried together, as most of them do, and where that fails in parts."""
    before = engine.find_in_file(changed, compiled)
    proven: list[Finding] = []
    todo = [list(candidates)]
    while todo:
        batch = todo.pop()
        chosen = apart([finding.fix.edits for finding in batch if finding.fix is not None])
        together = [batch[index] for index in chosen]
        if len(together) < len(batch):
            todo.append([each for index, each in enumerate(batch) if index not in chosen])
        wrong_in = _wrong_in(together, changed, before, compiled)
        if wrong_in is None:
            proven += together
        else:
            todo += _parts(together, wrong_in)
    return proven


def _parts(batch: Sequence[Finding], wrong_in: Container[str]) -> list[list[Finding]]:
    """What to try next of a batch that failed as one: a try reads the whole file again, so there should be few.

    Of the functions in which it went wrong each gives half of its findings to one part and half to another, and
    what was alone in its function is out. Where no function can be told, all are halved.
    """
    suspects: dict[str, list[Finding]] = {}
    rest: list[Finding] = []
    for finding in batch:
        is_suspect = finding.function in wrong_in
        (suspects.setdefault(finding.function, []) if is_suspect else rest).append(finding)
    if not suspects:
        suspects, rest = {"": rest}, []
    split = [found for found in suspects.values() if len(found) > 1]
    first = [finding for found in split for finding in found[: len(found) // 2]]
    second = [finding for found in split for finding in found[len(found) // 2 :]]
    return [part for part in (rest, first, second) if part]


def _sources(files: Iterable[ChangedFile], findings: Iterable[Finding]) -> Iterable[bytes]:
    """Texts in which the words stand that decide which rules are asked, before and after."""
    yield from (text.source for changed in files for text in changed.texts)
    for finding in findings:
        for edit in finding.fix.edits if finding.fix is not None else ():
            yield edit.text.encode("utf-8", "surrogateescape")


def _wrong_in(
    findings: Sequence[Finding], changed: ChangedFile, before: Sequence[Finding], compiled: engine.Compiled
) -> frozenset[str] | None:
    """None if they stand the test; otherwise the functions where they do not, empty if that cannot be told."""
    texts = []
    for text in changed.texts:
        edits = [e for f in findings if f.fix and _text_of(f.fix.edits, changed) is text for e in f.fix.edits]
        after = spliced(text, edits) if edits else text
        if after is None or (edits and _is_broken(after, text)):
            return frozenset()
        texts.append(after)
    now = engine.find_in_file(replace(changed, texts=tuple(texts)), compiled)
    rules = _not_gone(findings, before, now) | _woken(findings, before, now)
    if not rules:
        return None
    fixed, were, left = (Counter(map(_place, said)) for said in (findings, before, now))
    return frozenset(place[1] for place in left if place[0] in rules and left[place] > were[place] - fixed[place])


def _not_gone(findings: Sequence[Finding], before: Sequence[Finding], now: Sequence[Finding]) -> set[str]:
    """Rules that do not say it less often; where one stands for all of a file, the next takes its place."""
    fixed, were, left = (Counter(map(_kind, said)) for said in (findings, before, now))
    return {kind[0] for kind in fixed if left[kind] > were[kind] - fixed[kind]}


def _woken(findings: Sequence[Finding], before: Sequence[Finding], now: Sequence[Finding]) -> set[str]:
    """Rules that tell more: any other rule in one function, or one of their own in all.

    Another rule may say the same of the new code in other words.
    """
    own = {finding.rule for finding in findings}
    were, left = ([f for f in said if f.confidence != "low" and not f.pedantic] for said in (before, now))
    others = Counter(map(_place, left)) - Counter(map(_place, were))
    in_all = Counter(f.rule for f in left) - Counter(f.rule for f in were)
    return {rule for rule, _ in others if rule not in own} | (own & in_all.keys())


def _is_broken(after: Text, before: Text) -> bool:
    return rust.count_errors(after.source) > rust.count_errors(before.source)


def _place(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.function


def _kind(finding: Finding) -> tuple[str, str]:
    """Which rule says what; numbers in the message may differ."""
    return finding.rule, re.sub(r"\d+", "0", finding.message)


def _with_proof(fix: Fix, changed: ChangedFile) -> Fix:
    text = _text_of(fix.edits, changed)
    after = spliced(text, fix.edits) if text is not None else None
    assert after is not None
    needed = f"needs Rust {fix.needs_rust}; " if fix.needs_rust else ""
    doubt = "" if fix.is_safe else "; look at edge cases"
    proof = f"checked: applies, parses, finding gone; {needed}not compiled{doubt}"
    return replace(fix, shown=lines_shown(after, fix.edits), proof=proof)
