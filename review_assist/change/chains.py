"""Chains of openers for the brackets that a hunk closes but does not open, and the place they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from review_assist.change.heading import Heading
from review_assist.change.kinds import NEVER, Kind, penalties
from review_assist.change.lexer import Scan
from review_assist.change.openers import OPENERS, Opener, follow
from review_assist.patterns import pattern

_CHAINS_PER_KIND = 2
_SELF = pattern(rb"\bself\b(?!::)")
_INDENT = 4
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Chain:
    """Openers, outermost first, and the container that they need around them."""

    score: float
    """How unlikely they are by the looks of the text."""
    openers: tuple[Opener, ...]
    inside: Kind
    """The kind of container in which the text begins."""
    outside: Kind
    """The kind of container in which it ends, but for the brackets that it opens itself."""


def chains(brackets: Scan, heading: Heading) -> list[Chain]:
    """Chains that may stand before the text, likeliest first."""
    around = depth(brackets)
    in_method = heading.is_method or _SELF.search(brackets.masked) is not None
    return sorted(_chains(brackets, heading), key=lambda chain: _rank(chain, around, heading, in_method=in_method))


def depth(brackets: Scan) -> int:
    """Levels of indentation around what the text ends in: the least indented line after the last closer."""
    begin = 0
    if brackets.closers:
        begin = brackets.masked.rfind(b"\n", 0, brackets.closers[-1][0]) + 1
    depths = [
        _indent(line)
        for number, line in enumerate(brackets.masked[begin:].split(b"\n"))
        if _tells_depth(line.strip()) or (brackets.closers and not number)
    ]
    return min(depths, default=0)


def _chains(brackets: Scan, heading: Heading) -> list[Chain]:
    """The likeliest openers for each unmatched closer, added from the innermost outwards."""
    macro = 0.5 if brackets.has_metavariables else 1.5 if heading.word == b"macro_rules!" else NEVER
    likely = [penalties(segment, macro) for segment in brackets.segments]
    result = [Chain(score, (), kind, kind) for kind, score in likely[0].items() if score < NEVER]
    for index, (_, bracket) in enumerate(brackets.closers):
        outer, after = likely[index + 1], follow(brackets.segments[index + 1])
        longer = [
            Chain(
                chain.score + outer[opener.outside] + opener.charge_before(after),
                (opener, *chain.openers),
                chain.inside,
                opener.outside,
            )
            for chain in result
            for opener in OPENERS.get((bracket, chain.outside), ())
        ]
        result = _best(longer)
    return result


def _best(candidates: list[Chain]) -> list[Chain]:
    candidates.sort(key=lambda chain: chain.score)
    kept: list[Chain] = []
    count: dict[Kind, int] = {}
    for chain in candidates:
        if chain.score > candidates[0].score + NEVER:
            break
        count[chain.outside] = count.get(chain.outside, 0) + 1
        if count[chain.outside] <= _CHAINS_PER_KIND:
            kept.append(chain)
    return kept


def _rank(chain: Chain, around: int, heading: Heading, *, in_method: bool) -> float:
    named = {chain.openers[0].inside} if chain.openers else set()
    if around > 0:
        named.add(chain.outside)
    score = chain.score - 0.7 * (not named.isdisjoint(heading.kinds))
    if chain.openers and any(chain.openers[0].text == generic for generic, _ in heading.openers):
        score -= 0.5
    if chain.outside == Kind.ITEMS:
        return score + 0.8 * (around > 1)
    if chain.outside == Kind.BODY:
        return score + 0.3 * (around == 0) + 1.5 * (around == 1 and in_method)
    return score + 1.5 * (around == 0)


def _tells_depth(line: bytes) -> bool:
    return bool(line) and (line[:1] not in b")]}#" or line.startswith(b"#["))


def _indent(line: bytes) -> int:
    width = 0
    for byte in line:
        if byte not in b" \t":
            break
        width += 1 if byte == 0x20 else _INDENT
    return min(width // _INDENT, _MAX_DEPTH)
