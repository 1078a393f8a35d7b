"""What stands in `cfg_if!` and `lazy_static!`, read as code in its place: the grammar has only tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tree_sitter import Node, Tree

from review_assist.syntax import rust
from review_assist.syntax.nodes import text

_MACROS = rust.compile_query("(macro_invocation macro: (_) @name (token_tree) @body) @macro")
_CHOOSES = frozenset(("cfg_if", "cfg_select"))
_HOLDS = frozenset(("lazy_static", "thread_local"))
_WORDS = tuple(f"{name}!".encode() for name in _CHOOSES | _HOLDS)
_BLANKS = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))
_MOST = 8
"""Arms of one macro that are read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The source as if one arm of each such macro stood in the macro's place; offsets are those of the source."""

    tree: Tree
    spans: tuple[tuple[int, int], ...]
    """The bytes of the arms: what lies around them is in the tree of the source as well."""


def open_choices(tree: Tree, source: bytes, rows: Collection[int]) -> tuple[Choice, ...]:
    """One for the first arms of all macros that touch one of the rows (0-based), one for the second, and so on.

    The arms are alternatives, which may declare the same names, so none is read together with another.
    """
    if not any(word in source for word in _WORDS):
        return ()
    arms = [(whole, bodies) for whole, bodies in _arms(tree.root_node) if bodies and _touches(whole, rows)]
    count = min(max((len(bodies) for _, bodies in arms), default=0), _MOST)
    return tuple(
        _choice(source, [(whole, bodies[at]) for whole, bodies in arms if at < len(bodies)]) for at in range(count)
    )


def _arms(root: Node) -> Iterator[tuple[Node, list[Node]]]:
    """A macro with what it holds: the blocks that a condition chooses from, or all of it."""
    for _, captures in rust.matches(_MACROS, root):
        name, body = text(captures["name"][0]).rpartition("::")[2], captures["body"][0]
        if name in _HOLDS and text(body).startswith("{"):
            yield captures["macro"][0], [body]
        elif name in _CHOOSES:
            blocks = [
                part for part in body.named_children if part.type == "token_tree" and text(part).startswith("{")
            ]
            yield captures["macro"][0], blocks


def _touches(node: Node, rows: Collection[int]) -> bool:
    return any(row in rows for row in range(node.start_point.row, node.end_point.row + 1))


def _choice(source: bytes, chosen: list[tuple[Node, Node]]) -> Choice:
    twin, spans = bytearray(source), []
    for whole, arm in chosen:
        start, end = arm.start_byte + 1, arm.end_byte - 1
        twin[whole.start_byte : whole.end_byte] = source[whole.start_byte : whole.end_byte].translate(_BLANKS)
        twin[start:end] = source[start:end]
        spans.append((start, end))
    return Choice(rust.parse_opened(bytes(twin)), tuple(spans))
