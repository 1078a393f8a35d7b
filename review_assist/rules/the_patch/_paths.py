"""Paths into the standard library, as a name in the code stands for them."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import ancestors, attributes, text

_CONDITIONAL = pattern(r"^(?:cfg|cfg_attr|rustversion::\w+)\s*\(")


def written_path(node: Node) -> str:
    """The path up to this name, through the lists of a `use`; the name alone if nothing stands before it."""
    path, inner = text(node), node
    for around in ancestors(node):
        if around.type in ("scoped_identifier", "scoped_type_identifier"):
            if around.child_by_field_name("name") != inner:
                break
            path = text(around)
        elif around.type == "scoped_use_list" and around.child_by_field_name("path") != inner:
            path = f"{text(around.child_by_field_name('path'))}::{path}"
        elif around.type not in ("use_list", "use_as_clause"):
            break
        inner = around
    return "".join(path.split())


def is_conditional(node: Node) -> bool:
    """Whether an attribute around it says that it is only built in some cases."""
    items = (node, *ancestors(node))
    return any(_CONDITIONAL.match(attribute) for item in items for attribute in attributes(item))
