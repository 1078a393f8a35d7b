"""What a rule would write instead of what is there: stretches of the file, and the text for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import Edit, Fix, Text
from review_assist.syntax.nodes import COMMENTS, descendants
from review_assist.syntax.source import SourceFile


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes `[start, end)` of the text that was parsed become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rule's proposal. It is only told once it has been tried (see the stage `fixes`)."""

    parts: tuple[Part, ...]
    is_safe: bool
    """Whether the program does the same afterwards for every input, panics included."""
    needs_rust: str = ""
    """The version, such as `1.77`, from which on it compiles; empty for any."""


def written(node: Node, file: SourceFile) -> str:
    """The node as it stands in the file, byte for byte (`text` gives what the parser was shown)."""
    return file.content.source[node.start_byte : node.end_byte].decode("utf-8", "surrogateescape")


def replaced(node: Node, by: str) -> Part:
    """The node becomes this text."""
    return Part(node.start_byte, node.end_byte, by)


def statement_of(node: Node) -> Node:
    """The statement that is this expression and its semicolon, or the expression itself at the end of a block."""
    parent = node.parent
    return parent if parent is not None and parent.type == "expression_statement" else node


def lines_of(statement: Node, file: SourceFile) -> Part | None:
    """Removes the statement with its lines; None if something else stands on these.

    None too for a `let` whose block the patch does not show to its end: the variable may be used there.
    """
    raw, content, block = file.content.source, file.content, statement.parent
    if statement.type == "let_declaration" and (block is None or block.end_byte > content.end):
        return None
    start = raw.rfind(b"\n", 0, statement.start_byte) + 1
    end = raw.find(b"\n", statement.end_byte) + 1
    if not end or start < content.start or end > content.end:
        return None
    if raw[start : statement.start_byte].strip() or raw[statement.end_byte : end].strip():
        return None
    if raw[end : content.end].lstrip(b" \t").startswith(b"}"):
        start = max(len(raw[:start].rstrip()) + 1, content.start)
        start = raw.find(b"\n", start - 1) + 1
    return Part(start, end, "")


def fix_of(rewrite: Rewrite, file: SourceFile) -> Fix | None:
    """The rewrite in lines and columns; None if it would lose a comment, or reach into what no file holds."""
    content = file.content
    parts = sorted(rewrite.parts, key=lambda part: (part.start, part.end))
    ends = [content.start, *(part.end for part in parts)]
    if any(part.start < end for part, end in zip(parts, ends, strict=False)) or ends[-1] > content.end:
        return None
    if any(_loses_comment(part, file) for part in parts):
        return None
    return Fix(tuple(_edit(part, content) for part in parts), rewrite.is_safe, rewrite.needs_rust)


def _loses_comment(part: Part, file: SourceFile) -> bool:
    gone = file.content.source[part.start : part.end]
    if b"//" not in gone and b"/*" not in gone:
        return False
    return any(comment not in part.text for comment in _comments(part, file))


def _comments(part: Part, file: SourceFile) -> Iterator[str]:
    around = file.tree.root_node.descendant_for_byte_range(part.start, part.end)
    for node in descendants(around, *COMMENTS, into_functions=True) if around is not None else ():
        if node.start_byte < part.end and node.end_byte > part.start:
            yield written(node, file).strip()


def _edit(part: Part, content: Text) -> Edit:
    (line, column), (end_line, end_column) = _place(part.start, content), _place(part.end, content)
    eol = content.source.find(b"\n", part.start)
    is_crlf = content.source[eol - 1 : eol] == b"\r" if eol > 0 else False
    text = re.sub(r"\r?\n", "\r\n", part.text) if is_crlf else part.text
    return Edit(line, column, end_line, end_column, text)


def _place(offset: int, content: Text) -> tuple[int, int]:
    """1-based line of the file, 1-based byte column."""
    line = content.source.count(b"\n", content.start, offset) + content.first_line
    return line, offset - content.source.rfind(b"\n", 0, offset)
