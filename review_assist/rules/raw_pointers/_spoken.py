"""By which names findings about one raw pointer are known to be about the same."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.syntax.casts import root_of
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile


def names_of(pointer: Node, file: SourceFile) -> frozenset[str]:
    """`.head` of a field, whatever holds it; `drain(queue)` of a variable or parameter of a function."""
    root, function = root_of(pointer), file.function(pointer)
    if root.type == "field_expression":
        return frozenset((f".{text(field(root, 'field'))}",))
    is_variable = root.type == "identifier" and function is not None
    return frozenset((f"{function.name}({text(root)})",)) if is_variable and function is not None else frozenset()
