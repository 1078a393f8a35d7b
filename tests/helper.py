"""The one helper: text in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.model import ChangedFile, Finding, Text
from review_assist.profiles.load import shipped
from review_assist.profiles.recognise import recognised, signs_of_files
from review_assist.rules.engine import find
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import Rule

_EXAMPLE = re.compile(r"^```rust (bad|good)(?: path=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A fenced block of a rule's docstring."""

    rule: Rule
    verdict: str
    path: str
    code: str


def examples(rule: Rule) -> Iterator[Example]:
    """The `rust bad` and `rust good` blocks of a rule, in order; `rust bad path=src/x.rs` sets the path."""
    for verdict, path, code in _EXAMPLE.findall(rule.teaching):
        yield Example(rule, verdict, path or "src/lib.rs", code)


def rule_named(name: str) -> Rule:
    """The rule, or StopIteration."""
    return next(rule for rule in all_rules() if rule.name == name)


def findings(code: str, path: str = "src/lib.rs", *rules: str) -> list[Finding]:
    """What all rules (or the named ones) say of a whole file of which every line is new; low ones included."""
    data = code.encode()
    lines = frozenset(range(1, data.count(b"\n") + 2))
    profile = recognised(signs_of_files([(path, data)], {}), shipped().values())
    text = Text(data, 0, len(data), 1, lines)
    changed = ChangedFile(path, None, (text,), is_complete=True, profile=profile)
    return list(find([changed], [rule for rule in all_rules() if not rules or rule.name in rules]).findings)


def said(code: str, path: str = "src/lib.rs", *rules: str) -> list[str]:
    """Like `findings`, as short `line rule` strings, of those that are shown without being asked for."""
    return [
        f"{f.line} {f.rule}"
        for f in findings(code, path, *rules)
        if f.confidence != "low" and (rules or not f.pedantic)
    ]
