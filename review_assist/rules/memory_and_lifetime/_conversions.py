"""Conversions of values that have a name in the standard library."""

from __future__ import annotations

from review_assist.patterns import pattern
from review_assist.syntax.source import SourceFile

_INTEGER = pattern(r"[iu](8|16|32|64|128|size)|c_(u?(int|char|short|long))")
_BYTES = pattern(r"\[u8;[^\]]+\]")
_TYPE_NAME = pattern(r"(\w+::)*[A-Z]\w*[a-z]\w*")
_WIDE = pattern(r"[iu](16|32|64|128|size)|f(32|64)")


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
