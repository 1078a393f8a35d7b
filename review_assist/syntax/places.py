"""What stands beside a piece of code, and what is done with the place that it names."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.syntax.nodes import (
    COMMENTS,
    child,
    comments_above,
    descendants,
    enclosing,
    field,
    is_mutable,
    text,
)
from review_assist.syntax.source import squeezed


def beside(expression: Node, *, forward: bool) -> Node | None:
    """What the statement after that of the expression consists of, or the one before; comments are passed over."""
    statement = expression.parent
    if statement is None or statement.type != "expression_statement":
        return None
    other = statement.next_named_sibling if forward else statement.prev_named_sibling
    while other is not None and other.type in COMMENTS:
        other = other.next_named_sibling if forward else other.prev_named_sibling
    return child(other, 0) if other is not None and other.type == "expression_statement" else None


def statement_before(statement: Node) -> Node | None:
    """The statement in front of this one; comments are passed over."""
    before = statement.prev_named_sibling
    while before is not None and before.type in COMMENTS:
        before = before.prev_named_sibling
    return before


def is_commented(statement: Node) -> bool:
    """Whether a comment stands above the statement, in it, or behind it on its last line."""
    after = statement.next_sibling
    is_beside = after is not None and after.type in COMMENTS and after.start_point.row == statement.end_point.row
    return is_beside or bool(comments_above(statement)) or any(descendants(statement, *COMMENTS))


def is_within(node: Node, holder: Node | None) -> bool:
    """Whether the node begins in the other one, or is it; nothing is in None."""
    return holder is not None and holder.start_byte <= node.start_byte < holder.end_byte


def is_written(place: Node) -> bool:
    """`a[i] = x`, `a[i].f += x`, `&mut a[i]`: certain writes; a method may write as well."""
    node, parent = place, place.parent
    while parent is not None and parent.type in (
        "field_expression",
        "index_expression",
        "parenthesized_expression",
    ):
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type == "let_declaration":
        return "ref mut" in text(field(parent, "pattern"))
    if parent.type in ("assignment_expression", "compound_assignment_expr"):
        return field(parent, "left") == node
    return parent.type == "reference_expression" and is_mutable(parent)


def gives_shared(inside: Node) -> bool:
    """Whether the function gives an `Option<&T>`, into which no `&mut T` fits."""
    function = enclosing(inside, "function_item")
    given = squeezed(text(field(function, "return_type"))) if function is not None else ""
    return "<&" in given and not re.search(r"<&('\w+)?mut", given)
