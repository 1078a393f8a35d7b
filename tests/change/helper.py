"""What the tests of the change stage share: hunks from short texts, and what a tree says of a place."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.change.rebuild import islands
from review_assist.model import FileDiff, Hunk, Line, Patch, Series, Text
from review_assist.syntax.rust import parse


def hunk(marked: str, *, old: int = 10, new: int = 10, heading: str = "") -> Hunk:
    """A hunk from lines that begin with `+`, `-` or a space, as in a diff; an empty one is context."""
    lines: list[Line] = []
    next_old, next_new = old, new
    for row, text in enumerate(marked.removesuffix("\n").split("\n")):
        kind = text[:1] or " "
        assert kind in "+- ", text
        is_old, is_new = kind != "+", kind != "-"
        lines.append(
            Line(kind, next_old if is_old else None, next_new if is_new else None, text[1:].encode(), row)  # type: ignore[arg-type]
        )
        next_old, next_new = next_old + is_old, next_new + is_new
    return Hunk(old, next_old - old, new, next_new - new, heading.encode(), tuple(lines), 0)


def diff(*hunks: Hunk, old_path: str | None = "src/dev.rs", new_path: str | None = "src/dev.rs") -> FileDiff:
    return FileDiff(old_path, new_path, hunks)


def patch(*files: FileDiff, commit: str = "") -> Patch:
    return Patch("test", "", None, commit, "", files, b"")


def series(*files: FileDiff) -> Series:
    """Every file in a patch of its own."""
    return Series(tuple(patch(file) for file in files))


def island(text: str, heading: str = "") -> Text:
    """Lines of Rust, all of them new, rebuilt as one hunk without its file."""
    marked = "".join(f"+{line}\n" for line in text.removesuffix("\n").split("\n"))
    (only,) = islands(diff(hunk(marked, heading=heading)), parse)
    return only


def own(text: Text) -> bytes:
    return text.source[text.start : text.end]


def errors(text: Text) -> list[str]:
    """ERROR and MISSING nodes anywhere in the source."""
    found: list[str] = []
    todo = [parse(text.source).root_node]
    while todo:
        node = todo.pop()
        if node.is_error or node.is_missing:
            found.append(f"{node.type} {node.start_point} {node.text!r}")
        todo += node.children
    return found


def around(text: Text, needle: str) -> list[str]:
    """Types of the nodes around the first place where `needle` stands, innermost first."""
    begin = text.source.index(needle.encode(), text.start)
    node: Node | None = parse(text.source).root_node.descendant_for_byte_range(begin, begin + len(needle))
    types: list[str] = []
    while node:
        types.append(node.type)
        node = node.parent
    return types


def function_around(text: Text, needle: str) -> str:
    """The signature of the function around `needle`, up to its body; empty outside of any."""
    begin = text.source.index(needle.encode(), text.start)
    node: Node | None = parse(text.source).root_node.descendant_for_byte_range(begin, begin + len(needle))
    while node and node.type != "function_item":
        node = node.parent
    if not node or not (body := node.child_by_field_name("body")):
        return ""
    return text.source[node.start_byte : body.start_byte].decode().strip()
