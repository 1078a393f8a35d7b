"""One parsed stretch of a changed file, as rules see it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from tree_sitter import Node, Tree

from review_assist.change.openers import PLACEHOLDER
from review_assist.model import ChangedFile, FileRole, FunctionRole, Profile, Text
from review_assist.syntax import rust
from review_assist.syntax.choices import Choice, open_choices
from review_assist.syntax.macro_bodies import open_bodies
from review_assist.syntax.names import Names, read_names
from review_assist.syntax.nodes import ancestors, modifiers, text
from review_assist.syntax.roles import file_role, function_role, is_device, is_trait_method

_QUOTE_LIMIT = 60
_UNKNOWN = PLACEHOLDER.decode()


@dataclass(frozen=True)
class Function:
    """A function as far as it is visible."""

    node: Node
    name: str
    """Empty if the patch does not show it."""
    role: FunctionRole
    is_whole: bool
    """False if the patch shows only a part of it: what is absent may still be there."""
    is_unsafe: bool
    is_trait_method: bool


@dataclass(frozen=True)
class SourceFile:
    """What a rule may ask about the file it looks at. Never the disk, the patch or another file."""

    path: str
    role: FileRole
    is_device: bool
    """Whether it lies where its project keeps devices and drivers, below which a layer of bindings is known."""
    is_complete: bool
    """True if the whole file is known, False if this is one hunk that was rebuilt on its own."""
    content: Text
    tree: Tree
    names: Names
    profile: Profile = field(default_factory=Profile)
    """What the project adds."""
    made_safe: frozenset[str] = frozenset()
    """Functions from whose headers the patch takes the `unsafe`."""
    _functions: dict[int, Function] = field(default_factory=dict)

    def line(self, node: Node) -> int:
        """The 1-based line of the file on which the node begins."""
        return node.start_point.row - self._first_row + self.content.first_line

    def end_line(self, node: Node) -> int:
        """The 1-based line of the file on which the node ends."""
        return node.end_point.row - self._first_row + self.content.first_line

    def is_visible(self, node: Node) -> bool:
        """Whether the whole node is the file's own text, rather than put around a hunk so that it parses."""
        return self.content.start <= node.start_byte and node.end_byte <= self.content.end

    def shows_body(self, item: Node) -> bool:
        """Whether the hunk reaches the body; else the item may as well be the declaration of a C function."""
        body = item.child_by_field_name("body")
        return body is not None and body.start_byte < self.content.end

    def is_cut_above(self, item: Node) -> bool:
        """Whether the hunk begins with the item: an attribute above it would not be seen."""
        return not self.is_complete and self.line(item) <= self.content.first_line

    def is_added(self, node: Node) -> bool:
        """Whether the line on which the node begins was written by the patch."""
        return self.line(node) in self.content.added

    def quote(self, node: Node, limit: int = _QUOTE_LIMIT) -> str:
        """The node as written, white space squeezed, cut to `limit` characters, for a message."""
        raw = self.content.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
        squeezed = re.sub(r" \.(?=[a-z_])", ".", " ".join(raw.replace("`", "'").split()))
        return squeezed if len(squeezed) <= limit else squeezed[: limit - 3].rstrip() + "..."

    def function(self, node: Node) -> Function | None:
        """The innermost function around the node (or the node itself); None outside of any."""
        for candidate in (node, *ancestors(node)):
            if candidate.type in ("function_item", "function_signature_item"):
                return self._described(candidate)
        return None

    def _described(self, node: Node) -> Function:
        known = self._functions.get(node.id)
        if known is None:
            name = text(node.child_by_field_name("name"))
            known = Function(
                node=node,
                name="" if name == _UNKNOWN else name,
                role=function_role(node, self.names),
                is_whole=self.is_visible(node),
                is_unsafe="unsafe" in modifiers(node),
                is_trait_method=is_trait_method(node),
            )
            self._functions[node.id] = known
        return known

    @cached_property
    def macro_bodies(self) -> tuple[Tree, ...]:
        """What the arms of `macro_rules!` that the patch wrote expand to; nodes have their places of this file."""
        return open_bodies(self.tree, self.content.source, self._rows)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The file once more for the arms of a `cfg_if!` that the patch wrote, each in the place of the macro."""
        return open_choices(self.tree, self.content.source, self._rows)

    @cached_property
    def _rows(self) -> set[int]:
        return {line - self.content.first_line + self._first_row for line in self.content.added}

    @cached_property
    def _first_row(self) -> int:
        return self.content.source.count(b"\n", 0, self.content.start)


def read_source(changed: ChangedFile) -> tuple[SourceFile, ...]:
    """Parse every stretch of a changed file; names and role are those of all stretches together."""
    if not changed.texts:
        return ()
    trees = [rust.parse_opened(content.source) for content in changed.texts]
    visible = b"\n".join(content.source[content.start : content.end] for content in changed.texts)
    globs = changed.profile.roles
    role, at_device = file_role(changed.path, visible, globs), is_device(changed.path, globs)
    names = read_names(tuple(tree.root_node for tree in trees))
    known, profile, safe = changed.is_complete, changed.profile, changed.made_safe
    return tuple(
        SourceFile(changed.path, role, at_device, known, content, tree, names, profile, safe)
        for content, tree in zip(changed.texts, trees, strict=True)
    )


def spans_error(node: Node) -> bool:
    """Whether the node holds, lies in or stands beside something that did not parse."""
    parent = node.parent
    if node.has_error or _has_bad_neighbour(node) or (parent is not None and _has_bad_neighbour(parent)):
        return True
    return any(around.is_error for around in ancestors(node))


def _has_bad_neighbour(node: Node) -> bool:
    if node.parent is None or not node.parent.has_error:
        return False
    siblings = node.parent.children  # `next_sibling` passes over what is MISSING
    at = siblings.index(node)
    return any(near.is_error or near.is_missing for near in siblings[max(at - 1, 0) : at + 2])


def uncommented(code: str) -> str:
    """Line comments removed: for finding code by its text."""
    return re.sub(r"//[^\n]*", "", code)


def squeezed(code: str) -> str:
    """White space removed: for comparing two pieces of code."""
    return re.sub(r"\s+", "", code)
