"""Whether two values have the order that `min`, `max` and `clamp` ask for."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.syntax.nodes import ancestors, field, text
from review_assist.syntax.source import SourceFile


def is_ordered_in_part(value: Node, file: SourceFile) -> bool:
    """Whether it is of a type parameter that may be compared, `T: PartialOrd`, and need not be `Ord`."""
    declared = (file.names.type_of(value) or "").lstrip("&")
    if not re.fullmatch(r"[A-Z]\w?", declared):
        return False
    for holder in ancestors(value):
        if holder.type not in ("function_item", "impl_item"):
            continue
        bounds = text(field(holder, "type_parameters")) + "".join(
            text(part) for part in holder.named_children if part.type == "where_clause"
        )
        if re.search(rf"\b{declared}\b", bounds):
            return re.search(r"\bOrd\b", bounds) is None
    return False
