"""Conversions of values that have a name in the standard library."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import callee, field, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_INTEGER = pattern(r"[iu](8|16|32|64|128|size)|c_(u?(int|char|short|long))")
_BYTES = pattern(r"\[u8;[^\]]+\]")
_TYPE_NAME = pattern(r"(\w+::)*[A-Z]\w*[a-z]\w*")
_WIDE = pattern(r"[iu](16|32|64|128|size)|f(32|64)")
_INTEGERS = pattern(r"\[[iu](8|16|32|64|128|size)\]")


def named_conversion(source: str, target: str, file: SourceFile) -> str | None:
    """What to call in place of `transmute` between two types, if that has a name."""
    if _INTEGER.fullmatch(source) and target in file.names.enums:
        return "a `match` or a `TryFrom` impl, so that an unknown number gets an answer"
    if source in file.names.enums and _INTEGER.fullmatch(target):
        return f"`as {target}`, which an enum without fields allows"
    if {source, target} in ({"u32", "f32"}, {"u64", "f64"}):
        return "`to_bits()`" if target.startswith("u") else f"`{target}::from_bits(...)`"
    if _BYTES.fullmatch(source) and _WIDE.fullmatch(target):
        return f"`{target}::from_le_bytes`, `from_be_bytes` or `from_ne_bytes`"
    if _WIDE.fullmatch(source) and _BYTES.fullmatch(target):
        return "`to_le_bytes()`, `to_be_bytes()` or `to_ne_bytes()`"
    if _INTEGER.fullmatch(source) and target == "bool":
        return "`!= 0`"
    if _INTEGER.fullmatch(source) and _TYPE_NAME.fullmatch(target) and target not in file.names.structs:
        return "a `match` or a `TryFrom` impl, if it is an `enum`, so that an unknown number gets an answer"
    if source == "u32" and target == "char":
        return "`char::from_u32`"
    if source.startswith("*") and target.startswith("&"):
        return "a reborrow, `&*pointer`, or `pointer.as_ref()` if it may be null"
    return None


def box_conversion(value: Node, target: str) -> str:
    """What hands memory over to C, or takes it back, where a `Box` is transmuted; empty where none is seen."""
    if re.fullmatch(r"(\w+::)*Box<.+>", target):
        return "`Box::from_raw(...)`, which takes a `*mut` of the type that was boxed"
    binding = local_binding(value) if value.type == "identifier" else None
    made = field(binding, "value") if binding is not None else value
    if (
        made is None
        or made.type != "call_expression"
        or not re.fullmatch(r"(\w+::)*Box(::<.+>)?::new", callee(made))
    ):
        return ""
    given = "..." if value.type == "call_expression" else text(value)
    return f"`Box::into_raw({given})` and a cast, which says that the memory is handed over"


def of_contents(before: str, after: str, mutable: str) -> str:
    """Between references to different types: slices of integers have no fields, and no layout to check."""
    one, two = _INTEGERS.fullmatch(before), _INTEGERS.fullmatch(after)
    if one is None or two is None:
        return "a conversion of its fields, or a crate that checks the layout, such as zerocopy"
    if one[1] == two[1]:
        cast = f"`bytemuck::cast_slice{mutable}`"
        return f"a slice that is `{after}` from the start, or {cast}, which needs no `unsafe`"
    return f"`bytemuck::cast_slice{mutable}`, which checks length and alignment"
