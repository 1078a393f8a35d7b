"""What is under a cast."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.syntax.nodes import field, method, receiver, unwrapped

_METHODS = ("cast", "cast_mut", "cast_const")


def without_as(node: Node) -> Node:
    """`n` of `n as usize`, `(n as u32) as usize`, `(n)`."""
    node = unwrapped(node)
    while node.type == "type_cast_expression":
        node = unwrapped(field(node, "value") or node.children[0])
    return node


def without_casts(node: Node) -> Node:
    """`p` of `p as *mut T`, `p.cast::<T>()`, `p.cast_mut()`, `(p)`."""
    node = without_as(node)
    while method(node) in _METHODS:
        below = receiver(node)
        if below is None:
            return node
        node = without_as(below)
    return node


def root_of(node: Node) -> Node:
    """`p` of `p`, `p.cast::<T>()`, `p as *mut T`, `(p)`; other methods are gone through as well."""
    node = unwrapped(node)
    while node.type in ("type_cast_expression", "call_expression"):
        below = node.child_by_field_name("value") if node.type == "type_cast_expression" else receiver(node)
        if below is None or (node.type == "call_expression" and not method(node)):
            return node
        node = unwrapped(below)
    return node
