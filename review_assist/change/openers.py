"""The texts that can open a bracket which a hunk only closes, and the containers around a hunk."""

from __future__ import annotations

from dataclasses import dataclass

from review_assist.change.kinds import Kind
from review_assist.patterns import pattern

PLACEHOLDER = b"__"
"""Every name that was made up: no rule should repeat it, and no text of a patch is pointed at by it."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A text that opens a bracket."""

    text: bytes
    inside: Kind
    """The kind of container that it opens."""
    outside: Kind
    """The kind of container that it may stand in."""
    follows: tuple[str, ...]
    """What may come after the bracket that closes it (see `follow`); empty if anything may."""
    end: bytes
    """What closes it where the hunk does not."""
    charge: float = 0.0

    def charge_before(self, after: str) -> float:
        """How unlikely it is that what it opens is followed by `after`."""
        return self.charge + _MISFIT * (bool(self.follows) and after not in self.follows)


_MISFIT = 1.5
_ATTRIBUTED = (Kind.ITEMS, Kind.BODY, Kind.FIELDS, Kind.ARMS, Kind.VARIANTS, Kind.VALUES)
_STATEMENTS = (Kind.ITEMS, Kind.BODY)
_BLOCK_ENDS = ("line", "close")

_DECLARATIONS: tuple[tuple[bytes, Kind, tuple[Kind, ...], tuple[str, ...], bytes, float], ...] = (
    (b"fn __() {", Kind.BODY, (Kind.ITEMS,), _BLOCK_ENDS, b"}", 0.0),
    (b"fn __() {", Kind.BODY, (Kind.BODY,), _BLOCK_ENDS, b"}", 1.5),
    (b"if __ {", Kind.BODY, (Kind.BODY,), ("else",), b"}", 0.0),
    (b"{", Kind.BODY, (Kind.BODY,), _BLOCK_ENDS, b"}", 0.0),
    (b"let __ = {", Kind.BODY, (Kind.BODY,), (";", ".", "word"), b"};", 0.0),
    (b"__ => {", Kind.BODY, (Kind.ARMS,), (*_BLOCK_ENDS, ","), b"}", 0.0),
    (b"__: {", Kind.BODY, (Kind.VALUES,), (",", "."), b"}", 0.3),
    (b"|__| {", Kind.BODY, (Kind.LIST,), (), b"}", 0.0),
    (b"__: |__| {", Kind.BODY, (Kind.VALUES,), (",",), b"}", 0.5),
    (b"let __ = |__| {", Kind.BODY, (Kind.BODY,), (";",), b"};", 0.5),
    (b"const __: __ = {", Kind.BODY, (Kind.ITEMS,), (";",), b"};", 0.0),
    (b"let __(__) = __ else {", Kind.BODY, (Kind.BODY,), (";",), b"};", 0.3),
    (b"match __ {", Kind.ARMS, (Kind.BODY,), _BLOCK_ENDS, b"}", 0.0),
    (b"let __ = match __ {", Kind.ARMS, (Kind.BODY,), (";", ".", "word"), b"};", 0.0),
    (b"__ => match __ {", Kind.ARMS, (Kind.ARMS,), (*_BLOCK_ENDS, ","), b"}", 0.0),
    (b"__: match __ {", Kind.ARMS, (Kind.VALUES,), (",", "."), b"}", 0.0),
    (b"match __ {", Kind.ARMS, (Kind.LIST,), (), b"}", 0.5),
    (b"__ {", Kind.VALUES, (Kind.BODY,), ("close",), b"}", 0.0),
    (b"let __ = __ {", Kind.VALUES, (Kind.BODY,), (";", ".", "word"), b"};", 0.0),
    (b"let __ {", Kind.VALUES, (Kind.BODY,), ("=",), b"} = __;", 0.0),
    (b"if let __ {", Kind.VALUES, (Kind.BODY,), ("=",), b"} = __ {}", 0.2),
    (b"__ {", Kind.VALUES, (Kind.LIST,), (), b"}", 0.0),
    (b"__ => __ {", Kind.VALUES, (Kind.ARMS,), (",", "close", "."), b"}", 0.2),
    (b"__ {", Kind.VALUES, (Kind.ARMS,), ("=>", "word"), b"} => {}", 0.0),
    (b"__: __ {", Kind.VALUES, (Kind.VALUES,), (",", "close", "."), b"}", 0.0),
    (b"const __: __ = __ {", Kind.VALUES, (Kind.ITEMS,), (";", "."), b"};", 0.0),
    (b"struct __ {", Kind.FIELDS, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"__ {", Kind.FIELDS, (Kind.VARIANTS,), (",", "close"), b"}", 0.0),
    (b"enum __ {", Kind.VARIANTS, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"use __::{", Kind.IMPORTS, _STATEMENTS, (";",), b"};", 0.0),
    (b"__::{", Kind.IMPORTS, (Kind.IMPORTS,), (",", "close"), b"}", 0.0),
    (b"impl __ {", Kind.ITEMS, (Kind.ITEMS,), _BLOCK_ENDS, b"}", 0.0),
    (b"impl __ {", Kind.ITEMS, (Kind.BODY,), _BLOCK_ENDS, b"}", 1.5),
    (b"__! {", Kind.TOKENS, _STATEMENTS, (), b"}", 1.0),
    (b"__! {", Kind.ITEMS, (Kind.ITEMS,), (), b"}", 3.0),
    (b"__! {", Kind.LIST, (Kind.LIST, Kind.BODY), (), b"}", 1.0),
    (b"macro_rules! __ {", Kind.RULES, _STATEMENTS, _BLOCK_ENDS, b"}", 0.0),
    (b"() => {", Kind.TOKENS, (Kind.RULES,), (";", "close"), b"};", 0.0),
    (b"{", Kind.TOKENS, (Kind.TOKENS,), (), b"}", 0.0),
    (b"(", Kind.TOKENS, (Kind.TOKENS,), (), b")", 0.0),
    (b"[", Kind.TOKENS, (Kind.TOKENS,), (), b"]", 0.0),
    (b"__!(", Kind.TOKENS, (Kind.BODY, Kind.LIST), (), b");", 1.0),
    (b"__(", Kind.LIST, (Kind.BODY,), (";", ".", "close", "word"), b");", 0.0),
    (b"let __ = __(", Kind.LIST, (Kind.BODY,), (";", ".", "word", "else"), b");", 0.3),
    (b"if __(", Kind.LIST, (Kind.BODY,), ("{", "word"), b") {}", 0.0),
    (b"let __(", Kind.LIST, (Kind.BODY,), ("=",), b") = __;", 0.0),
    (b"if let __(", Kind.LIST, (Kind.BODY,), ("=",), b") = __ {}", 0.3),
    (b"__(", Kind.LIST, (Kind.LIST,), (), b")", 0.0),
    (b"__ => __(", Kind.LIST, (Kind.ARMS,), (",", "close", "."), b")", 0.0),
    (b"__(", Kind.LIST, (Kind.ARMS,), ("=>", "word"), b") => {}", 0.0),
    (b"__: __(", Kind.LIST, (Kind.VALUES,), (",", "close", "."), b")", 0.0),
    (b"const __: __ = __(", Kind.LIST, (Kind.ITEMS,), (";",), b");", 0.0),
    (b"fn __(", Kind.PARAMETERS, _STATEMENTS, ("->", "{", "word", ";"), b") {}", 0.0),
    (b"struct __(", Kind.LIST, (Kind.ITEMS,), (";",), b");", 0.4),
    (b"__(", Kind.LIST, (Kind.VARIANTS,), (",", "close"), b")", 0.0),
    (b"__(", Kind.ATTRIBUTE, (Kind.ATTRIBUTE,), (), b")", 0.0),
    (b"#[", Kind.ATTRIBUTE, _ATTRIBUTED, ("line",), b"]", 0.0),
    (b"__(", Kind.LIST, (Kind.ATTRIBUTE,), (), b")", 0.5),
    (b"[", Kind.LIST, (Kind.LIST,), (), b"]", 0.0),
    (b"let __ = [", Kind.LIST, (Kind.BODY,), (";", ".", "word"), b"];", 0.0),
    (b"[", Kind.LIST, (Kind.BODY,), ("close",), b"]", 0.3),
    (b"let [", Kind.LIST, (Kind.BODY,), ("=",), b"] = __;", 0.0),
    (b"for __ in [", Kind.LIST, (Kind.BODY,), ("{",), b"] {}", 0.0),
    (b"__ => [", Kind.LIST, (Kind.ARMS,), (",", "close", "."), b"]", 0.0),
    (b"__: [", Kind.LIST, (Kind.VALUES,), (",", "close", "."), b"]", 0.0),
    (b"const __: __ = [", Kind.LIST, (Kind.ITEMS,), (";",), b"];", 0.0),
)  # fmt: skip

