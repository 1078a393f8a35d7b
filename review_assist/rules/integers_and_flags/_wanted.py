"""Which type the place of an expression asks for, as far as the file says."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.syntax.nodes import arguments, child, enclosing, field, method, receiver, text
from review_assist.syntax.source import SourceFile

_SAME_TYPE = frozenset("+ - * / % & | ^ == != < <= > >= += -= *= /= %= &= |= ^=".split())
_LIKE_RECEIVER = re.compile(r"max|min|clamp|(wrapping|saturating|checked|overflowing)_(add|sub|mul|div|rem)")
_LIST = re.compile(r"(&\s*('\w+\s+)?(mut\s+)?)?(\[|Vec<)")


def type_wanted(node: Node, file: SourceFile) -> str:
    """The type as the file writes it; empty if the place takes several or nothing is visible."""
    parent = node.parent
    if parent is None:
        return ""
    if parent.type == "parenthesized_expression":
        return type_wanted(parent, file)
    if parent.type in ("let_declaration", "const_item", "static_item"):
        return text(field(parent, "type")) if field(parent, "value") == node else ""
    if parent.type in ("binary_expression", "assignment_expression", "compound_assignment_expr"):
        return _of_other_side(node, parent, file)
    if parent.type == "field_initializer":
        return _of_field(parent, file)
    if parent.type == "arguments":
        return _of_argument(node, parent, file)
    if parent.type == "index_expression" and child(parent, 1) == node:
        return "usize" if _LIST.match(file.names.type_of(parent.named_children[0]) or "") else ""
    return _of_result(node, parent)


def _of_other_side(node: Node, parent: Node, file: SourceFile) -> str:
    operator = text(field(parent, "operator")) or "=="
    other = field(parent, "left") if field(parent, "right") == node else field(parent, "right")
    if other is None or operator not in _SAME_TYPE:
        return ""
    if other.type == "type_cast_expression":
        return text(field(other, "type"))
    if other.type == "call_expression" and method(other) == "len":
        return "usize"
    return file.names.type_of(other) or ""


def _of_field(initializer: Node, file: SourceFile) -> str:
    holder = enclosing(initializer, "struct_expression")
    struct = text(field(holder, "name")) if holder is not None else ""
    own = [
        declared
        for owner, declared in file.names.fields.get(text(field(initializer, "field")), ())
        if owner == struct
    ]
    return text(field(own[0], "type")) if own else ""


def _of_argument(node: Node, holder: Node, file: SourceFile) -> str:
    """A parameter of a function that the file shows, or what a method of numbers takes."""
    call = holder.parent
    if call is None or call.type != "call_expression":
        return ""
    owner = receiver(call)
    if owner is not None and _LIKE_RECEIVER.fullmatch(method(call)):
        return file.names.type_of(owner) or ("usize" if method(owner) == "len" else "")
    function = file.names.functions.get(text(field(call, "function")))
    parameters = field(function, "parameters") if function is not None else None
    if parameters is None or function is None or field(function, "type_parameters") is not None:
        return ""
    kinds = [text(field(each, "type")) for each in parameters.named_children if each.type == "parameter"]
    at = arguments(call).index(node)
    return kinds[at] if at < len(kinds) and not kinds[at].startswith("impl") else ""


def _of_result(node: Node, parent: Node) -> str:
    """What a function returns, at its end or in a `return`."""
    function = enclosing(node, "function_item", "closure_expression")
    if function is None or function.type != "function_item":
        return ""
    is_tail = parent == field(function, "body") and parent.named_children[-1] == node
    return text(field(function, "return_type")) if is_tail or parent.type == "return_expression" else ""
