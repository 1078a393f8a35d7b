"""What a `void *` in a signature stands for: bytes, one type, a callback's own data, or an address only."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import last_segment
from review_assist.rules.raw_pointers._references import (
    STEPS,
    is_kept,
    is_number,
    kinds_of,
    length_of,
    parameter_name,
    uses_in_body,
)
from review_assist.syntax.nodes import descendants, field, is_mutable, method, text

_BYTES = frozenset("u8 i8 c_char c_uchar c_schar uint8_t int8_t BYTE".split())
_CALLBACK = pattern(r"(callback|Callback|Notify|Func|Fn|_fn|_func|_cb|CB)(_t)?$")
_COMPARED = frozenset("== != < <= > >= -".split())
_TWO_ADDRESSES = frozenset(
    ("offset_from", "byte_offset_from", "sub_ptr", "offset_from_unsigned", "addr", "is_null")
)
_STILL_ADDRESS = frozenset(("cast", "cast_mut", "cast_const", *STEPS))
_AROUND = frozenset(("type_cast_expression", "parenthesized_expression", "field_expression", "generic_function"))


def stands_for_void(parameter: Node, function: Node) -> str:
    """What to take instead of a `void *`; empty if nothing tells, or several types stand behind it."""
    name, borrow = parameter_name(parameter), _borrow(parameter)
    kinds = kinds_of(name, function)
    as_bytes = [kind for kind in kinds if last_segment(kind) in _BYTES]
    if (length := length_of(parameter)) and (as_bytes or not kinds):
        return f"a slice `{borrow}[u8]` for `{name}` and `{length}` together{_uninitialised(parameter)}"
    if len(kinds) == 1 and not as_bytes and last_segment(kind := next(iter(kinds)))[:1].isupper():
        return f"`{borrow}{kind}`, which it turns it into,"
    if _takes_callback(function):
        return "a closure, or a type parameter for what is behind it,"
    if kinds and len(as_bytes) == len(kinds):
        return f"a slice `{borrow}[u8]`{_uninitialised(parameter)}"
    return ""


def _borrow(parameter: Node) -> str:
    pointer = parameter.child_by_field_name("type")
    return "&mut " if pointer is not None and is_mutable(pointer) else "&"


def _uninitialised(parameter: Node) -> str:
    return " (of `MaybeUninit<u8>` if nothing is in it yet)" if _borrow(parameter) != "&" else ""


def _takes_callback(function: Node) -> bool:
    """Whether a function stands in the signature, for which the pointer may be kept."""
    holder = field(function, "parameters")
    for parameter in holder.named_children if holder is not None else ():
        kind = field(parameter, "type")
        if kind is None:
            continue
        if kind.type == "function_type" or any(descendants(kind, "function_type")):
            return True
        if _CALLBACK.search(re.sub(r"^(\w+::)*Option<|>$", "", text(kind))):
            return True
    return False


def is_only_address(parameter: Node, function: Node) -> bool:
    """Whether the address itself is all that the function uses: compared, subtracted, kept, made a number."""
    uses = uses_in_body(parameter_name(parameter), function)
    return bool(uses) and all(is_number(use) or is_kept(use) or _is_address(use) for use in uses)


def _is_address(use: Node) -> bool:
    """`p < end`, `p.offset_from(start)`, `end - p as usize`, and the same after casts and into a field."""
    inner, parent = use, use.parent
    while parent is not None and (parent.type in _AROUND or method(parent) in _STILL_ADDRESS):
        inner, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type == "binary_expression":
        return text(field(parent, "operator")) in _COMPARED
    if parent.type == "arguments":
        return parent.parent is not None and method(parent.parent) in _TWO_ADDRESSES
    if parent.type == "assignment_expression":
        return is_kept(inner)
    return method(parent) in _TWO_ADDRESSES
