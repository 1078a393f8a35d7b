"""The functions of both sides, as far as they are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from tree_sitter import Node

from review_assist.model import ChangedFile, FileDiff, FunctionText, Submission, Text
from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.nodes import enclosing, text
from review_assist.twins.words import Statement, statements, stem

_LARGEST = 1 << 20
_C = (".c", ".h")
_CPP = pattern(rb"^\s*(namespace|template\s*<|class\s+\w+\s*[:{;])|\bstd::\w", re.MULTILINE)
"""Signs of C++, which shares the ending `.h`; the grammar of C does not read it."""
_PART = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a C file that stand together."""

    path: str
    first_line: int
    source: bytes


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


def stretches(submission: Submission) -> tuple[Stretch, ...]:
    """All the C of the submission: what the patches remove, and what the repository has of it."""
    of_tree = [Stretch(path, 1, data) for path, data in submission.twins.items()]
    of_patches = [
        stretch
        for patch in submission.patches
        for diff in patch.files
        if (diff.old_path or "").endswith(_C) and diff.old_path not in submission.twins
        for stretch in _removed(diff)
    ]
    known = of_tree + of_patches
    others = {stretch.path for stretch in known if _CPP.search(stretch.source)}
    return tuple(s for s in known if len(s.source) <= _LARGEST and s.path not in others)


def _removed(diff: FileDiff) -> Iterator[Stretch]:
    """The old side of every hunk that removes something and is not replaced line by line."""
    for hunk in diff.hunks:
        kinds = [line.kind for line in hunk.lines]
        if kinds.count("-") > kinds.count("+"):
            yield Stretch(
                diff.old_path or "",
                hunk.old_start,
                b"".join(line.text + b"\n" for line in hunk.lines if line.kind != "+"),
            )


def c_functions(stretch: Stretch, shared_prefixes: frozenset[str]) -> Iterator[Function]:
    """The functions of a stretch of C."""
    from review_assist.syntax import c

    lines = _lines(stretch.source)
    for found in c.functions(stretch.source):
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
        if rust.is_too_deep(tree):
            continue
        for _, captures in rust.matches(rust.compile_query("(function_item) @function"), tree.root_node):
            node = captures["function"][0]
            if function := _rust_function(node, changed, content, shared_prefixes):
                yield function


def _rust_function(
    node: Node, changed: ChangedFile, content: Text, shared_prefixes: frozenset[str]
) -> Function | None:
    body = node.child_by_field_name("body")
    if body is None or node.start_byte < content.start or node.end_byte > content.end:
        return None
    start, end = node.start_point.row, node.end_point.row
    first = content.first_line + content.source.count(b"\n", content.start, node.start_byte)
    if not content.added & set(range(first, first + end - start + 1)):
        return None
    line_start = content.source.rfind(b"\n", 0, node.start_byte) + 1
    holder = enclosing(node, "impl_item")
    owner = text(holder.child_by_field_name("type")) if holder is not None else ""
    return Function(
        changed.path,
        text(node.child_by_field_name("name")),
        first,
        first + body.start_point.row - start,
        tuple(_lines(content.source[line_start : node.end_byte])),
        parts_of(changed.path.removesuffix(".rs")) | parts_of(owner),
        shared_prefixes,
        changed.patch,
    )


def _lines(source: bytes) -> list[str]:
    return [line.rstrip("\r") for line in source.decode("utf-8", "replace").split("\n")]


def parts_of(name: str) -> frozenset[str]:
    """`rsvg-filter` and `PL011State` as the parts that names begin with."""
    whole = {
        part.lower() for part in name.replace("/", "_").replace("-", "_").replace(".", "_").split("_") if part
    }
    return frozenset(whole | {part.lower() for part in _PART.findall(name)})
