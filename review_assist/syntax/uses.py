"""Where a name occurs in the visible parts of a file."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.syntax import rust
from review_assist.syntax.nodes import text

_USES = rust.compile_query("[(identifier) (field_identifier)] @use")


def read_uses(roots: tuple[Node, ...]) -> dict[str, list[Node]]:
    """Every identifier and field identifier by name, in source order; those in closed macros included."""
    found: dict[str, list[Node]] = {}
    for root in roots:
        for _, captures in rust.matches(_USES, root):
            node = captures["use"][0]
            found.setdefault(text(node), []).append(node)
    return found
