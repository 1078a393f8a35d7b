"""Which Rust function was written after which C function: the same name, and enough of the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from review_assist.twins.functions import Function

_SHARED = 2
"""Rare words that functions of the same name must share, unless the C one has fewer."""
_SHARED_IF_LIKE = 4
"""The same, if one name only ends in the other."""
_MARGIN = 1.5
_OFTEN = 0.2
"""A word that this share of the C functions has tells nothing of one of them."""
_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class _Match:
    c: Function
    rust: Function
    is_same_name: bool
    shared: int

    @property
    def strength(self) -> tuple[bool, int]:
        return (self.is_same_name, self.shared)


def pairs(c: Sequence[Function], rust: Sequence[Function]) -> Iterator[tuple[Function, Function]]:
    """(C, Rust), each function at most once; where two would do about as well, none."""
    rare = _rare_words(c)
    matches = sorted(_matches(c, rust, rare), key=lambda match: match.strength, reverse=True)
    taken: set[int] = set()
    for match in matches:
        if id(match.c) in taken or id(match.rust) in taken:
            continue
        rivals = [other for other in matches if other is not match and _is_rival(match, other)]
        if all(match.shared >= other.shared * _MARGIN for other in rivals):
            yield match.c, match.rust
        taken |= {id(match.c), id(match.rust)}


def _is_rival(match: _Match, other: _Match) -> bool:
    meets = match.c is other.c or match.rust is other.rust
    return meets and other.is_same_name >= match.is_same_name


def _rare_words(c: Sequence[Function]) -> frozenset[str]:
    counts = Counter(word for function in c for word in function.words)
    most = max(_AT_LEAST, len(c) * _OFTEN)
    return frozenset(word for word, count in counts.items() if count <= most)


def _matches(c: Sequence[Function], rust: Sequence[Function], rare: frozenset[str]) -> Iterator[_Match]:
    by_last: dict[str, list[Function]] = {}
    for function in c:
        by_last.setdefault(function.stem[-1], []).append(function)
    for written in rust:
        for function in by_last.get(written.stem[-1], ()):
            is_same = _is_same_name(function, written)
            shared = len(function.words & written.words & rare)
            needed = min(_SHARED, max(len(function.words & rare), 1)) if is_same else _SHARED_IF_LIKE
            if shared >= needed:
                yield _Match(function, written, is_same, shared)


def _is_same_name(c: Function, rust: Function) -> bool:
    """Whether the names are the same but for parts that name the module or the type."""
    if c.name == rust.name or c.stem == rust.stem:
        return True
    longer, shorter = (c.name, rust.stem) if len(c.stem) >= len(rust.stem) else (rust.name, c.stem)
    parts = tuple(part for part in longer.lower().split("_") if part)
    front = parts[: len(parts) - len(shorter)]
    return parts[-len(shorter) :] == shorter and set(front) <= c.prefixes | rust.prefixes
