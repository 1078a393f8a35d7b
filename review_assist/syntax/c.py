"""C, as far as its twin in Rust needs it: the only place that loads tree-sitter-c."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import tree_sitter_c
from tree_sitter import Language, Node, Parser, Point, Tree

from review_assist.syntax.nodes import text
from review_assist.syntax.rust import readable

_PARSER = Parser(Language(tree_sitter_c.language()))
_AROUND = frozenset(
    "translation_unit preproc_if preproc_ifdef preproc_else preproc_elif linkage_specification "
    "declaration_list field_declaration_list enumerator_list".split()
)
"""What may stand around a declaration."""
_TYPES = frozenset(("struct_specifier", "union_specifier", "enum_specifier"))
_DEEPEST = 12
"""Levels of `#if` and of types that are followed down, and of declarators."""
_SLICE = 4096
_SECONDS = 2.0
"""A file that takes longer was not written to be compiled: ordinary C is read at a few megabytes a second."""


@dataclass(frozen=True, slots=True)
class CFunction:
    """A function's definition; rows are 0-based, `end_row` inclusive."""

    name: str
    row: int
    body_row: int
    end_row: int


@dataclass(frozen=True, slots=True)
class CItem:
    """A macro, a variable, a type, or a member of a type; rows as in `CFunction`."""

    name: str
    owner: str
    """Name of the type that it is a member of, empty outside of any."""
    row: int
    end_row: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What C source declares, in its order."""

    functions: tuple[CFunction, ...] = ()
    items: tuple[CItem, ...] = ()


def outline(source: bytes) -> Outline:
    """What the source declares; what does not parse has nothing, nor has what takes too long to."""
    tree = _parse(readable(source))
    if tree is None:
        return Outline()
    nodes = list(_declared(tree.root_node))
    functions = (_function(node) for node, _ in nodes if node.type == "function_definition")
    items = (item for node, owner in nodes for item in _items(node, owner))
    return Outline(tuple(found for found in functions if found), tuple(items))


def _parse(source: bytes) -> Tree | None:
    """The tree; None if time runs out. Slices end with the time, as the parser takes no limit itself."""
    until = monotonic() + _SECONDS

    def read(offset: int, _: Point) -> bytes:
        return source[offset : offset + _SLICE] if monotonic() < until else b""

    tree = _PARSER.parse(read)
    return tree if monotonic() < until else None


def _declared(root: Node) -> Iterator[tuple[Node, str]]:
    """Every node that may declare something, with the name of the type around it."""
    todo = [(root, "", 0)]
    while todo:
        node, owner, depth = todo.pop()
        if depth > _DEEPEST:
            continue
        inner = _type_of(node)
        if inner is not None and (body := inner.child_by_field_name("body")) is not None:
            todo.append((body, _name_of_type(node, inner), depth + 1))
        if node.type in _AROUND:
            todo += [(child, owner, depth + 1) for child in reversed(node.named_children)]
        else:
            yield node, owner


def _type_of(node: Node) -> Node | None:
    """The struct, union or enum that a declaration defines on the way."""
    return node if node.type in _TYPES else next((c for c in node.named_children if c.type in _TYPES), None)


def _name_of_type(node: Node, inner: Node) -> str:
    """`typedef struct Bell BellState` is known by its last name, as code uses it."""
    names = [_declarator(node)] if node.type == "type_definition" else []
    return text(next((name for name in (*names, inner.child_by_field_name("name")) if name is not None), None))


def _function(node: Node) -> CFunction | None:
    name, body = _declarator(node), node.child_by_field_name("body")
    if name is None or name.type != "identifier" or body is None:
        return None
    return CFunction(text(name), node.start_point.row, body.start_point.row, node.end_point.row)


def _items(node: Node, owner: str) -> Iterator[CItem]:
    inner = _type_of(node)
    if inner is not None and inner.child_by_field_name("body") is not None and not owner:
        yield CItem(_name_of_type(node, inner), "", node.start_point.row, node.start_point.row)
    elif node.type in ("preproc_def", "enumerator"):
        name = node.child_by_field_name("name")
        yield CItem(text(name), owner, node.start_point.row, _last_row(node))
    elif node.type in ("field_declaration", "declaration") and (name := _declarator(node)) is not None:
        yield CItem(text(name), owner, node.start_point.row, _last_row(node))


def _last_row(node: Node) -> int:
    """A line that ends in its newline does not reach into the next one, as macros do."""
    return node.end_point.row - (node.end_point.column == 0 and node.end_point.row > node.start_point.row)


def _declarator(node: Node) -> Node | None:
    """The name that a declaration gives; None for a function's prototype, which declares nothing here."""
    is_definition = node.type == "function_definition"
    declarator = node.child_by_field_name("declarator")
    for _ in range(_DEEPEST):
        if declarator is None or declarator.type.endswith("identifier"):
            return declarator
        if declarator.type == "function_declarator" and not is_definition and not _is_pointer(declarator):
            return None
        inner = declarator.child_by_field_name("declarator")
        declarator = inner or next(iter(declarator.named_children), None)
    return None


def _is_pointer(function: Node) -> bool:
    inner = function.child_by_field_name("declarator")
    return inner is not None and inner.type == "parenthesized_declarator"
