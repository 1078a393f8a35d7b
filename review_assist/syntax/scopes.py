"""What binds a local name: which `let`, parameter or pattern, as far as is visible."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from tree_sitter import Node

from review_assist.syntax.nodes import ancestors, text


def local_binding(node: Node) -> Node | None:
    """The `let_declaration`, `parameter` or pattern that binds this identifier inside its function.

    None if nothing local does (as far as is visible). A pattern without a type (closure parameter, `for`,
    match arm, `if let`) is returned as it is: it has no `type` field.
    """
    name = text(node)
    below = node
    for parent in ancestors(node):
        found = _bound_by(parent, below, name)
        if found is not None:
            return found
        if parent.type == "function_item":
            return None
        below = parent
    return None


def bound_value(node: Node) -> Node | None:
    """What a `let` gave to the name; None for any other expression, and for what a pattern or a caller binds."""
    binding = local_binding(node) if node.type == "identifier" else None
    is_let = binding is not None and binding.type == "let_declaration"
    return binding.child_by_field_name("value") if binding is not None and is_let else None


def _bound_by(scope: Node, below: Node, name: str) -> Node | None:
    if scope.type == "block":
        lets = _lets(scope).get(name, ())
        index = bisect_right(lets, below.start_byte, key=lambda let: let.end_byte)
        return lets[index - 1] if index else None
    if scope.type in ("function_item", "closure_expression"):
        holder = scope.child_by_field_name("parameters")
        for parameter in holder.named_children if holder is not None else ():
            bound = parameter.child_by_field_name("pattern") or parameter
            if parameter.type != "self_parameter" and _binds(bound, name):
                return parameter
        return None
    pattern = scope.child_by_field_name("pattern")
    if scope.type in ("for_expression", "match_arm") and pattern is not None and pattern != below:
        return pattern if _binds(pattern, name) else None
    if scope.type in ("if_expression", "while_expression"):
        condition = scope.child_by_field_name("condition")
        if condition is not None and condition != below:
            return _bound_by_condition(condition, name)
    return None


def _bound_by_condition(condition: Node, name: str) -> Node | None:
    lets = [condition] if condition.type == "let_condition" else condition.named_children
    for candidate in lets:
        bound = candidate.child_by_field_name("pattern")
        if candidate.type == "let_condition" and _binds(bound, name):
            return bound
    return None


@lru_cache(maxsize=64)
def _lets(block: Node) -> dict[str, list[Node]]:
    """Name to the `let`s of the block that bind it, in order; kept, since a long block is asked many times."""
    found: dict[str, list[Node]] = {}
    for child in block.named_children:
        if child.type == "let_declaration":
            for name in _bound_names(child.child_by_field_name("pattern")):
                found.setdefault(name, []).append(child)
    return found


def _binds(pattern: Node | None, name: str) -> bool:
    return name in _bound_names(pattern)


def _bound_names(pattern: Node | None) -> set[str]:
    found, todo = set(), [pattern] if pattern is not None else []
    while todo:
        node = todo.pop()
        if node.type in ("identifier", "shorthand_field_identifier"):
            found.add(text(node))
        todo += node.named_children
    return found
