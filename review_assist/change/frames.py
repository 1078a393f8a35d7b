"""The frames that may stand around a hunk, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.change.chains import chains, depth
from review_assist.change.heading import Heading
from review_assist.change.kinds import Kind
from review_assist.change.lexer import Scan
from review_assist.change.openers import enclosing
from review_assist.change.tails import closing

_EXPRESSION = {
    Kind.BODY: b"let __ = __",
    Kind.VALUES: b"__: __",
    Kind.ARMS: b"__ => __",
    Kind.ITEMS: b"const __: __ = __",
}
_HEADS = (
    (re.compile(rb"(?:&&|\|\|)"), (b"if __", b"")),
    (re.compile(rb"(?:\.(?!\.)|[?+*%^]|/(?!/)|-(?!>)|==|[<>]|as\b)"), (b"",)),
    (re.compile(rb"=>"), (b"__",)),
    (re.compile(rb"="), (b"let __",)),
    (re.compile(rb"(?:->|where\b)"), (b"fn __()", b"impl __")),
    (re.compile(rb"else\b"), (b"if __ {}", b"let __(__) = __")),
    (re.compile(rb"\|"), (b"__",)),
    (re.compile(rb"for\b[^{]*\{"), (b"", b"impl __")),
)
_ANY_HEAD = (
    b"__",
    b"let __ =",
    b"let __ = __",
    b"if __ {}",
    b"#[cfg(__)] fn __()",
    b"fn __() -> __",
    b"fn __<__>()",
    b"impl __",
    b"__ =>",
    b"use __",
)
_ANY_TAIL = (
    b";",
    b"__;",
    b"{}",
    b"fn __() {}",
    b"__ => {}",
    b"__: __",
    b"__",
    b": __",
    b"=> {}",
    b"; fn __() {}",
    b"__) {}",
    b"{} => {}",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What goes before and after a hunk, each on a line of its own."""

    prefix: bytes
    suffix: bytes

    def around(self, text: bytes) -> bytes:
        """The text in its frame, one line down."""
        return self.prefix + b"\n" + text + b"\n" + self.suffix


def frames(brackets: Scan, heading: Heading, beginning: bytes) -> Iterator[Frame]:
    """Frames to try, likeliest first, each in the words of the heading before the same without them.

    `beginning` opens the string or comment in which the text begins, if it does; `brackets` know of it.
    """
    around = depth(brackets)
    tail = closing(brackets)
    for chain in chains(brackets, heading):
        outer = enclosing(chain.outside, around)
        suffix = b" ".join((tail, *(opener.end for opener in reversed(outer))))
        generic = tuple(opener.text for opener in (*outer, *chain.openers))
        for head in _heads(brackets.segments[0], chain.inside):
            for prefix in dict.fromkeys((heading.named(generic), generic)):
                yield Frame(b" ".join((*prefix, head + beginning)), suffix)


def repaired(frame: Frame, brackets: Scan) -> Iterator[Frame]:
    """Variants of a frame for a construct that the hunk cuts in two, at its beginning or its end."""
    tail = closing(brackets)
    outer = frame.suffix[len(tail) :]
    for head in _ANY_HEAD:
        yield Frame(b" ".join((frame.prefix, head)), frame.suffix)
    for text in _ANY_TAIL:
        yield Frame(frame.prefix, b" ".join((text, frame.suffix)))
        yield Frame(frame.prefix, b" ".join((tail, text, outer)))


def _heads(first: bytes, kind: Kind) -> tuple[bytes, ...]:
    """What a construct that began above the hunk may have begun with."""
    start = first.lstrip()
    for pattern, heads in _HEADS:
        if pattern.match(start):
            expression = _EXPRESSION.get(kind, b"__")
            return tuple(head or expression for head in heads if kind == Kind.BODY or head != b"if __")
    return (b"",)
