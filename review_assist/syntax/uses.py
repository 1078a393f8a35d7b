"""Where a name occurs in the visible parts of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.syntax import rust
from review_assist.syntax.nodes import text

_USES = "[(identifier) (field_identifier)] @use"


def read_uses(roots: tuple[Node, ...]) -> dict[str, list[Node]]:
    """Every identifier and field identifier by name, in source order; those in closed macros included."""
    found: dict[str, list[Node]] = {}
    for root in roots:
        for _, captures in rust.matches(rust.compile_query(_USES), root):
            node = captures["use"][0]
            found.setdefault(text(node), []).append(node)
    return found


def uses_between(holder: Node, name: str, start: int, end: int, source: bytes) -> Iterator[Node]:
    """Occurrences of a variable in the bytes [start, end) of `holder`, in order, without a walk over the tree.

    A string literal that formats it, `"{name}"`, counts; a field, a comment or other text of that name does not.
    """
    for found in re.finditer(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", source[start:end]):
        at = start + found.start()
        node = holder.named_descendant_for_byte_range(at, start + found.end())
        if node is None:
            continue
        if node.type == "identifier" or (source[at - 1 : at] == b"{" and "string" in node.type):
            yield node
