"""The frames that may stand around a hunk, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.change.heading import Heading
from review_assist.change.kinds import Kind, penalties
from review_assist.change.lexer import Scan
from review_assist.change.openers import OPENERS, Opener, enclosing, follow
from review_assist.change.tails import closing

_MAX_CLOSERS = 40
_CHAINS_PER_KIND = 2
_OUT_OF_THE_WAY = 4.0
_METAVARIABLE = re.compile(rb"\$(?:\w|\()")
_INDENT = 4
_NAMED_BY_HEADING = {
    b"fn": Kind.BODY, b"impl": Kind.ITEMS, b"trait": Kind.ITEMS, b"mod": Kind.ITEMS, b"struct": Kind.FIELDS, b"union": Kind.FIELDS,
    b"enum": Kind.VARIANTS, b"match": Kind.ARMS, b"use": Kind.IMPORTS, b"macro_rules!": Kind.RULES,
}  # fmt: skip
_REPLACED_BY_HEADING = {
    b"fn": b"fn __() {", b"impl": b"impl __ {", b"trait": b"impl __ {", b"mod": b"impl __ {",
    b"struct": b"struct __ {", b"union": b"struct __ {", b"enum": b"enum __ {", b"macro_rules!": b"macro_rules! __ {",
}  # fmt: skip
_EXPRESSION = {Kind.BODY: b"let __ = __", Kind.VALUES: b"__: __", Kind.ARMS: b"__ => __", Kind.LIST: b"__"}
_HEADS = (
    (re.compile(rb"(?:&&|\|\|)"), (b"if __", b"let __ = __")),
    (re.compile(rb"(?:\.(?!\.)|[?+*%^]|/(?!/)|-(?!>)|==|[<>]|as\b)"), (b"",)),
    (re.compile(rb"=>"), (b"__",)),
    (re.compile(rb"="), (b"let __",)),
    (re.compile(rb"(?:->|where\b)"), (b"fn __()", b"impl __")),
    (re.compile(rb"else\b"), (b"if __ {}", b"let __(__) = __")),
    (re.compile(rb"\|"), (b"__",)),
    (re.compile(rb"for\b[^{]*\{"), (b"impl __",)),
)
_ANY_HEAD = (
    b"__", b"let __ =", b"let __ = __", b"if __ {}", b"#[cfg(__)] fn __()", b"fn __() -> __", b"fn __<__>()", b"impl __",
    b"__ =>", b"use __", b"//", b"/*",  b'"', b'r#"',
)  # fmt: skip
_ANY_TAIL = (
    b";", b"__;", b"{}", b"fn __() {}", b"__ => {}", b"__: __", b"__", b": __", b"=> {}", b"; fn __() {}", b"__) {}", b"{} => {}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What goes before and after a hunk, each on a line of its own."""

    prefix: bytes
    suffix: bytes

    def around(self, text: bytes) -> bytes:
        """The text in its frame, one line down."""
        return self.prefix + b"\n" + text + b"\n" + self.suffix


@dataclass(frozen=True, slots=True)
class _Chain:
    """Openers for the closers so far, outermost first, and the container that they need around them."""

    score: float
    openers: tuple[Opener, ...]
    inside: Kind
    """The kind of container in which the text begins."""
    outside: Kind


def frames(brackets: Scan, heading: Heading) -> Iterator[Frame]:
    """Frames to try, likeliest first."""
    if len(brackets.closers) > _MAX_CLOSERS:
        return
    depth = _depth(brackets)
    tail = closing(brackets)
    ranked = sorted(_chains(brackets, heading), key=lambda chain: _rank(chain, depth, heading))
    for chain in ranked:
        around = enclosing(chain.outside, depth)
        suffix = b" ".join([tail, *(opener.end for opener in reversed(around))])
        generic = b" ".join(opener.text for opener in (*around, *chain.openers))
        named = _named(generic, heading)
        for head in _heads(brackets.segments[0], chain.inside):
            yield Frame(b" ".join((named, head)), suffix)
            if named != generic:
                yield Frame(b" ".join((generic, head)), suffix)


