"""A lexer for the brackets of Rust text that may begin and end anywhere, even inside a string."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from review_assist.patterns import pattern

_TOKEN = pattern(
    rb"""
    (?P<doc>//[/!][^\n]*)
  | (?P<comment>//[^\n]* | /\*(?:[^*]|\*(?!/))*+(?:\*/|\*?\Z))
  | (?P<string>
        [bc]?r(?P<hashes>\#*+)"(?:.*?"(?P=hashes)|.*\Z)
      | [bc]?"(?:\\.|[^"\\])*+(?:"|\\?\Z)
      | b?'(?:\\(?:u\{[^}\n]*\}|x..|.)|[^'\\\n][\x80-\xbf]*)'
    )
  | '[A-Za-z_]\w*
  | (?P<open>[{(\[])
  | (?P<close>[})\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_METAVARIABLE = pattern(rb"\$(?:\w|\()")
_RAW_BEGIN = pattern(rb"\br#+\"")
_RAW_END = pattern(rb'"(#+)\s*(?:[,;.)\]}]|$)', re.MULTILINE)
_OPENING = {b"}": b"{", b")": b"(", b"]": b"["}
CLOSING = {b"{": b"}", b"(": b")", b"[": b"]"}


@dataclass(frozen=True, slots=True)
class Level:
    """A bracket that the text leaves open, and the skeleton of what stands before it at its own level."""

    bracket: bytes
    skeleton: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """What the brackets of a stretch of text say.

    A skeleton is text without comments, with strings emptied, and without what stands in inner brackets.
    """

    closers: tuple[tuple[int, bytes], ...]
    """Closing brackets that nothing opens: byte offset and bracket, first to last."""
    segments: tuple[bytes, ...]
    """Skeletons of the text before, between and after the closers: one more than there are closers."""
    levels: tuple[Level, ...]
    """Brackets left open, outermost first."""
    tail: bytes
    """Skeleton of what follows the innermost of them."""
    masked: bytes
    """The text, byte for byte as long, with strings and comments of several lines blanked."""
    has_metavariables: bool
    """True if `$name` or `$(` occurs: text of a macro's definition."""
    unfinished: bytes
    """What would end the string or comment in which the text stops; empty as a rule."""


@dataclass(slots=True)
class _Brackets:
    """The brackets open so far, and a list of skeleton pieces for each level."""

    closers: list[tuple[int, bytes]] = field(default_factory=list)
    segments: list[bytes] = field(default_factory=list)
    stack: list[bytes] = field(default_factory=list)
    pieces: list[list[bytes]] = field(default_factory=lambda: [[]])

    def open(self, bracket: bytes) -> None:
        self.pieces[-1].append(bracket)
        self.stack.append(bracket)
        self.pieces.append([])

    def close(self, offset: int, bracket: bytes) -> None:
        opening = _OPENING[bracket]
        if opening not in self.stack:
            self.closers.append((offset, bracket))
            self.segments.append(b"".join(self.pieces[0]))
            self.stack, self.pieces = [], [[]]
            return
        while self.stack.pop() != opening:
            self.pieces.pop()
        self.pieces.pop()
        self.pieces[-1].append(bracket)


def scan(text: bytes) -> Scan:
    """List the unmatched brackets of `text` and reduce what is between them to skeletons."""
    brackets = _Brackets()
    spans: list[tuple[int, int]] = []
    position = 0
    for match in _TOKEN.finditer(text):
        begin, end = match.span()
        kind = match.lastgroup
        brackets.pieces[-1].append(text[position:begin])
        position = end
        if kind == "open":
            brackets.open(match[0])
        elif kind == "close":
            brackets.close(begin, match[0])
        elif kind is None:
            brackets.pieces[-1].append(match[0])
        else:
            brackets.pieces[-1].append(b"///" if kind == "doc" else b" " if kind == "comment" else b'""')
            spans.append((begin, end))
    brackets.pieces[-1].append(text[position:])
    joined = [b"".join(pieces) for pieces in brackets.pieces]
    return Scan(
        closers=tuple(brackets.closers),
        segments=(*brackets.segments, joined[0]),
        levels=tuple(Level(*level) for level in zip(brackets.stack, joined, strict=False)),
        tail=joined[-1],
        masked=_mask(text, spans),
        has_metavariables=_has_metavariables(text, spans),
        unfinished=_ending(text[slice(*spans[-1])]) if spans and spans[-1][1] == len(text) else b"",
    )


def beginnings(text: bytes, brackets: Scan) -> tuple[bytes, ...]:
    """What may have opened a string or comment above the text, likeliest first; empty for nothing.

    `brackets` is the scan of the text as if nothing had.
    """
    end = _RAW_END.search(text)
    if end and not _RAW_BEGIN.search(text, 0, end.start()):
        return b"r" + end[1] + b'"', b""
    if b"*/" in text and b"/*" not in text[: text.index(b"*/")]:
        return b"", b"/*"
    return (b"", b'"') if brackets.unfinished == b'"' else (b"",)


def _mask(text: bytes, spans: list[tuple[int, int]]) -> bytes:
    inner = [(begin, end) for begin, end in spans if text.find(b"\n", begin, end) >= 0]
    if not inner:
        return text
    masked = bytearray(text)
    for begin, end in inner:
        masked[begin:end] = b" " * (end - begin)
    return bytes(masked)


def _definition(text: bytes) -> int:
    """Where the text begins to define a macro itself."""
    begin = text.find(b"macro_rules!")
    return begin if begin >= 0 else len(text)


def _has_metavariables(text: bytes, spans: list[tuple[int, int]]) -> bool:
    begins = [begin for begin, _ in spans]
    for match in _METAVARIABLE.finditer(text, 0, _definition(text)):
        index = bisect_right(begins, match.start()) - 1
        if index < 0 or spans[index][1] <= match.start():
            return True
    return False


def _ending(token: bytes) -> bytes:
    """What ends a string or comment that runs up to the end of the text."""
    if token.startswith(b"/*"):
        return b"" if token.endswith(b"*/") and len(token) > 3 else b"*/"
    opening = re.match(rb'[bc]?(r?)(#*)"', token)
    if not opening:
        return b""
    closing = b'"' + opening[2]
    if len(token) > opening.end() and token.endswith(closing):
        return b""
    return closing
