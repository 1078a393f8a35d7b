"""What the text after `@@` says of a hunk's surroundings, as openers that can stand in front of it.

The heading is the last line above the hunk that looked like the head of a function or type to git: often the
construct around the hunk, sometimes one that has ended, and cut off after 80 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from review_assist.change.kinds import Kind
from review_assist.change.lexer import scan
from review_assist.patterns import pattern

_HEAD = pattern(
    rb"""
    (?P<modifiers>(?:pub(?:\([^()]*\))?\s+)?(?:(?:default|async|const|unsafe|extern(?:\s*"\w*")?)\s+)*)
    (?P<word>fn|impl|trait|mod|struct|enum|union|match|use|macro_rules!)(?!\w)
    \s*(?P<name>[A-Za-z_]\w*)?
    """,
    re.VERBOSE,
)
_UNFIT = pattern(rb"//|/\*|[\x00-\x08\x0a-\x1f\x7f;]")
_COMMENT = pattern(rb"//[^\n]*")
_CUT_OFF = 75
_SELF = pattern(rb"\(.{0,20}\bself\b")
_KINDS = {
    b"fn": (Kind.BODY, Kind.PARAMETERS),
    b"impl": (Kind.ITEMS,),
    b"trait": (Kind.ITEMS,),
    b"mod": (Kind.ITEMS,),
    b"struct": (Kind.FIELDS,),
    b"union": (Kind.FIELDS,),
    b"enum": (Kind.VARIANTS,),
    b"match": (Kind.ARMS,),
    b"use": (Kind.IMPORTS,),
    b"macro_rules!": (Kind.RULES, Kind.TOKENS),
}
_GENERIC = {
    b"fn": b"fn __() {",
    b"impl": b"impl __ {",
    b"trait": b"impl __ {",
    b"mod": b"impl __ {",
    b"struct": b"struct __ {",
    b"union": b"struct __ {",
    b"enum": b"enum __ {",
    b"macro_rules!": b"macro_rules! __ {",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a hunk, taken apart."""

    word: bytes = b""
    """The keyword of what it names: `fn`, `impl`, `struct`...; empty if it names nothing that we know."""
    kinds: tuple[Kind, ...] = ()
    """The kinds of container that what it names may be."""
    openers: tuple[tuple[bytes, bytes], ...] = ()
    """Generic openers, and the text that the heading has instead of each."""
    is_method: bool = False
    """True for a function that takes `self`."""

    def named(self, openers: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Generic openers with the outermost that fits in the heading's own words."""
        if self.is_method and b"impl __ {" not in openers:
            return openers
        for index, opener in enumerate(openers):
            for generic, own in self.openers:
                if opener == generic:
                    return (*openers[:index], own, *openers[index + 1 :])
        return openers


def read(heading: bytes, text: bytes) -> Heading:
    """Take a heading apart. It is not trusted for names that `text`, the hunk, itself calls or defines."""
    head = heading.strip()
    match = _HEAD.match(head)
    if not match or head.endswith(b"}") or _UNFIT.search(head):
        return Heading()
    word, name = match["word"], match["name"] or b""
    openers: list[tuple[bytes, bytes]] = []
    complete = _complete(head)
    if complete and word in _GENERIC:
        openers.append((_GENERIC[word], complete))
    if word == b"fn" and name:
        begin = match["modifiers"] + b"fn " + name
        if not complete:
            openers.append((_GENERIC[word], begin + b"() {"))
        openers.append((b"fn __(", begin + b"("))
    if word == b"fn" and re.search(rb"(?:\bfn |(?<![.:\w]))" + name + rb"\s*[(<]", _COMMENT.sub(b"", text)):
        openers = []
    return Heading(word, _KINDS[word], tuple(openers), word == b"fn" and _SELF.search(head) is not None)


def _complete(head: bytes) -> bytes:
    """The heading itself if it opens a block, with the brace added where that stands on a later line."""
    brackets = scan(head)
    if brackets.closers or brackets.unfinished:
        return b""
    if [level.bracket for level in brackets.levels] == [b"{"] and head.endswith(b"{"):
        return head
    is_whole = not brackets.levels and len(head) < _CUT_OFF and head[-1:] not in b"=,:+&|"
    return head + b" {" if is_whole and head.count(b"<") == head.replace(b"->", b"").count(b">") else b""