def repaired(frame: Frame, brackets: Scan) -> Iterator[Frame]:
    """Variants of a frame for a construct that the hunk cuts in two, at its beginning or its end."""
    tail = closing(brackets)
    outer = frame.suffix[len(tail) :]
    for head in _ANY_HEAD:
        yield Frame(frame.prefix + b" " + head, frame.suffix)
    for text in _ANY_TAIL:
        yield Frame(frame.prefix, b" ".join((text, frame.suffix)))
        yield Frame(frame.prefix, b" ".join((tail, text, outer)))


def _chains(brackets: Scan, heading: Heading) -> list[_Chain]:
    """The likeliest openers for each unmatched closer, from the innermost outwards."""
    metavariables = _METAVARIABLE.search(brackets.masked) is not None or heading.word == b"macro_rules!"
    likely = [penalties(segment, metavariables) for segment in brackets.segments]
    chains = [_Chain(score, (), kind, kind) for kind, score in likely[0].items() if score < _OUT_OF_THE_WAY]
    for index, (_, bracket) in enumerate(brackets.closers):
        after = follow(brackets.segments[index + 1])
        longer = [
            _Chain(
                chain.score + opener.charge + likely[index + 1][opener.outside] + 1.5 * _is_misfit(opener, after),
                (opener, *chain.openers),
                chain.inside,
                opener.outside,
            )
            for chain in chains
            for opener in OPENERS.get((bracket, chain.outside), ())
        ]
        chains = _best(longer)
    return chains


def _is_misfit(opener: Opener, after: str) -> bool:
    return bool(opener.follows) and after not in opener.follows


def _best(chains: list[_Chain]) -> list[_Chain]:
    chains.sort(key=lambda chain: chain.score)
    kept: list[_Chain] = []
    count: dict[Kind, int] = {}
    for chain in chains:
        if chain.score > chains[0].score + _OUT_OF_THE_WAY:
            break
        count[chain.outside] = count.get(chain.outside, 0) + 1
        if count[chain.outside] <= _CHAINS_PER_KIND:
            kept.append(chain)
    return kept


def _rank(chain: _Chain, depth: int, heading: Heading) -> float:
    container = chain.openers[0].inside if chain.openers else chain.outside
    agrees = _NAMED_BY_HEADING.get(heading.word) == container and (depth > 0 or bool(chain.openers))
    misplaced = depth == 0 and chain.outside not in (Kind.ITEMS, Kind.BODY)
    return chain.score - 0.7 * agrees + 1.5 * misplaced + 0.3 * (depth == 0 and chain.outside == Kind.BODY)


def _depth(brackets: Scan) -> int:
    """Levels of indentation around what the text ends in: the least indented line after the last closer."""
    begin = 0
    if brackets.closers:
        begin = brackets.masked.rfind(b"\n", 0, brackets.closers[-1][0]) + 1
    depths = [
        _indent(line)
        for number, line in enumerate(brackets.masked[begin:].split(b"\n"))
        if (stripped := line.strip()) and (not number or stripped[:1] not in b")]}#" or stripped.startswith(b"#["))
    ]
    return min(depths, default=0)


def _indent(line: bytes) -> int:
    width = 0
    for byte in line:
        if byte not in b" \t":
            break
        width += 1 if byte == 0x20 else _INDENT
    return min(width // _INDENT, _MAX_CLOSERS)


def _heads(first: bytes, kind: Kind) -> tuple[bytes, ...]:
    """What a construct that began above the hunk may have begun with."""
    start = first.lstrip()
    for pattern, heads in _HEADS:
        if pattern.match(start):
            return tuple(head or _EXPRESSION.get(kind, b"__") for head in heads)
    return (b"",)


def _named(prefix: bytes, heading: Heading) -> bytes:
    """The prefix with its outermost container of the heading's kind as the heading has it."""
    generic = _REPLACED_BY_HEADING.get(heading.word)
    if not generic or not heading.opener:
        return prefix
    if heading.word == b"fn" and not heading.is_method and prefix.startswith(b"impl __ { fn __() {"):
        return prefix.replace(generic, heading.opener, 1)
    return prefix.replace(generic, heading.opener, 1)
