"""The same `[self.field as usize]` in many methods, in whatever part of the patch they stand."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import child, enclosing, field, text
from review_assist.syntax.source import SourceFile, squeezed

_OFTEN = 8
_METHODS = 3
_ENOUGH = 60
"""Uses of a field that are looked at."""


def same_in_methods(element: Node, cast: Node, name: Node, file: SourceFile) -> list[Node]:
    """Every `list[self.name as usize]` of this list and type, if this is the first and enough methods do so."""
    owner, base = self_type(element), indexed_list(element)
    same: list[Node] = []
    is_told = False
    for use in file.names.uses.get(text(name), [])[:_ENOUGH] if base else ():
        node = _element(use, text(cast))
        if node is None or indexed_list(node) != base or self_type(node) != owner:
            continue
        if not is_told and node != element and not _is_old(node, file):
            return []
        is_told = is_told or node == element
        same.append(node)
    functions = {function.id for node in same if (function := enclosing(node, "function_item")) is not None}
    return same if is_told and len(same) >= _OFTEN and len(functions) >= _METHODS else []


def _element(use: Node, cast: str) -> Node | None:
    """`x[self.field as usize]` around this `field`, if it is written like `cast`."""
    holder = enclosing(use, "type_cast_expression", "function_item")
    parent = holder.parent if holder is not None else None
    if holder is None or parent is None or parent.type != "index_expression" or child(parent, 1) != holder:
        return None
    return parent if squeezed(text(holder)) == squeezed(cast) else None


def indexed_list(element: Node) -> str:
    """The last name of what is indexed: `regs` of `state.borrow().regs[..]`."""
    base = child(element, 0)
    if base is not None and base.type == "field_expression":
        return text(field(base, "field"))
    return text(base) if base is not None and base.type == "identifier" else ""


def _is_old(node: Node, file: SourceFile) -> bool:
    """Whether the node stands in this part of the file, on a line that the patch did not write."""
    here = file.tree.root_node.descendant_for_byte_range(node.start_byte, node.end_byte)
    return here == node and not file.is_added(node)
