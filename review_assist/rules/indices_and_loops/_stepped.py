"""A counter that is stepped at the beginning of the turn: `while tries < n { tries += 1; .. }`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import (
    counts_once,
    identifiers,
    inline_formats,
    is_stable,
    is_used_after,
)
from review_assist.syntax.nodes import field, statements, text


def start_if_stepped_first(loop: Node, low: str, bound: Node, source: bytes) -> str:
    """Where the count of such a loop begins for its body: at `low`, if that never looks at the counter, else one
    further on, with the bound included. Empty if it is not certain to count.
    """
    index, body = text(field(loop, "condition", "left")), field(loop, "body")
    if body is None:
        return ""
    step, *work = statements(body)
    if not counts_once(body, work, index, behind=step) or not is_stable(bound, body, source):
        return ""
    if is_used_after(loop, index, source):
        return ""
    is_seen = inline_formats(body, index) or any(any(identifiers(each, index)) for each in work)
    if not is_seen:
        return low
    return str(int(low) + 1) if low.isdigit() else ""
