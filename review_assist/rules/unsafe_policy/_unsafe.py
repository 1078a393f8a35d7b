"""What several rules of the family ask about an unsafe block: its keyword, its body, its justification."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import (
    COMMENTS,
    ancestors,
    callee,
    comments_above,
    descendants,
    enclosing,
    field,
    text,
)
from review_assist.syntax.source import Function, SourceFile

_SAFETY = pattern(r"\bs(afety|faety|aftey|aefty)\b", re.IGNORECASE)
_SAFETY_IN_COMMENT = pattern(rb"(//|/\*)[^\n]{0,80}\bsafety\b", re.IGNORECASE)
_HOLDERS = frozenset(("block", "declaration_list", "source_file", "match_block"))


def mentions_safety(comment: str) -> bool:
    """Whether a comment is, or means to be, a justification: `// SAFETY: ..`, `/// # Safety`."""
    return bool(_SAFETY.search(comment))


def keyword(unsafe_block: Node) -> Node:
    """The word `unsafe` of an unsafe block: small enough to point at."""
    return unsafe_block.children[0]


def body(unsafe_block: Node) -> Node | None:
    """The block behind the keyword."""
    return next((child for child in unsafe_block.named_children if child.type == "block"), None)


def unsafe_of(function: Function, file: SourceFile) -> frozenset[str]:
    """The unsafe code of one function as something to speak of once (`Hit.names`)."""
    return frozenset((f"{file.path}:{file.line(function.node)} unsafe",))


def has_safety_comment(unsafe_block: Node, file: SourceFile) -> bool:
    """Whether a SAFETY comment stands above, inside or beside the block or a statement around it."""
    return _opens_with_safety(unsafe_block) or _has_safety_around(unsafe_block, file)


def is_explained(unsafe_block: Node, file: SourceFile) -> bool:
    """The same, or the comments above the function speak of safety."""
    function = enclosing(unsafe_block, "function_item")
    above = comments_above(function) if function is not None else ""
    return mentions_safety(above) or has_safety_comment(unsafe_block, file)


def _opens_with_safety(unsafe_block: Node) -> bool:
    holder = body(unsafe_block)
    for child in holder.named_children if holder is not None else ():
        if child.type not in COMMENTS:
            return False
        if mentions_safety(text(child)):
            return True
    return False


def _has_safety_around(unsafe_block: Node, file: SourceFile) -> bool:
    below = unsafe_block
    for parent in ancestors(unsafe_block):
        if below.type == "function_item":
            return False
        if parent.type in _HOLDERS:
            if mentions_safety(comments_above(below)) or _is_followed_by_safety(below):
                return True
            if _shares_comment(below, unsafe_block):
                return True
            lead = file.content.source[below.start_byte : min(unsafe_block.start_byte, below.start_byte + 4000)]
            if _SAFETY_IN_COMMENT.search(lead):
                return True
        below = parent
    return False


def _is_followed_by_safety(statement: Node) -> bool:
    after = statement.next_sibling
    if after is None or after.type not in COMMENTS:
        return False
    return after.start_point.row == statement.end_point.row and mentions_safety(text(after))


def _shares_comment(statement: Node, unsafe_block: Node) -> bool:
    """
    Whether the comment of the statement in front, on the line above, speaks of this one too.

    It does if the unsafe code of both differs in the names of values and types alone, or if that one has no
    unsafe code and names what this one works on.
    """
    before = statement.prev_named_sibling
    if before is None or before.type in COMMENTS or before.end_point.row + 1 != statement.start_point.row:
        return False
    if not mentions_safety(comments_above(before)):
        return False
    other = next(descendants(before, "unsafe_block"), None)
    if other is not None:
        return _shape(other) == _shape(unsafe_block)
    name = text(field(before, "pattern")) if before.type == "let_declaration" else ""
    return name != "" and re.search(rf"\b{re.escape(name)}\b", text(unsafe_block)) is not None


def _shape(unsafe_block: Node) -> tuple[str, ...]:
    """Its punctuation, and the functions that it calls, without their type arguments."""
    called = (re.sub(r"<.*?>", "", callee(call)) for call in descendants(unsafe_block, "call_expression"))
    return (re.sub(r"\w+", "_", text(unsafe_block)), *called)
