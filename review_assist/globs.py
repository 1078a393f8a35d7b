"""Paths by pattern: `*` within a folder, `**` over any number of them."""

from __future__ import annotations

import re
from functools import cache

_ANY = {"**/": "(?:.*?/)??", "**": ".*?"}
_ONE = {"*": "[^/]*?", "?": "[^/]"}


def matches(path: str, globs: tuple[str, ...]) -> bool:
    """Whether the path, from the top of its tree, is one that a glob means."""
    return bool(globs) and _compiled(globs).fullmatch(path) is not None


@cache
def _compiled(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_translated(glob) for glob in globs), re.DOTALL)


def _translated(glob: str) -> str:
    """What follows a `**` is found where it occurs first; looking further, for the next one, cannot do better.

    Told so by an atomic group, the match takes time in proportion to the path.
    """
    first, *rest = re.split(r"(\*\*+/|\*\*+)", glob)
    pairs = [
        (_ANY[f"**{star.lstrip('*')}"], _segment(text)) for star, text in zip(rest[::2], rest[1::2], strict=True)
    ]
    if not pairs:
        return _segment(first)
    *middle, (star, last) = pairs
    return _segment(first) + "".join(f"(?>{any_}{text})" for any_, text in middle) + star + last


def _segment(text: str) -> str:
    return "".join(_ONE.get(part, re.escape(part)) for part in re.split(r"([*?])", text))
