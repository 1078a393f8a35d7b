"""Where Rust meets C: what looks alarming elsewhere is at home there."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.syntax.source import SourceFile

_FILES = (FileRole.BINDING, FileRole.SHIM)
_FUNCTIONS = (FunctionRole.BOUNDARY, FunctionRole.ABI, FunctionRole.THUNK)


def meets_c(node: Node, file: SourceFile) -> bool:
    """Whether the file wraps C, or the function around the node calls C or is called by it."""
    function = file.function(node)
    return file.role in _FILES or (function is not None and function.role in _FUNCTIONS)
