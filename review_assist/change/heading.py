"""What the text after `@@` says of a hunk's surroundings, as openers that can stand in front of it.

The heading is the last line above the hunk that looked like the head of a function or type to git: often the
construct around the hunk, sometimes one that has ended, and cut off after 80 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from review_assist.change.lexer import scan

_HEAD = re.compile(
    rb"""
    (?P<modifiers>(?:pub(?:\([^()]*\))?\s+)?(?:(?:default|async|const|unsafe|extern(?:\s*"\w*")?)\s+)*)
    (?P<word>fn|impl|trait|mod|struct|enum|union|match|use|static|const|macro_rules!)(?!\w)
    \s*(?P<name>[A-Za-z_]\w*)?
    """,
    re.VERBOSE,
)
_UNFIT = re.compile(rb"//|/\*|[\x00-\x08\x0a-\x1f\x7f;]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a hunk, taken apart."""

    word: bytes
    """The keyword of what it names: `fn`, `impl`, `struct`...; empty if it names nothing that we know."""
    opener: bytes
    """Text that opens what it names, ending in `{`; empty if it cannot be had from the heading."""
    is_method: bool = False
    """True for a function that takes `self`."""


NOTHING = Heading(b"", b"")


def read(heading: bytes) -> Heading:
    """Take a heading apart. Never fails: what cannot be understood is left out."""
    text = heading.strip()
    match = _HEAD.match(text)
    if not match or text.endswith(b"}") or _UNFIT.search(text):
        return NOTHING
    word = match["word"]
    opener = _complete(text)
    if not opener and word == b"fn" and match["name"]:
        opener = match["modifiers"] + b"fn " + match["name"] + b"() {"
    return Heading(word, opener, word == b"fn" and re.search(rb"\(.{0,20}\bself\b", text) is not None)


def _complete(text: bytes) -> bytes:
    """The heading itself if it opens a block, with the brace added where that stands on a later line."""
    brackets = scan(text)
    if brackets.closers or brackets.unfinished:
        return b""
    if [level.bracket for level in brackets.levels] == [b"{"] and text.endswith(b"{"):
        return text
    is_whole = not brackets.levels and len(text) < 75 and text.count(b"<") == text.replace(b"->", b"").count(b">")
    return text + b" {" if is_whole and text[-1:] not in b"=,:+&|" else b""
