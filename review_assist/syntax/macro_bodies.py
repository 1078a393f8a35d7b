"""What a `macro_rules!` arm expands to, read as code: the grammar has nothing but tokens there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from tree_sitter import Node, Tree

from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.nodes import descendants, text

_ARMS = rust.compile_query("(macro_rule left: (_) @pattern right: (token_tree) @body)")
_FRAGMENT = pattern(r"\$(\w+)\s*:\s*(\w+)")
_BLANKS = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))
_STAND_INS = {"vis": b"", "item": b"", "block": b"{}", "lifetime": b"'_"}
"""What takes the place of a fragment that no name can stand for."""
_MOST = 20 << 20
"""Bytes of twins that are parsed for one file; each arm has one as long as the file."""


def open_bodies(tree: Tree, source: bytes, rows: Collection[int]) -> tuple[Tree, ...]:
    """The bodies of the arms that touch one of the rows (0-based), each as a block, in a tree of its own.

    A twin of the source of the same length is parsed, so that offsets, rows and columns are those of `source`.
    In it `$name` is a name, `$( .. ),*` stands there once, and all around the body is blank. A body that is no
    block of code, such as the half of a `match`, is left out, and so are the last ones of a great many.
    """
    if b"macro_rules!" not in source:
        return ()
    return tuple(islice(_opened(tree.root_node, source, rows), _MOST // len(source) + 1))


def _opened(root: Node, source: bytes, rows: Collection[int]) -> Iterator[Tree]:
    for _, captures in rust.matches(_ARMS, root):
        body = captures["body"][0]
        if body.has_error or not any(row in rows for row in range(body.start_point.row, body.end_point.row + 1)):
            continue
        opened = rust.parse(_twin(captures["pattern"][0], body, source))
        if not opened.root_node.has_error:
            yield opened


def _twin(arm: Node, body: Node, source: bytes) -> bytes:
    kinds = dict(_FRAGMENT.findall(text(arm)))
    twin = bytearray(_blank(source))
    twin[body.start_byte : body.end_byte] = source[body.start_byte : body.end_byte]
    twin[body.start_byte], twin[body.end_byte - 1] = b"{}"
    for node in descendants(body, "metavariable", "token_repetition"):
        if node.type == "metavariable":
            _put(twin, node.start_byte, node.end_byte, _stand_in(text(node)[1:], kinds))
        else:
            _unfold(twin, node)
    return bytes(twin)


def _stand_in(name: str, kinds: dict[str, str]) -> bytes:
    if name == "crate":
        return b" crate"
    return _STAND_INS.get(kinds.get(name, ""), f"_{name}".encode())


def _unfold(twin: bytearray, repetition: Node) -> None:
    """`$( tokens ),*` as `tokens`: the first bracket and its mark go, and all from the last bracket on."""
    brackets = [child for child in repetition.children if child.type in ("(", ")")]
    if len(brackets) >= 2:
        _put(twin, repetition.start_byte, brackets[0].end_byte, b"")
        _put(twin, brackets[-1].start_byte, repetition.end_byte, b"")


def _put(twin: bytearray, start: int, end: int, stand_in: bytes) -> None:
    twin[start:end] = _blank(bytes(twin[start:end]))
    if len(stand_in) <= end - start:
        twin[start : start + len(stand_in)] = stand_in


def _blank(source: bytes) -> bytes:
    """As many bytes, the ends of lines kept."""
    return source.translate(_BLANKS)
