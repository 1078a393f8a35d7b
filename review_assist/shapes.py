"""How a statement is built, whatever its operands: a patch that only changed those did not bring the habit."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.change.reverse import places_now
from review_assist.model import ChangedFile, FileDiff
from review_assist.rules import engine
from review_assist.rules.rule import Captures, CodeRule
from review_assist.syntax import rust
from review_assist.syntax.nodes import COMMENTS, arguments, callee, field, method, text, unwrapped
from review_assist.syntax.source import read_source, squeezed

_LONGEST = 2000
"""Bytes of code whose shape is told; what is longer is only like itself."""
_OPERANDS = frozenset(
    "identifier self field_expression index_expression scoped_identifier type_cast_expression call_expression "
    "macro_invocation reference_expression unary_expression binary_expression await_expression "
    "try_expression".split()
)
_OPERATIONS = frozenset(("binary_expression", "assignment_expression", "compound_assignment_expr"))

Shapes = dict[int, set[str]]
"""By line."""


def shapes(changed: ChangedFile, rule: CodeRule) -> Shapes:
    """The shape of each match of a rule's pattern, told or not, by the lines on which parts of it begin."""
    found: Shapes = {}
    compiled = engine.compile_rules((rule,), [content.source for content in changed.texts])
    for source in read_source(changed) if compiled is not None else ():
        if rust.why_not_judged(source.tree, source.content.source):
            continue
        whole = ((source.content.start, source.content.end),)
        for _, captures in engine.matches_in(source, compiled, whole) if compiled is not None else ():
            told = _of_match(captures)
            for node in (node for nodes in captures.nodes.values() for node in nodes):
                found.setdefault(source.line(node), set()).add(told)
    return found


def shapes_removed(old: ChangedFile, rule: CodeRule, diff: FileDiff) -> Shapes:
    """Those on removed lines, by where these would stand now."""
    told = shapes(old, rule)
    found: Shapes = {}
    for line, now in places_now(diff).items():
        found.setdefault(now, set()).update(told.get(line, ()))
    return found


def _of_match(captures: Captures) -> str:
    return ";".join(shape(node) for name in sorted(captures.nodes) for node in captures.all(name))


def shape(node: Node) -> str:
    """Kinds of nodes, operators, literals and names of what is called; an operand is `_`."""
    node = unwrapped(node)
    if node.end_byte - node.start_byte > _LONGEST:
        return text(node)
    if node.type in _OPERATIONS:
        sides = (field(node, "left"), field(node, "right"))
        return f"{text(field(node, 'operator')) or '='}({', '.join(_operand(side) for side in sides if side)})"
    if node.type == "call_expression":
        return f"{method(node) or callee(node)}({len(arguments(node))})"
    if node.type in _OPERANDS or node.type.endswith(("identifier", "_type")):
        return "_"
    parts = [shape(part) for part in node.named_children if part.type not in COMMENTS]
    return f"{node.type}({', '.join(parts)})" if parts else squeezed(text(node))


def _operand(node: Node) -> str:
    return "_" if unwrapped(node).type in _OPERANDS else shape(node)
