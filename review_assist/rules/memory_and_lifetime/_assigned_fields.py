"""Which fields of `self` a method sets, and what struct they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import descendants, enclosing, field, has_attribute, text
from review_assist.syntax.source import SourceFile

_LIMIT = 5_000


def own_struct(function: Node, file: SourceFile) -> Node | None:
    """The struct whose inherent `impl` holds the method; None in a trait's, or if the file does not show it."""
    holder = enclosing(function, "impl_item")
    if holder is None or holder.child_by_field_name("trait") is not None:
        return None
    struct = file.names.structs.get(self_type(function))
    return struct if struct is not None and field(struct, "body") is not None else None


@lru_cache(maxsize=64)
def declared_fields(struct: Node) -> dict[str, str]:
    """The struct's fields by name, with their types as written, in order."""
    body = struct.child_by_field_name("body")
    found = {}
    for child in body.named_children if body is not None else ():
        if child.type == "field_declaration":
            found[text(child.child_by_field_name("name"))] = text(child.child_by_field_name("type"))
    return found


def assignments(function: Node) -> Iterator[tuple[str, Node]]:
    """Each `self.f = value` of the method: the field's name and the assignment."""
    for node in islice(descendants(function), _LIMIT):
        left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
        if left is None or left.type != "field_expression":
            continue
        if text(left.child_by_field_name("value")) == "self":
            yield text(left.child_by_field_name("field")), node


def is_c_object(struct: Node) -> bool:
    """Whether C allocates the struct: C's layout, and its base object comes first."""
    first = next(iter(declared_fields(struct)), "")
    return has_attribute(struct, r"repr\(\s*C\b") and first in ("parent_obj", "parent", "parent_instance", "base")