_BRACKETS = {b"{": b"}", b"(": b")", b"[": b"]"}
_FOLLOW = pattern(rb"[ \t]*(?:(else\b)|(=>)|(->)|(=)(?!=)|([;,.?])|(\s*\{)|(\n\s*\.)|(\r?\n)|(\S))")
_FOLLOWS = ("", "else", "=>", "->", "=", "", "{", ".", "line", "word")


def _table() -> dict[tuple[bytes, Kind], tuple[Opener, ...]]:
    table: dict[tuple[bytes, Kind], tuple[Opener, ...]] = {}
    for text, inside, outsides, follows, end, charge in _DECLARATIONS:
        for outside in outsides:
            key = (_BRACKETS[text[-1:]], inside)
            table[key] = (*table.get(key, ()), Opener(text, inside, outside, follows, end, charge))
    return table


OPENERS = _table()
"""The openers of a closing bracket and the kind of container that it ends."""


def follow(skeleton: bytes) -> str:
    """What comes after a closing bracket, in the words of `Opener.follows`, from the text behind it."""
    match = _FOLLOW.match(skeleton)
    if not match or not skeleton.strip():
        return "close"
    if match[5]:
        return "." if match[5] == b"?" else match[5].decode()
    return _FOLLOWS[match.lastindex or 0]


