"""A test of an `Option` or `Result`, written as `match` or `if let`: the way on and the way out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import child, field, is_mutable, macro_name, statements, text
from review_assist.syntax.source import SourceFile, squeezed

_HOLDS = pattern(r"(?:\w+::)*(Some|Ok)\((ref mut |ref )?(?:mut )?(\w+)\)")
_FAILS = pattern(r"(?:\w+::)*(?:None|_|Err\((\w+)\))")
LOOSE = (
    "unary_expression",
    "binary_expression",
    "type_cast_expression",
    "range_expression",
    "closure_expression",
)
"""Expressions that need parentheses in front of a method."""
LEAVING = ("return_expression", "try_expression", "break_expression", "continue_expression", "await_expression")
"""Expressions that leave, wait or hand on a failure: none of them fits into a closure."""
DIVERGES = frozenset(("panic", "unreachable", "todo", "unimplemented", "bail"))
"""Macros behind which nothing is reached."""


@dataclass(frozen=True, slots=True)
class Arms:
    """`Some(name) => good` and `None => bad`, or the same of a `Result`."""

    value: Node
    """What is tested."""
    variant: str
    """`Some` or `Ok`."""
    name: str
    """What the value is bound to."""
    good: Node
    bad: Node
    error: str
    """What the error is bound to; empty if it has no name, or there is none."""
    lent: str = ""
    """`ref` or `ref mut`, if the pattern only borrows what it binds."""


def arms_of(node: Node) -> Arms | None:
    """Read a `match` of two arms or an `if let .. else ..`; None if it is anything else."""
    if node.type == "match_expression":
        return _of_match(node)
    condition, otherwise = field(node, "condition"), field(node, "alternative")
    good = field(node, "consequence")
    bad = child(otherwise, 0) if otherwise is not None else None
    if condition is None or condition.type != "let_condition" or good is None or bad is None:
        return None
    value, holds = field(condition, "value"), _HOLDS.fullmatch(_pattern(field(condition, "pattern")))
    if value is None or holds is None or bad.type != "block":
        return None
    return Arms(value, holds[1], holds[3], good, bad, "", (holds[2] or "").strip())


def match_arms(match: Node) -> list[Node]:
    """The arms of a `match` expression."""
    body = field(match, "body")
    return [arm for arm in body.named_children if arm.type == "match_arm"] if body is not None else []


def binding(declaration: Node, file: SourceFile) -> tuple[str, str]:
    """`mut x` and `u8` of `let mut x: u8 = ..`, the second empty if there is no type."""
    name, declared = text(field(declaration, "pattern")), field(declaration, "type")
    return f"mut {name}" if is_mutable(declaration) else name, file.quote(declared) if declared is not None else ""


def only(node: Node) -> Node:
    """The one statement of a block, taken out of it; any other node is itself."""
    while node.type == "block":
        inside = statements(node)
        if len(inside) != 1:
            return node
        node = inside[0]
    return node


def leaves(node: Node) -> bool:
    """Whether the expression or block ends in a statement after which the next one is not reached."""
    last = statements(node)[-1:] if node.type == "block" else [node]
    if not last:
        return False
    if last[0].type in ("return_expression", "continue_expression", "break_expression"):
        return True
    return macro_name(last[0]) in DIVERGES


def _of_match(node: Node) -> Arms | None:
    value, arms = field(node, "value"), match_arms(node)
    if len(arms) != 2 or value is None:
        return None
    shapes = [_pattern(field(arm, "pattern")) for arm in arms]
    first = 0 if _HOLDS.fullmatch(shapes[0]) else 1
    holds, fails = _HOLDS.fullmatch(shapes[first]), _FAILS.fullmatch(shapes[1 - first])
    good, bad = field(arms[first], "value"), field(arms[1 - first], "value")
    if holds is None or fails is None or good is None or bad is None:
        return None
    error = fails[1] or ""
    lent = (holds[2] or "").strip()
    return Arms(value, holds[1], holds[3], good, bad, "" if error.startswith("_") else error, lent)


def _pattern(node: Node | None) -> str:
    return re.sub(r"\s+", " ", text(node)).strip() if node is not None else ""


def is_same(node: Node, written: str) -> bool:
    """Whether the node is this text, white space aside."""
    return squeezed(text(node)) == written
