"""What stands outside of functions on both sides: constants, globals, types and their members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tree_sitter import Node

from review_assist.model import ChangedFile, CLine, Finding, Text
from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.nodes import ancestors, field, text
from review_assist.twins.functions import parts_of
from review_assist.twins.stretches import Stretch, lines_of
from review_assist.twins.words import stem

_QUERY = """
    (const_item name: (identifier) @name) @item
    (static_item name: (identifier) @name) @item
    (struct_item name: (type_identifier) @name) @item
    (enum_item name: (type_identifier) @name) @item
    (field_declaration name: (field_identifier) @name) @item
    (enum_variant name: (identifier) @name) @item
"""
_CODE_LINES = 3
_CUT_COMMENT = pattern(r"\s*/\*(?:(?!\*/).)*$")
_SHARED = 3
"""Members that two types of different names must have in common to be a pair."""
_SHORTEST = 4
"""Characters that are left of a name without the parts that name its module."""


@dataclass(frozen=True, slots=True)
class Item:
    """One declaration of either side."""

    path: str
    name: str
    owner: str
    """The type that it is a member of, empty outside of any."""
    line: int
    lines: tuple[str, ...]
    prefixes: frozenset[str]
    patch: int | None = None


def c_items(stretch: Stretch) -> Iterator[Item]:
    """The declarations of a stretch of C."""
    lines = lines_of(stretch.source)
    for found in stretch.outline.items:
        if 0 <= found.row < len(lines):
            yield Item(
                stretch.path,
                found.name,
                found.owner,
                stretch.first_line + found.row,
                tuple(lines[found.row : found.end_row + 1]),
                parts_of(PurePosixPath(stretch.path).stem),
            )


def rust_items(changed: ChangedFile) -> Iterator[Item]:
    """The declarations of a changed file that are in view."""
    for content in changed.texts:
        tree = rust.parse(content.source)
        if rust.is_too_deep(tree):
            continue
        for _, captures in rust.matches(rust.compile_query(_QUERY), tree.root_node):
            node, name = captures["item"][0], captures["name"][0]
            if content.start <= name.start_byte < content.end:
                yield _rust_item(node, text(name), changed, content)


def _rust_item(node: Node, name: str, changed: ChangedFile, content: Text) -> Item:
    holder = next((a for a in ancestors(node) if a.type in ("struct_item", "enum_item", "impl_item")), None)
    owner = text(field(holder, "name") or field(holder, "type")) if holder is not None else ""
    start = max(node.start_byte, content.start)
    end = min(node.end_byte, content.end)
    return Item(
        changed.path,
        name,
        owner,
        content.first_line + content.source.count(b"\n", content.start, start),
        tuple(lines_of(content.source[start:end])),
        parts_of(changed.path.removesuffix(".rs")) | parts_of(owner),
        changed.patch,
    )


def item_line(finding: Finding, c: Sequence[Item], rust: Sequence[Item]) -> CLine | None:
    """The C declaration that the one on the finding's line came from; None unless just one may be it."""
    here = (finding.patch, finding.path, finding.line)
    item = next((each for each in rust if (each.patch, each.path, each.line) == here), None)
    if item is None:
        return None
    is_member = any(each.name == item.owner and each.path == item.path for each in rust)
    owners = _owners(item.owner, c, rust) if is_member else None
    found = [
        each for each in c if _is_same(each, item) and (owners is None or each.owner in owners or not each.owner)
    ]
    members = [each for each in found if each.owner] if owners else found
    if not members or len({"".join("".join(each.lines).split()) for each in members}) > 1:
        return None
    return CLine(members[0].path, members[0].line, _shown(members[0].lines), "")


def _shown(lines: Sequence[str]) -> tuple[str, ...]:
    """The declaration, a long one up to its first line, without a comment that is cut."""
    shown = lines if len(lines) <= _CODE_LINES else lines[:1]
    return tuple(_CUT_COMMENT.sub("", line) for line in shown)


def _owners(owner: str, c: Sequence[Item], rust: Sequence[Item]) -> set[str]:
    """The C types that may be the Rust one: of the same name, or with the same members."""
    own = {_squeezed(item.name) for item in rust if item.owner == owner}
    members: dict[str, set[str]] = {}
    for item in c:
        if item.owner:
            members.setdefault(item.owner, set()).add(_squeezed(item.name))
    same = {name for name in members if _squeezed(name) == _squeezed(owner)}
    return same or {name for name, theirs in members.items() if len(own & theirs) >= _SHARED}


def _is_same(c: Item, written: Item) -> bool:
    if _squeezed(c.name) == _squeezed(written.name):
        return True
    ours, theirs = stem(written.name, written.prefixes), stem(c.name, c.prefixes)
    return ours == theirs and len("".join(ours)) >= _SHORTEST


def _squeezed(name: str) -> str:
    return name.replace("_", "").lower()
