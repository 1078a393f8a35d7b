"""Which type a value is made for, as far as the code around it says."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.names import Names
from review_assist.syntax.nodes import ancestors, enclosing, field, has_attribute, tail, text

_TRANSPARENT = ("parenthesized_expression", "unsafe_block")
_NUMBERS = r"(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool)"
_PLAIN = pattern(rf"\[*\s*{_NUMBERS}\s*(;[^\]]*\]\s*)*")
_PARAMETER = pattern(r"Self|[A-Z]\d?")


def wanted_type(value: Node) -> str:
    """The type written where the value ends up: a `let`, a field's struct, a return type; empty if unknown."""
    below = value
    for parent in ancestors(value):
        if parent.type == "block":
            last = tail(parent)
            if last is None or last.id != below.id:
                return ""
        elif parent.type in ("let_declaration", "const_item", "static_item"):
            return text(parent.child_by_field_name("type"))
        elif parent.type == "base_field_initializer":
            holder = enclosing(parent, "struct_expression")
            return text(field(holder, "name")) if holder is not None else ""
        elif parent.type == "function_item":
            return text(parent.child_by_field_name("return_type"))
        elif parent.type == "expression_statement":
            continue
        elif parent.type not in _TRANSPARENT:
            return ""
        below = parent
    return ""


def is_plain_number(type_name: str) -> bool:
    """Numbers and arrays of numbers: `u32`, `[u8; 16]`, `[[u16; W]; H]`."""
    return _PLAIN.fullmatch(type_name.strip()) is not None


def is_parameter(type_name: str) -> bool:
    """`Self` or what looks like a type parameter: nobody knows here what it will be."""
    return _PARAMETER.fullmatch(type_name.strip()) is not None


def is_own_type(type_name: str, names: Names) -> bool:
    """A struct or enum that this file declares, and not in C's layout."""
    item = names.structs.get(type_name) or names.enums.get(type_name)
    return item is not None and not has_attribute(item, r"repr\(.*\b(C|transparent)\b")
