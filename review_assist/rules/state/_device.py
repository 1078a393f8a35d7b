"""What several rules ask: which structs are shared device states, which types are cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import field, has_attribute, text
from review_assist.syntax.source import SourceFile

_PARENT = pattern(r"ParentField<")
_IMPLEMENTS = pattern(
    r"\bimpl\s+(?:\w+::)*(?:ObjectImpl|DeviceImpl|SysBusDeviceImpl|ResettablePhasesImpl)\s+for\s+(\w+)"
)
_FIELD_LIMIT = 300
"""A struct with more fields is nobody's device, and would be gone through once for each of them."""


def fields(struct: Node) -> Iterator[Node]:
    """The `field_declaration`s of a struct with named fields; none if there are too many."""
    body = field(struct, "body")
    if body is None or body.named_child_count > _FIELD_LIMIT:
        return
    for child in body.named_children:
        if child.type == "field_declaration":
            yield child


def is_declared_object(struct: Node) -> bool:
    """A QOM object for certain: it derives `Object` or begins with a `ParentField<..>`."""
    if has_attribute(struct, r"derive\(.*\bObject\b"):
        return True
    return any(_PARENT.search(text(field(child, "type"))) for child in fields(struct))


def is_object(struct: Node) -> bool:
    """A QOM object by all appearance: the same, or it begins with the object that it inherits from."""
    return is_declared_object(struct) or begins_with_parent(struct)


def begins_with_parent(struct: Node) -> bool:
    """Whether the first field is `parent_obj`, as in C: it has C's layout because its parent has."""
    first = next(fields(struct), None)
    return first is not None and text(field(first, "name")) == "parent_obj"


@lru_cache(maxsize=4)
def implementing(roots: tuple[Node, ...]) -> frozenset[str]:
    """Types that implement a trait which only a QOM object can: their structs need not be visible."""
    found = (_IMPLEMENTS.findall(text(root)) for root in roots)
    return frozenset(chain.from_iterable(found))


def has_bql(file: SourceFile) -> bool:
    """Whether QEMU's cells are at hand, which belong to its big lock."""
    return file.path.startswith("rust/hw/") or any("Bql" in name for name in file.names.imports)
