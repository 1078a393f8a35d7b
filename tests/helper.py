"""The one helper: text in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import ChangedFile, Finding, Profile, Submission, Text
from review_assist.pipeline import review
from review_assist.profiles.load import shipped
from review_assist.profiles.recognise import recognised, signs_of_files
from review_assist.rules.engine import find
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import Rule

_EXAMPLE = re.compile(
    r"^```(rust|diff) (bad|good)(?: path=(\S+))?(?: profile=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Example:
    """A fenced block of a rule's docstring."""

    rule: Rule
    language: str
    verdict: str
    path: str
    profile: str
    code: str

    @property
    def fired(self) -> list[str]:
        """What its own rule says of it."""
        return self._said(self.rule.name)

    @property
    def said(self) -> list[str]:
        """What is said of it when no rule is asked for."""
        return self._said()

    def _said(self, *rules: str) -> list[str]:
        profile = shipped()[self.profile] if self.profile else None
        if self.language == "diff":
            return said_of_patch(self.code, *rules, profile=profile)
        return said(self.code, self.path, *rules, profile=profile)


def examples(rule: Rule) -> Iterator[Example]:
    """The blocks of a rule, in order: code (`rust bad`, `rust good path=src/x.rs`) or patches (`diff bad`).

    `profile=qemu` names the project; without it, it is recognised.
    """
    for language, verdict, path, profile, code in _EXAMPLE.findall(rule.teaching):
        yield Example(rule, language, verdict, path or "src/lib.rs", profile, code)


def rule_named(name: str) -> Rule:
    """The rule, or StopIteration."""
    return next(rule for rule in all_rules() if rule.name == name)


def findings(code: str, path: str = "src/lib.rs", *rules: str, profile: Profile | None = None) -> list[Finding]:
    """What all rules (or the named ones) say of a whole file of which every line is new; low ones included."""
    data = code.encode()
    lines = frozenset(range(1, data.count(b"\n") + 2))
    project = profile or recognised(signs_of_files([(path, data)], {}), shipped().values())
    text = Text(data, 0, len(data), 1, lines)
    changed = ChangedFile(path, None, (text,), is_complete=True, profile=project)
    return list(find([changed], [rule for rule in all_rules() if not rules or rule.name in rules]).findings)


def said(code: str, path: str = "src/lib.rs", *rules: str, profile: Profile | None = None) -> list[str]:
    """Like `findings`, as short `line rule` strings, of those that are shown without being asked for."""
    return _short(findings(code, path, *rules, profile=profile), *rules)


def findings_in_patch(patch: str, *rules: str, profile: Profile | None = None) -> list[Finding]:
    """What all rules (or the named ones) say of a patch, mail or mbox; low ones included."""
    series, problems = read_patches(patch.encode(), "test")
    assert problems == ()
    settings = Settings(rules, pedantic=True, profile=profile)
    return list(review(Submission(series), settings).findings)


def said_of_patch(patch: str, *rules: str, profile: Profile | None = None) -> list[str]:
    """Like `findings_in_patch`, as short `line rule` strings, of those that are shown without being asked for."""
    return _short(findings_in_patch(patch, *rules, profile=profile), *rules)


def _short(found: list[Finding], *rules: str) -> list[str]:
    return [f"{f.line} {f.rule}" for f in found if f.confidence != "low" and (rules or not f.pedantic)]