def enclosing(kind: Kind, depth: int) -> tuple[Opener, ...]:
    """Openers for the containers around text of one kind, `depth` levels deep, outermost first."""
    if kind == Kind.ITEMS:
        return (_MODULE,) * (depth - 1) + (_IMPL,) * (depth > 0)
    if kind == Kind.BODY:
        blocks = (_BLOCK,) * max(0, depth - 2)
        return (_IMPL,) * (depth > 1) + (_FUNCTION,) * (depth > 0) + blocks
    holder = _HOLDERS[kind]
    if kind == Kind.TOKENS:
        return (*enclosing(Kind.ITEMS, depth - 2), _MACRO, holder)
    if holder.outside == Kind.BODY:
        return (*enclosing(Kind.BODY, max(1, depth - 1)), holder)
    return (*enclosing(Kind.ITEMS, max(0, depth - 1)), holder)


def _opener(text: bytes, inside: Kind) -> Opener:
    return next(opener for opener in OPENERS[_BRACKETS[text[-1:]], inside] if opener.text == text)


_MODULE = Opener(b"mod __ {", Kind.ITEMS, Kind.ITEMS, (), b"}")
_IMPL = _opener(b"impl __ {", Kind.ITEMS)
_FUNCTION = _opener(b"fn __() {", Kind.BODY)
_BLOCK = _opener(b"{", Kind.BODY)
_MACRO = _opener(b"macro_rules! __ {", Kind.RULES)
_HOLDERS = {
    opener.inside: opener
    for opener in (
        _opener(b"match __ {", Kind.ARMS),
        _opener(b"let __ = __ {", Kind.VALUES),
        _opener(b"struct __ {", Kind.FIELDS),
        _opener(b"enum __ {", Kind.VARIANTS),
        _opener(b"use __::{", Kind.IMPORTS),
        _opener(b"let __ = __(", Kind.LIST),
        _opener(b"fn __(", Kind.PARAMETERS),
        _opener(b"#[", Kind.ATTRIBUTE),
        _opener(b"() => {", Kind.TOKENS),
        _MACRO,
    )
}
