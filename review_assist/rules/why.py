"""What the rules made of one line, and why each of them spoke or stayed silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review_assist.model import ChangedFile, Confidence, FileRole, FunctionRole, Profile, Verdict
from review_assist.rules.adapt import adapted
from review_assist.rules.engine import compile_rules, confidence_of, is_seen, matches_in, roles_at
from review_assist.rules.findings import finding_of
from review_assist.rules.rule import Captures, CodeRule, Hit, Role, Rule
from review_assist.syntax import rust
from review_assist.syntax.places import is_within
from review_assist.syntax.source import SourceFile, read_source, spans_error

_ROLES: dict[Role, str] = {
    FileRole.LEAF: "a device, tool or library",
    FileRole.BINDING: "a file of bindings",
    FileRole.SHIM: "the file that includes what C declares",
    FileRole.MACROS: "a file of macros",
    FileRole.TEST: "a file of tests",
    FileRole.BUILD: "a build script",
    FunctionRole.ABI: "a function that C calls",
    FunctionRole.THUNK: "a generic function that C calls",
    FunctionRole.BOUNDARY: "a function that calls C",
    FunctionRole.CONTRACT: "a method whose signature is given",
    FunctionRole.CONST: "a `const fn`",
    FunctionRole.TEST: "a test",
    FunctionRole.PLAIN: "a plain function",
}
_OF_OTHERS = {FileRole.GENERATED: "generated", FileRole.VENDORED: "copied from another project"}


@dataclass(frozen=True, slots=True)
class _Look:
    """One match of a rule's pattern, and what the rule's own judgement makes of it."""

    rule: CodeRule
    captures: Captures
    answer: Hit | str

    @property
    def hit(self) -> Hit | None:
        return self.answer if isinstance(self.answer, Hit) else None


def verdicts(changed: ChangedFile, line: int, rules: Sequence[Rule]) -> tuple[Verdict, ...]:
    """One for each rule whose pattern matches something that begins on the line, by family and rule."""
    compiled = compile_rules(rules, [text.source for text in changed.texts])
    best: dict[str, tuple[tuple[bool, bool], Verdict]] = {}
    for source in read_source(changed) if compiled is not None else ():
        is_looked_at = source.role.is_judged and _shows(source, line) and not _why_not(source)
        if compiled is None or not is_looked_at:
            continue
        whole = ((source.content.start, source.content.end),)
        looks = [
            _Look(rule, captures, rule.refine(captures, source))
            for rule, captures in matches_in(source, compiled, whole)
        ]
        speakers = [(look, c) for look in looks if (c := _would_say(look, source, changed.profile)) is not None]
        for look in looks:
            if _begins_on(look, line, source):
                verdict = _verdict(look, line, source, changed, speakers)
                weight = (verdict.finding is not None, look.hit is not None)
                known = best.get(verdict.rule)
                if known is None or weight > known[0]:
                    best[verdict.rule] = (weight, verdict)
    return tuple(sorted((verdict for _, verdict in best.values()), key=lambda each: (each.family, each.rule)))


def remark(changed: ChangedFile, line: int) -> str:
    """Why no rule looks at the line at all; empty if they do."""
    for source in read_source(changed):
        if source.role in _OF_OTHERS:
            return f"the file is {_OF_OTHERS[source.role]}, so no rule looks at it"
        if _shows(source, line) and (why_not := _why_not(source)):
            return f"the code {why_not}"
    return ""


def _why_not(source: SourceFile) -> str:
    return rust.why_not_judged(source.tree, source.content.source)


def _shows(source: SourceFile, line: int) -> bool:
    content = source.content
    return 0 <= line - content.first_line <= content.source.count(b"\n", content.start, content.end)


def _begins_on(look: _Look, line: int, source: SourceFile) -> bool:
    if look.hit is not None and source.line(look.hit.at) == line:
        return True
    nodes = (node for nodes in look.captures.nodes.values() for node in nodes)
    return any(source.line(node) == line and source.content.start <= node.start_byte for node in nodes)


def _would_say(look: _Look, source: SourceFile, profile: Profile) -> Confidence | None:
    """The confidence with which the engine keeps it, before rules are weighed against each other."""
    rule = adapted(look.rule, profile)
    if rule is None or look.hit is None or spans_error(look.hit.at) or not source.is_added(look.hit.at):
        return None
    return confidence_of(rule, look.hit, source)


def _verdict(
    look: _Look,
    line: int,
    source: SourceFile,
    changed: ChangedFile,
    speakers: Sequence[tuple[_Look, Confidence]],
) -> Verdict:
    general, hit = look.rule, look.answer
    if isinstance(hit, str):
        return Verdict(general.name, general.family, reason=hit)
    if source.line(hit.at) != line:
        return Verdict(general.name, general.family, reason=f"it points at line {source.line(hit.at)}")
    rule = adapted(general, changed.profile)
    reason = _reason(rule, hit, source, changed) or _outranked(look, speakers)
    confidence = confidence_of(rule, hit, source) if rule is not None else None
    if rule is None or confidence is None or reason:
        return Verdict(general.name, general.family, reason=reason)
    finding = finding_of(rule, hit, confidence, source, changed.patch)
    return Verdict(rule.name, rule.family, finding, lowered=_lowered(rule, hit, source))


def _reason(rule: CodeRule | None, hit: Hit, source: SourceFile, changed: ChangedFile) -> str:
    """Why the engine drops a hit, whatever other rules say; empty if it does not."""
    if rule is None:
        return f"the profile `{changed.profile.name}` leaves it out"
    if hit.at.start_byte < source.content.start:
        return "the patch does not show the code that it is about"
    if spans_error(hit.at):
        return "something near it did not parse, or is not shown by the patch"
    roles = roles_at(hit.at, source) & rule.silent_in
    if roles:
        return f"the pattern is right in {_named(roles)}"
    if source.line(hit.at) in changed.moved:
        return "the patch moved this line from elsewhere"
    return "" if source.is_added(hit.at) else "the patch did not write this line"


def _outranked(look: _Look, speakers: Sequence[tuple[_Look, Confidence]]) -> str:
    for other, confidence in speakers:
        if confidence == "low" or look.rule.name not in other.rule.outranks or not other.hit or not look.hit:
            continue
        one, two = other.hit.at, look.hit.at
        if is_within(two, one) or is_within(one, two):
            return f"`{other.rule.name}` has more to say about the same place"
    return ""


def _lowered(rule: CodeRule, hit: Hit, source: SourceFile) -> str:
    """Why the finding is less sure than the rule is elsewhere; empty if it is not."""
    roles = roles_at(hit.at, source) & rule.softer_in
    if roles:
        return f"the pattern may well be right in {_named(roles)}"
    return "" if is_seen(rule, hit.at, source) else f"the patch shows only a part of the {rule.needs}"


def _named(roles: set[Role]) -> str:
    return " and ".join(sorted(_ROLES[role] for role in roles))
