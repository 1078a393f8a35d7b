"""A struct around the address of an object of C, of which nothing says how long the object lives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.syntax.nodes import arguments, descendants, field, has_attribute, method, modifiers, text
from review_assist.syntax.source import SourceFile, squeezed

_FIELDS = 3
"""A wrapper has little beside the pointer; what has more is a struct of its own."""
_USES = 2
"""Safe methods that hand the pointer to C, so that it has to be good for as long as the value lives."""


def is_loose_wrapper(item: Node, pointer: str, file: SourceFile) -> bool:
    """Whether safe methods give what the field `pointer` keeps to C, without a `Drop` or a lifetime."""
    body = field(item, "body")
    if not file.is_complete or body is None or has_attribute(item, r"repr\(|derive\([^)]*\b(Copy|Clone)\b"):
        return False
    fields = [child for child in body.named_children if child.type == "field_declaration"]
    if len(fields) > _FIELDS or "'" in text(field(item, "type_parameters")) or re.search(r"&\s*'", text(body)):
        return False
    name, users = text(field(item, "name")), 0
    for impl in _impls(name, item):
        if field(impl, "trait") is not None and text(field(impl, "trait")) in ("Drop", "Copy", "Clone"):
            return False
        inside = field(impl, "body")
        for function in inside.named_children if inside is not None else ():
            users += function.type == "function_item" and _hands_on(function, pointer)
    return users >= _USES


def _impls(name: str, item: Node) -> Iterator[Node]:
    holder = item.parent
    for child in holder.named_children if holder is not None else ():
        if child.type == "impl_item" and re.sub(r"<.*", "", squeezed(text(field(child, "type")))) == name:
            yield child


def _hands_on(function: Node, pointer: str) -> bool:
    """Whether a safe method passes `self.pointer` to a function in unsafe code, or looks behind it."""
    if "unsafe" in modifiers(function):
        return False
    for block in descendants(function, "unsafe_block"):
        if re.search(rf"\(\*self\.{pointer}\)", squeezed(text(block))):
            return True
        for call in descendants(block, "call_expression"):
            given = [squeezed(text(argument)) for argument in arguments(call)]
            if not method(call) and any(each.startswith(f"self.{pointer}") for each in given):
                return True
    return False
