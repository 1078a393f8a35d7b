"""What callbacks of C look like: a function with C's calling convention and a context that is passed through."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.raw_pointers._pointers import is_void, last_segment, pointee
from review_assist.syntax.nodes import descendants, field, method, receiver, text, unwrapped

_BASES = frozenset(("Object", "ObjectClass", "DeviceState", "DeviceClass", "GObject", "GtkWidget"))


def context_parameter(function: Node) -> str | None:
    """Name of the parameter that carries the callback's own object: a `void *`, or a base class."""
    holder = function.child_by_field_name("parameters")
    for parameter in holder.named_children if holder is not None else ():
        pointer = parameter.child_by_field_name("type") if parameter.type == "parameter" else None
        if pointer is None or pointer.type != "pointer_type":
            continue
        if is_void(pointee(pointer)) or last_segment(pointee(pointer)) in _BASES:
            return text(parameter.child_by_field_name("pattern"))
    return None


def context_cast(function: Node, name: str) -> tuple[Node, str] | None:
    """The cast of the context to the object's own type, and that type; None if there is none."""
    body = function.child_by_field_name("body")
    for node in descendants(body, "call_expression", "type_cast_expression") if body is not None else ():
        source = receiver(node) if method(node) == "cast" else field(node, "value")
        if source is None or text(unwrapped(source)) != name:
            continue
        written = text(field(node, "function", "type_arguments")) if method(node) else text(field(node, "type"))
        kind = re.sub(r"^(\*(mut|const)|<)\s*|>$", "", written).strip()
        if re.fullmatch(r"(\w+::)*[A-Z]\w*", kind):
            return node, kind
    return None
