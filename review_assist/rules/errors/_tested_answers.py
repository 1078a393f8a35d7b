"""C functions of whose answer a file asks whether it is an error: it is a status, there and in their relatives."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves
from review_assist.syntax.nodes import ancestors, callee, child, descendants, field, statements, text, unwrapped
from review_assist.syntax.source import SourceFile

_NUMBER = pattern(r"-?[01]")
_DOES = pattern(
    r".*_(add|load|read|write|open|register|insert|parse|send|create|attach|connect|start|append|update|reserve|"
    r"resize|copy|set|alloc|enable|request)(_\w+)?"
)
"""What may fail."""
_BINDINGS = pattern(r"(^|::)(bindings|ffi|sys|[a-z0-9_]+_sys)$")
"""Where a translated program takes its own functions from, they all come by a glob too, and look like C's."""
_STEM = pattern(r"([a-z0-9]+_[a-z0-9]+_)[a-z]")
_BETWEEN = ("parenthesized_expression", "unsafe_block", "block", "expression_statement")
"""What may stand between a comparison and the `if` that asks it."""
_RELATIVES = 2
_LIMIT = 4000
"""Comparisons of a file that are looked at."""


def only_in(node: Node) -> Node:
    """The call of `unsafe { f() }`."""
    block = unwrapped(node)
    inside = statements(body) if (body := child(block, 0)) is not None and block.type == "unsafe_block" else []
    return inside[0] if len(inside) == 1 else block


def is_tested_elsewhere(name: str, file: SourceFile) -> str:
    """The function whose answer the file tests: this one, or one of several of the same family; else empty."""
    if _returns_nothing(name, file):
        return ""
    tested = _tested(file.names.roots)
    if name in tested:
        return name
    stem = _STEM.match(name)
    is_of_c = name in file.names.foreign or any(_BINDINGS.search(path) for path in file.names.globs)
    if stem is None or not is_of_c or not _DOES.fullmatch(name):
        return ""
    relatives = sorted(other for other in tested if other.startswith(stem[1]))
    return relatives[0] if len(relatives) >= _RELATIVES else ""


def _returns_nothing(name: str, file: SourceFile) -> bool:
    """Whether an `extern` block of the file declares it without an answer."""
    source = file.content.source
    found = re.search(rb"\bfn %b\s*\([^;{]*?\)\s*;" % re.escape(name.encode()), source)
    return name in file.names.foreign and found is not None


@lru_cache(maxsize=2)
def _tested(roots: tuple[Node, ...]) -> frozenset[str]:
    """Bare names of the functions of which a comparison with 0, 1 or -1 tells that they failed."""
    found: set[str] = set()
    for root in roots:
        for count, test in enumerate(descendants(root, "binary_expression", into_functions=True)):
            if count > _LIMIT:
                break
            left, right = field(test, "left"), field(test, "right")
            if left is None or right is None or text(field(test, "operator")) not in ("!=", "==", "<"):
                continue
            call = only_in(left)
            is_asked = call.type == "call_expression" and _NUMBER.fullmatch(text(right)) is not None
            if is_asked and _tells_failure(test):
                found.add(callee(call).rpartition("::")[2])
    return frozenset(found)


def _tells_failure(test: Node) -> bool:
    """Whether a negative number is asked for, or a status that is not zero ends the function or the loop."""
    operator, number = text(field(test, "operator")), text(field(test, "right"))
    if operator == "<" or number == "-1":
        return True
    condition = test
    for node in ancestors(test):
        if node.type not in _BETWEEN and text(field(node, "operator")) != "||":
            break
        condition = node
    branch = condition.parent
    if branch is None or branch.type != "if_expression" or field(branch, "condition") != condition:
        return False
    is_other = (operator == "==") == (number == "0")
    taken = field(branch, "alternative" if is_other else "consequence")
    block = child(taken, 0) if taken is not None and taken.type == "else_clause" else taken
    return block is not None and leaves(block)
