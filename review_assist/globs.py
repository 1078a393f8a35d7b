"""Paths by pattern: `*` within a folder, `**` over any number of them."""

from __future__ import annotations

import re
from functools import cache


def matches(path: str, globs: tuple[str, ...]) -> bool:
    """Whether the path, from the top of its tree, is one that a glob means."""
    return bool(globs) and _compiled(globs).fullmatch(path) is not None


@cache
def _compiled(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_translated(glob) for glob in globs), re.DOTALL)


def _translated(glob: str) -> str:
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", re.sub(r"\*{3,}", "**", glob))
    return "".join(meaning.get(part, re.escape(part)) for part in parts)
