"""What kind of memory pointer arithmetic walks through, if it is no array: text, structs in a row, registers."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import NUMBERS, last_segment, pointee
from review_assist.rules.raw_pointers._references import length_of, parameter_name
from review_assist.syntax.nodes import callee, enclosing, field, text, unwrapped
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_ONE_FORWARD = frozenset(("add(1)", "offset(1)", "wrapping_add(1)"))
_VOLATILE = pattern(r"\b(read|write)_volatile\(")
_VECTOR = pattern(r"_mm\w*_|v(ld|st)\d")
_SHORT = 200
"""Characters of a step's origin that are looked at."""


def is_text(pointer: Node, place: Node, file: SourceFile) -> bool:
    """Whether it walks through the characters of a C string, or picks one: only its NUL tells where it ends."""
    if re.fullmatch(r"\*const (\w+::)*(c_char|i8)", file.names.type_of(unwrapped(pointer)) or "") is None:
        return False
    if place.type == "assignment_expression":
        return text(place).rpartition(".")[2] in _ONE_FORWARD
    return place.type == "unary_expression" and not _has_length(pointer)


def _has_length(pointer: Node) -> bool:
    """Whether it is a parameter behind which a length follows: then it is a buffer."""
    function = enclosing(pointer, "function_item")
    holder = field(function, "parameters") if function is not None else None
    named = (each for each in (holder.named_children if holder is not None else ()) if each.type == "parameter")
    return any(parameter_name(each) == text(pointer) and length_of(each) for each in named)


def is_way_to_holder(step: Node) -> bool:
    """`p.sub(offset_of!(Holder, part))`: from a part to the object around it, which no slice leads to."""
    step = unwrapped(step)
    origin = bound_value(step) if step.type == "identifier" else step
    return "offset_of" in text(origin)[:_SHORT]


def is_other_kind(call: Node) -> bool:
    """`p.add(header) as *const Entry`: bytes that C has laid out one struct behind the other."""
    around = call.parent
    while around is not None and around.type in ("parenthesized_expression", "unsafe_block", "block"):
        around = around.parent
    if around is None or around.type != "type_cast_expression":
        return False
    kind = field(around, "type")
    return kind is not None and kind.type == "pointer_type" and last_segment(pointee(kind)) not in NUMBERS


def is_volatile(at: Node, file: SourceFile) -> bool:
    """Whether the function has volatile access: to registers, or to memory that others change."""
    function = file.function(at)
    return function is not None and _VOLATILE.search(text(function.node)) is not None


def is_loaded(call: Node) -> bool:
    """Whether an instruction of the vector unit takes the address."""
    holder = call.parent.parent if call.parent is not None and call.parent.type == "arguments" else None
    return holder is not None and _VECTOR.match(callee(holder).rpartition("::")[2]) is not None
