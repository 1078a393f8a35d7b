"""The texts that can open a bracket which a hunk only closes, and the containers around a hunk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from review_assist.change.kinds import (
    ARMS, ATTRIBUTE, BODY, FIELDS, IMPORTS, ITEMS, LIST, PARAMETERS, RULES, TOKENS, VALUES, VARIANTS,
)  # fmt: skip

PLACEHOLDER = b"__"
"""Every name that was made up: no rule should repeat it, and no text of a patch is pointed at by it."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A text that opens a bracket."""

    text: bytes
    inside: str
    """The kind of container that it opens."""
    outside: str
    """The kind of container that it may stand in."""
    follows: tuple[str, ...]
    """What may come after the bracket that closes it (see `follow`); empty if anything may."""
    end: bytes
    """What closes it where the hunk does not."""
    charge: float = 0.0


_STATEMENTS = (ITEMS, BODY)
_BLOCK_ENDS = ("line", "end", "close")

_DECLARATIONS: tuple[tuple[bytes, str, tuple[str, ...], tuple[str, ...], bytes, float], ...] = (
    (b"fn __() {", BODY, (ITEMS,), _BLOCK_ENDS, b"}", 0.0),
    (b"fn __() {", BODY, (BODY,), _BLOCK_ENDS, b"}", 1.5),
    (b"if __ {", BODY, (BODY,), ("else",), b"}", 0.0),
    (b"{", BODY, (BODY,), _BLOCK_ENDS, b"}", 0.0),
    (b"let __ = {", BODY, (BODY,), (";", ".", "word"), b"};", 0.0),
    (b"__ => {", BODY, (ARMS,), (*_BLOCK_ENDS, ","), b"}", 0.0),
    (b"__: {", BODY, (VALUES,), (",", "."), b"}", 0.3),
    (b"|__| {", BODY, (LIST,), (), b"}", 0.0),
    (b"__: |__| {", BODY, (VALUES,), (",",), b"}", 0.5),
    (b"let __ = |__| {", BODY, (BODY,), (";",), b"};", 0.5),
    (b"const __: __ = {", BODY, (ITEMS,), (";",), b"};", 0.0),
    (b"let __(__) = __ else {", BODY, (BODY,), (";",), b"};", 0.3),
    (b"match __ {", ARMS, (BODY,), _BLOCK_ENDS, b"}", 0.0),
    (b"let __ = match __ {", ARMS, (BODY,), (";", ".", "word"), b"};", 0.0),
    (b"__ => match __ {", ARMS, (ARMS,), (*_BLOCK_ENDS, ","), b"}", 0.0),
    (b"__: match __ {", ARMS, (VALUES,), (",", "."), b"}", 0.0),
    (b"match __ {", ARMS, (LIST,), (), b"}", 0.5),
    (b"__ {", VALUES, (BODY,), ("end", "close"), b"}", 0.0),
    (b"let __ = __ {", VALUES, (BODY,), (";", ".", "word"), b"};", 0.0),
    (b"let __ {", VALUES, (BODY,), ("=",), b"} = __;", 0.0),
    (b"if let __ {", VALUES, (BODY,), ("=",), b"} = __ {}", 0.2),
    (b"__ {", VALUES, (LIST,), (), b"}", 0.0),
    (b"__ => __ {", VALUES, (ARMS,), (",", "close", "."), b"}", 0.2),
    (b"__ {", VALUES, (ARMS,), ("=>", "word"), b"} => {}", 0.0),
    (b"__: __ {", VALUES, (VALUES,), (",", "close", "."), b"}", 0.0),
    (b"const __: __ = __ {", VALUES, (ITEMS,), (";", "."), b"};", 0.0),
    (b"struct __ {", FIELDS, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"__ {", FIELDS, (VARIANTS,), (",", "close"), b"}", 0.0),
    (b"enum __ {", VARIANTS, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"use __::{", IMPORTS, _STATEMENTS, (";",), b"};", 0.0),
    (b"__::{", IMPORTS, (IMPORTS,), (",", "close", "end"), b"}", 0.0),
    (b"impl __ {", ITEMS, (ITEMS,), _BLOCK_ENDS, b"}", 0.0),
    (b"impl __ {", ITEMS, (BODY,), _BLOCK_ENDS, b"}", 1.5),
    (b"__! {", TOKENS, _STATEMENTS, (), b"}", 1.0),
    (b"__! {", ITEMS, (ITEMS,), (), b"}", 3.0),
    (b"macro_rules! __ {", RULES, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"() => {", TOKENS, (RULES,), (";", "end", "close"), b"};", 0.0),
    (b"{", TOKENS, (TOKENS,), (), b"}", 0.0),
    (b"(", TOKENS, (TOKENS,), (), b")", 0.0),
    (b"[", TOKENS, (TOKENS,), (), b"]", 0.0),
    (b"__!(", TOKENS, (BODY, LIST), (), b");", 1.0),
    (b"__(", LIST, (BODY,), (";", ".", "close", "end", "word"), b");", 0.0),
    (b"let __ = __(", LIST, (BODY,), (";", ".", "word", "else"), b");", 0.3),
    (b"if __(", LIST, (BODY,), ("{", "word"), b") {}", 0.0),
    (b"let __(", LIST, (BODY,), ("=",), b") = __;", 0.0),
    (b"if let __(", LIST, (BODY,), ("=",), b") = __ {}", 0.3),
    (b"__(", LIST, (LIST,), (), b")", 0.0),
    (b"__ => __(", LIST, (ARMS,), (",", "close", "."), b")", 0.0),
    (b"__(", LIST, (ARMS,), ("=>", "word"), b") => {}", 0.0),
    (b"__: __(", LIST, (VALUES,), (",", "close", "."), b")", 0.0),
    (b"const __: __ = __(", LIST, (ITEMS,), (";",), b");", 0.0),
    (b"fn __(", PARAMETERS, _STATEMENTS, ("->", "{", "word", ";"), b") {}", 0.0),
    (b"struct __(", LIST, (ITEMS,), (";",), b");", 0.4),
    (b"__(", LIST, (VARIANTS,), (",", "close"), b")", 0.0),
    (b"__(", ATTRIBUTE, (ATTRIBUTE,), (), b")", 0.0),
    (b"#[", ATTRIBUTE, (ITEMS, BODY, FIELDS, ARMS, VARIANTS, VALUES), ("line",), b"]", 0.0),
    (b"__(", LIST, (ATTRIBUTE,), (), b")", 0.5),
    (b"[", LIST, (LIST,), (), b"]", 0.0),
    (b"let __ = [", LIST, (BODY,), (";", ".", "word"), b"];", 0.0),
    (b"[", LIST, (BODY,), ("close", "end"), b"]", 0.3),
    (b"let [", LIST, (BODY,), ("=",), b"] = __;", 0.0),
    (b"for __ in [", LIST, (BODY,), ("{",), b"] {}", 0.0),
    (b"__ => [", LIST, (ARMS,), (",", "close", "."), b"]", 0.0),
    (b"__: [", LIST, (VALUES,), (",", "close", "."), b"]", 0.0),
    (b"const __: __ = [", LIST, (ITEMS,), (";",), b"];", 0.0),
)  # fmt: skip

