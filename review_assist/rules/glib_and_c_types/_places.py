"""Where a type is written, in words for a message, and whether a C type is right there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.patterns import pattern
from review_assist.syntax.nodes import ancestors, enclosing, has_attribute, text
from review_assist.syntax.roles import is_public, takes_callback_of_c
from review_assist.syntax.source import SourceFile

_CALLS_C = frozenset((FunctionRole.BOUNDARY, FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT))

_REGISTERS = pattern(r"\bGDestroyNotify\b")
"""What frees the data that C registers together with a function: all three are C's."""


@dataclass(frozen=True, slots=True)
class Place:
    """`shown` is how a message names it: "the parameter `list`", "the result of `clients`"."""

    shown: str
    is_parameter: bool
    is_public: bool


def place_of(type_node: Node, file: SourceFile) -> Place | None:
    """Where the type is written; None where C types are right or where it only converts: in casts, in
    declarations of C's functions, in structs with C's layout, in locals of a function that may talk to C."""
    below = type_node
    for parent in ancestors(type_node):
        if parent.type in ("foreign_mod_item", "type_cast_expression", "use_declaration", "call_expression"):
            return None
        if parent.type == "function_type" and re.search(r'extern\s*"C', text(parent).partition("(")[0]):
            return None
        if parent.type == "parameter":
            return _parameter(parent, file)
        if parent.type == "field_declaration":
            return _field(parent, file)
        if parent.type == "let_declaration":
            return _local(parent, below, file)
        if parent.type in ("function_item", "function_signature_item"):
            return _result(parent, below)
        if parent.type in ("const_item", "type_item") and file.is_device:
            return _named(parent)
        if parent.type in (
            "block",
            "impl_item",
            "struct_item",
            "enum_item",
            "type_item",
            "trait_item",
            "macro_invocation",
        ):
            return None
        below = parent
    return None


def _is_in_c_declaration(function: Node) -> bool:
    """In an `extern` block, of which a hunk may show no more than this one line without a body."""
    around = {parent.type for parent in ancestors(function)}
    return "foreign_mod_item" in around or (
        function.type == "function_signature_item" and "trait_item" not in around
    )


def _parameter(parameter: Node, file: SourceFile) -> Place | None:
    holder = next((p for p in ancestors(parameter) if p.type != "parameters"), None)
    if holder is None or holder.type == "function_type" or _is_in_c_declaration(holder):
        return None
    if takes_callback_of_c(holder, file.names) or _REGISTERS.search(
        text(holder.child_by_field_name("parameters"))
    ):
        return None
    name = _short(parameter.child_by_field_name("pattern"))
    return Place(f"the parameter `{name}`", True, is_public(holder))


def _field(declaration: Node, file: SourceFile) -> Place | None:
    struct = next(
        (p for p in ancestors(declaration) if p.type in ("struct_item", "union_item", "enum_variant")), None
    )
    if struct is None or struct.type == "union_item" or has_attribute(struct, r"repr\("):
        return None
    if takes_callback_of_c(struct, file.names):
        return None
    name = _short(declaration.child_by_field_name("name"))
    return Place(f"the field `{name}`", False, is_public(declaration))


def _local(declaration: Node, below: Node, file: SourceFile) -> Place | None:
    written = declaration.child_by_field_name("type")
    function = file.function(declaration)
    if written is None or written.id != below.id or function is None or not function.is_whole:
        return None
    if function.role in _CALLS_C:
        return None
    return Place(f"the variable `{_short(declaration.child_by_field_name('pattern'))}`", False, False)


def _result(function: Node, below: Node) -> Place | None:
    result = function.child_by_field_name("return_type")
    if result is None or result.id != below.id or _is_in_c_declaration(function):
        return None
    return Place(f"the result of `{_short(function.child_by_field_name('name'))}`", False, is_public(function))


def _named(item: Node) -> Place | None:
    """A constant, or the type that an `impl` names, of a device: C sees neither."""
    name = _short(item.child_by_field_name("name"))
    if item.type == "const_item":
        return Place(f"the constant `{name}`", False, is_public(item))
    is_associated = enclosing(item, "impl_item") is not None
    return Place(f"the associated type `{name}`", False, False) if is_associated else None


def _short(name: Node | None) -> str:
    return " ".join(text(name).split())[:40]
