"""The statements behind a test that may have to do with what it has tested."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from tree_sitter import Node

from review_assist.syntax.nodes import COMMENTS, text

_NEAR = 60
"""Statements behind a test that are looked at; all of them, behind each test of a long function, take too long."""


def statements_behind(statement: Node, *names: str) -> list[Node]:
    """The next statements of the block, comments left out, as far as they have one of the names in them."""
    if statement.parent is None:
        return []
    starts, block = _statements(statement.parent)
    first = bisect_left(starts, statement.end_byte)
    near = block[first : first + _NEAR]
    return [each for each, written in near if any(name in written for name in names)]


@lru_cache(maxsize=64)
def _statements(block: Node) -> tuple[tuple[int, ...], tuple[tuple[Node, str], ...]]:
    """Where the statements of a block begin; and these, as they are written."""
    found = tuple((each, text(each)) for each in block.named_children if each.type not in COMMENTS)
    return tuple(each.start_byte for each, _ in found), found