_BRACKETS = {b"{": b"}", b"(": b")", b"[": b"]"}
_FOLLOW = re.compile(rb"[ \t]*(?:(else\b)|(=>)|(->)|(=)(?!=)|([;,.{?])|(\n\s*\.)|(\r?\n)|(\S))")
_FOLLOWS = ("", "else", "=>", "->", "=", "", ".", "line", "word")


def _table() -> dict[tuple[bytes, str], tuple[Opener, ...]]:
    table: dict[tuple[bytes, str], tuple[Opener, ...]] = {}
    for text, inside, outsides, follows, end, charge in _DECLARATIONS:
        for outside in outsides:
            key = (_BRACKETS[text[-1:]], inside)
            table[key] = (*table.get(key, ()), Opener(text, inside, outside, follows, end, charge))
    return table


OPENERS = _table()
"""The openers of a closing bracket and the kind of container that it ends."""


def follow(skeleton: bytes) -> str:
    """What comes after a closing bracket, in the words of `Opener.follows`, from the text behind it."""
    if not skeleton:
        return "close"
    match = _FOLLOW.match(skeleton)
    if not match:
        return "end"
    if match[5]:
        return "." if match[5] == b"?" else match[5].decode()
    return _FOLLOWS[match.lastindex or 0]


def enclosing(kind: str, depth: int) -> tuple[Opener, ...]:
    """Openers for the containers around text of one kind, `depth` levels deep, outermost first."""
    if kind == ITEMS:
        return (_MODULE,) * (depth - 1) + (_IMPL,) * (depth > 0)
    if kind == BODY:
        blocks = (_BLOCK,) * max(0, depth - 2)
        return (_IMPL,) * (depth > 1) + (_FUNCTION,) * (depth > 0) + blocks
    holder = _HOLDERS[kind]
    if kind == TOKENS:
        return (*enclosing(ITEMS, depth - 2), _MACRO, holder)
    if holder.outside == BODY:
        return (*enclosing(BODY, max(1, depth - 1)), holder)
    return (*enclosing(ITEMS, max(0, depth - 1)), holder)


def _opener(text: bytes, inside: str) -> Opener:
    return next(opener for opener in OPENERS[_BRACKETS[text[-1:]], inside] if opener.text == text)


_MODULE = Opener(b"mod __ {", ITEMS, ITEMS, (), b"}")
_IMPL = _opener(b"impl __ {", ITEMS)
_FUNCTION = _opener(b"fn __() {", BODY)
_BLOCK = _opener(b"{", BODY)
_MACRO = _opener(b"macro_rules! __ {", RULES)
_HOLDERS = {
    opener.inside: opener
    for opener in (
        _opener(b"match __ {", ARMS),
        _opener(b"let __ = __ {", VALUES),
        _opener(b"struct __ {", FIELDS),
        _opener(b"enum __ {", VARIANTS),
        _opener(b"use __::{", IMPORTS),
        _opener(b"let __ = __(", LIST),
        _opener(b"fn __(", PARAMETERS),
        _opener(b"#[", ATTRIBUTE),
        _opener(b"() => {", TOKENS),
        _MACRO,
    )
}
