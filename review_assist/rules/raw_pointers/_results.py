"""What a function returns as a raw pointer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import last_segment
from review_assist.syntax.nodes import callee, descendants, field, tail, text, unwrapped

_BRANCHES = pattern(r"\b(while|for|loop|if|match)\b")


def is_link(target: str, function: Node) -> bool:
    """`fn next(node: *mut T) -> *mut T { (*node).next }`, a step, or of any type at all: lists link by address."""
    generics = text(field(function, "type_parameters"))
    same = rf"\*\s*(mut|const)\s+{re.escape(target)}\s*[,)]"
    is_step = not _BRANCHES.search(text(field(function, "body"))) and re.search(
        same, text(field(function, "parameters"))
    )
    return bool(is_step) or re.search(rf"[<,]\s*{re.escape(target)}\s*[:,>=]", generics) is not None


def is_field(function: Node) -> bool:
    """A getter of what is a raw pointer already: the field is the place to change."""
    values = returned_values(function)
    return len(values) == 1 and re.fullmatch(r"\(?\*?self\)?(\.\w+)+", text(values[0])) is not None


def lends_literal(function: Node) -> bool:
    """`c"name".as_ptr()`, of a text that is there from the start."""
    values = returned_values(function)
    return bool(values) and all(re.match(r'b?c?"[^"]*"\s*\.as_ptr\(\)', text(value)) for value in values)


def returns_null(function: Node) -> bool:
    return any(_is_null(unwrapped(value)) for value in returned_values(function))


def returned_values(function: Node) -> list[Node]:
    """What the function returns, at its end and before."""
    body = function.child_by_field_name("body")
    if body is None:
        return []
    returned = [node.named_children[0] for node in descendants(body, "return_expression") if node.named_children]
    last = tail(body)
    while last is not None and last.type == "unsafe_block":
        inner = next((c for c in last.named_children if c.type == "block"), None)
        last = tail(inner) if inner is not None else None
    return [*returned, last] if last is not None else returned


def _is_null(node: Node) -> bool:
    if node.type == "call_expression":
        return last_segment(callee(node)) in ("null", "null_mut")
    return node.type == "type_cast_expression" and text(node.child_by_field_name("value")) == "0"
