"""The functions of both sides, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from tree_sitter import Node

from review_assist.change.openers import PLACEHOLDER
from review_assist.model import ChangedFile, FunctionText, Text
from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.nodes import enclosing, text
from review_assist.twins.stretches import Stretch, lines_of
from review_assist.twins.words import Statement, statements, stem

_PART = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True)
class Function:
    """A function of either side."""

    path: str
    name: str
    line: int
    body_line: int
    lines: tuple[str, ...]
    prefixes: frozenset[str]
    """Parts in front of its name that say only to which module or type it belongs."""
    shared_prefixes: frozenset[str]
    """The same of all names in it: those of the C files."""
    patch: int | None = None

    @property
    def end_line(self) -> int:
        """The last line, inclusive."""
        return self.line + len(self.lines) - 1

    @property
    def stem(self) -> tuple[str, ...]:
        """The parts of its name, without those of its module."""
        return stem(self.name, self.prefixes)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What it says, its head included."""
        return tuple(statements(self.lines, self.line, self.shared_prefixes))

    @cached_property
    def words(self) -> frozenset[str]:
        """All the words of its body."""
        inside = (s.words for s in self.statements if s.line > self.body_line or len(self.lines) == 1)
        return frozenset().union(*inside)

    def as_text(self) -> FunctionText:
        """The function as reports show it."""
        return FunctionText(self.path, self.name, self.line, self.end_line, self.lines)


def c_functions(stretch: Stretch, shared_prefixes: frozenset[str]) -> Iterator[Function]:
    """The functions of a stretch of C."""
    lines = lines_of(stretch.source)
    for found in stretch.outline.functions:
        yield Function(
            stretch.path,
            found.name,
            stretch.first_line + found.row,
            stretch.first_line + found.body_row,
            tuple(lines[found.row : found.end_row + 1]),
            parts_of(PurePosixPath(stretch.path).stem),
            shared_prefixes,
        )


def rust_functions(changed: ChangedFile, shared_prefixes: frozenset[str]) -> Iterator[Function]:
    """The functions of a changed file that the patch wrote a line of."""
    for content in changed.texts:
        tree = rust.parse(content.source)
        if rust.why_not_judged(tree, content.source):
            continue
        for _, captures in rust.matches(rust.compile_query("(function_item) @function"), tree.root_node):
            node = captures["function"][0]
            if function := _rust_function(node, changed, content, shared_prefixes):
                yield function


def _rust_function(
    node: Node, changed: ChangedFile, content: Text, shared_prefixes: frozenset[str]
) -> Function | None:
    """The function as far as it is in view; None if its name is not known, or the patch wrote nothing of it."""
    body, name = node.child_by_field_name("body"), text(node.child_by_field_name("name"))
    start, end = max(node.start_byte, content.start), min(node.end_byte, content.end)
    if body is None or name == PLACEHOLDER.decode() or start >= end:
        return None
    first = content.first_line + content.source.count(b"\n", content.start, start)
    last = first + content.source.count(b"\n", start, end)
    if not content.added & set(range(first, last + 1)):
        return None
    line_start = max(content.source.rfind(b"\n", 0, start) + 1, content.start)
    holder = enclosing(node, "impl_item")
    owner = text(holder.child_by_field_name("type")) if holder is not None else ""
    is_head_shown = content.start <= body.start_byte
    return Function(
        changed.path,
        name,
        first,
        first + content.source.count(b"\n", start, body.start_byte) if is_head_shown else first - 1,
        tuple(lines_of(content.source[line_start:end])),
        parts_of(changed.path.removesuffix(".rs")) | parts_of(owner),
        shared_prefixes,
        changed.patch,
    )


def parts_of(name: str) -> frozenset[str]:
    """`rsvg-filter` and `PL011State` as the parts that names begin with."""
    whole = {
        part.lower() for part in name.replace("/", "_").replace("-", "_").replace(".", "_").split("_") if part
    }
    return frozenset(whole | {part.lower() for part in _PART.findall(name)})
