"""What stands outside of functions on both sides: constants, globals, types and their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    lines, prefixes = lines_of(stretch.source), parts_of(PurePosixPath(stretch.path).stem)
    for found in stretch.outline.items:
        if 0 <= found.row < len(lines):
            yield Item(
                stretch.path,
                found.name,
                found.owner,
                stretch.first_line + found.row,
                tuple(lines[found.row : found.end_row + 1]),
                prefixes,
            )


def rust_items(changed: ChangedFile) -> Iterator[Item]:
    """The declarations of a changed file that are in view."""
    for content in changed.texts:
        tree = rust.parse(content.source)
        if rust.why_not_judged(tree, content.source):
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


class Items:
    """The declarations of one side, found by their names without a walk over all of them."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.members: dict[str, list[Item]] = {}
        """By the type that they are members of."""
        self.types: set[tuple[str, str]] = set()
        """Paths and names of what may have members."""
        self._by_place: dict[tuple[int | None, str, int], Item] = {}
        self._by_name: dict[str, list[tuple[int, Item]]] = {}
        for at, item in enumerate(items):
            self.types.add((item.path, item.name))
            self._by_place.setdefault((item.patch, item.path, item.line), item)
            for key in {_squeezed(item.name), _squeezed_stem(item)}:
                self._by_name.setdefault(key, []).append((at, item))
            if item.owner:
                self.members.setdefault(item.owner, []).append(item)

    def at(self, finding: Finding) -> Item | None:
        """What is declared on the finding's line."""
        return self._by_place.get((finding.patch, finding.path, finding.line))

    def like(self, item: Item) -> list[Item]:
        """Those that may be called the same, in their order."""
        found = {at: other for key in (_squeezed(item.name), _squeezed_stem(item)) for at, other in self._of(key)}
        return [found[at] for at in sorted(found) if _is_same(found[at], item)]

    def _of(self, key: str) -> list[tuple[int, Item]]:
        return self._by_name.get(key, [])


def item_line(finding: Finding, c: Items, rust: Items) -> CLine | None:
    """The C declaration that the one on the finding's line came from; None unless just one may be it."""
    item = rust.at(finding)
    if item is None:
        return None
    owners = _owners(item.owner, c, rust) if (item.path, item.owner) in rust.types else None
    found = [each for each in c.like(item) if owners is None or each.owner in owners or not each.owner]
    members = [each for each in found if each.owner] if owners else found
    if not members or len({"".join("".join(each.lines).split()) for each in members}) > 1:
        return None
    return CLine(members[0].path, members[0].line, _shown(members[0].lines), "")


def _shown(lines: Sequence[str]) -> tuple[str, ...]:
    """The declaration, a long one up to its first line, without a comment that is cut."""
    shown = lines if len(lines) <= _CODE_LINES else lines[:1]
    return tuple(_CUT_COMMENT.sub("", line) for line in shown)


def _owners(owner: str, c: Items, rust: Items) -> set[str]:
    """The C types that may be the Rust one: of the same name, or with the same members."""
    same = {name for name in c.members if _squeezed(name) == _squeezed(owner)}
    if same:
        return same
    own = {_squeezed(item.name) for item in rust.members.get(owner, ())}
    shared = {name: own & {_squeezed(item.name) for item in theirs} for name, theirs in c.members.items()}
    return {name for name, names in shared.items() if len(names) >= _SHARED}


def _is_same(c: Item, written: Item) -> bool:
    if _squeezed(c.name) == _squeezed(written.name):
        return True
    ours, theirs = stem(written.name, written.prefixes), stem(c.name, c.prefixes)
    return ours == theirs and len("".join(ours)) >= _SHORTEST


def _squeezed_stem(item: Item) -> str:
    return "".join(stem(item.name, item.prefixes))


def _squeezed(name: str) -> str:
    return name.replace("_", "").lower()
