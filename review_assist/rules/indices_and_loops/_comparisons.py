"""A loop that compares two arrays element by element, as `memcmp` does."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.indices_and_loops._loops import counted_loop
from review_assist.syntax.nodes import child, enclosing, field, text
from review_assist.syntax.source import SourceFile, squeezed


def compared_slices(loop: Node, condition: Node, answers: tuple[str, str], file: SourceFile) -> str:
    """`a[..n] == b[..n]` for a loop that gives `false` at the first `a[i] != b[i]`; empty for any other."""
    counted = counted_loop(loop, file.content.source)
    if counted is None or counted.low != "0" or counted.is_inclusive or counted.stride != "1":
        return ""
    sides = [field(condition, "left"), field(condition, "right")]
    elements = [side for side in sides if side is not None and side.type == "index_expression"]
    if answers != ("false", "true") or text(field(condition, "operator")) != "!=" or len(elements) != 2:
        return ""
    if any(squeezed(text(child(each, 1))) != counted.index for each in elements):
        return ""
    bases = [squeezed(text(child(each, 0))) for each in elements]
    if not all(re.fullmatch(r"[\w.]+", base) for base in bases):
        return ""
    high, function = squeezed(counted.high), enclosing(loop, "function_item")
    lengths = [f"{base}.len()" for base in bases]
    if high in lengths and "!=".join(lengths) in squeezed(text(function)):
        return " == ".join(bases)  # their lengths have been compared
    return " == ".join(base if high == f"{base}.len()" else f"{base}[..{counted.high}]" for base in bases)
