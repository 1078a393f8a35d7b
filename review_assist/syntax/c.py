"""C, as far as its twin in Rust needs it: the only place that loads tree-sitter-c."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import tree_sitter_c
from tree_sitter import Language, Node, Parser

from review_assist.syntax.nodes import text
from review_assist.syntax.rust import readable

_PARSER = Parser(Language(tree_sitter_c.language()))
_AROUND_FUNCTIONS = frozenset(
    "translation_unit preproc_if preproc_ifdef preproc_else preproc_elif linkage_specification "
    "declaration_list".split()
)
_DEEPEST = 12
"""Levels of `#if` that are followed down, and of declarators."""


@dataclass(frozen=True, slots=True)
class CFunction:
    """A function's definition; rows are 0-based, `end_row` inclusive."""

    name: str
    row: int
    body_row: int
    end_row: int


def functions(source: bytes) -> tuple[CFunction, ...]:
    """The functions that C source defines, in their order; what does not parse has none."""
    tree = _PARSER.parse(readable(source))
    return tuple(function for node in _definitions(tree.root_node) if (function := _described(node)))


def _definitions(root: Node) -> Iterator[Node]:
    todo = [(root, 0)]
    while todo:
        node, depth = todo.pop()
        if node.type == "function_definition":
            yield node
        elif node.type in _AROUND_FUNCTIONS and depth < _DEEPEST:
            todo += [(child, depth + 1) for child in reversed(node.named_children)]


def _described(node: Node) -> CFunction | None:
    declarator, body = node.child_by_field_name("declarator"), node.child_by_field_name("body")
    for _ in range(_DEEPEST):
        if declarator is None or declarator.type == "identifier":
            break
        declarator = declarator.child_by_field_name("declarator")
    if declarator is None or declarator.type != "identifier" or body is None:
        return None
    return CFunction(text(declarator), node.start_point.row, body.start_point.row, node.end_point.row)
