"""Whether C declares a function as Rust exports it, as far as parameters can be counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tree_sitter import Node

from review_assist.clean import on_one_line
from review_assist.model import CLine
from review_assist.syntax.nodes import field, text


def where_declared(function: Node, prototypes: Mapping[str, CLine]) -> str | None:
    """Where a header declares it, as the end of a sentence; None if none does, or with other parameters."""
    line = prototypes.get(text(field(function, "name")))
    holder = field(function, "parameters")
    if line is None or holder is None:
        return None
    count = sum(child.type in ("parameter", "variadic_parameter") for child in holder.named_children)
    if count != _parameters(" ".join(line.code)):
        return None
    path = on_one_line(line.path).replace("`", "")
    return f"`{path}` declares it with as many parameters, so what is left to compare are their types."


def _parameters(prototype: str) -> int:
    """How many there are between the first bracket and the one that closes it; attributes may follow."""
    inside = re.sub(r"/\*.*?\*/", "", prototype).partition("(")[2]
    while (flat := re.sub(r"\([^()]*\)", "", inside)) != inside:
        inside = flat
    inside = inside.partition(")")[0]
    return 0 if inside.strip() in ("", "void") else inside.count(",") + 1
