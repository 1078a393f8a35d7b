"""Variables that are declared before there is a value for them: which, and where the value comes."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import is_integer_type
from review_assist.syntax.nodes import COMMENTS, ancestors, descendants, field, is_mutable, mentions, tail, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_VIEW = 8000
"""Bytes behind a declaration that are searched for its first value."""
_EMPTY = pattern(r"-?[0-9][\w.]*(as[\w:]+)?|true|false|None|(\w+::)*null(_mut)?\(\)|(String|Vec)::new\(\)")
"""Values that a variable is given only to have one."""
_MANY = 3
_USES = 60
"""Uses of a variable that are looked at."""
_RUN = 8
"""Declarations on either side that are looked at."""


def first_value(declaration: Node, file: SourceFile) -> Node | None:
    """What the variable is assigned where it is first mentioned, in the same block; None if that is not plain."""
    name, value = text(field(declaration, "pattern")), field(declaration, "value")
    if name.startswith("_") or not _is_late(declaration):
        return None
    assignment = _first_mention(declaration, name, file.content.source)
    if assignment is None and value is None:
        assignment = _first_in_inner_block(declaration, name, file.content.source)
    given = field(assignment, "right") if assignment is not None else None
    if given is None or mentions(given, name) or _is_formatted(given, name):
        return None
    return None if value is None and _fixes_drop_order(declaration, given) else given


def first_use(declaration: Node, name: str, source: bytes) -> Node | None:
    """The statement of the same block that is the first to mention the variable, as far as that is near."""
    block = declaration.parent
    if block is None or block.type != "block":
        return None
    end = min(block.end_byte, declaration.end_byte + _VIEW)
    statement = next(uses_between(block, name, declaration.end_byte, end, source), None)
    while statement is not None and statement.parent != block:
        statement = statement.parent
    return statement


def late_together(declaration: Node, file: SourceFile) -> list[Node]:
    """This one and the late ones below it, in a row of three or more; none if it is alone or not the first."""
    if first_value(declaration, file) is None:
        return []
    above, below = (_neighbours(declaration, file, forward=forward) for forward in (False, True))
    if len(above) + 1 + len(below) < _MANY or any(first_value(each, file) is not None for each in above):
        return []
    late = [each for each in below if first_value(each, file) is not None]
    return [declaration, *late] if late else []


def is_in_row(declaration: Node, file: SourceFile) -> bool:
    """Whether three or more added declarations stand together, and another one of them is late as well."""
    around = [each for forward in (False, True) for each in _neighbours(declaration, file, forward=forward)]
    return len(around) + 1 >= _MANY and any(first_value(each, file) is not None for each in around)


def _neighbours(declaration: Node, file: SourceFile, *, forward: bool) -> list[Node]:
    """The added ones that follow (or precede, nearest first), as long as nothing else comes between."""
    found: list[Node] = []
    at = declaration.next_named_sibling if forward else declaration.prev_named_sibling
    while at is not None and len(found) < _RUN and (at.type in COMMENTS or _is_late(at)):
        if at.type not in COMMENTS and file.is_added(at):
            found.append(at)
        at = at.next_named_sibling if forward else at.prev_named_sibling
    return found


def _is_late(node: Node) -> bool:
    """A `let` of one name with no value, or with a placeholder."""
    pattern, value = field(node, "pattern"), field(node, "value")
    if node.type != "let_declaration" or pattern is None or pattern.type != "identifier":
        return False
    return value is None or (is_mutable(node) and _EMPTY.fullmatch(squeezed(text(value))) is not None)


def _first_mention(declaration: Node, name: str, source: bytes) -> Node | None:
    """The plain assignment in the same block that is the first to mention the variable; else None."""
    statement = first_use(declaration, name, source) if not _has_attribute(declaration) else None
    if statement is None or _has_attribute(statement):
        return None
    return _assignment(statement, name)


def _first_in_inner_block(declaration: Node, name: str, source: bytes) -> Node | None:
    """The first assignment, if the variable has no value and all of its uses are in one block further in."""
    block = declaration.parent
    if block is None or block.type != "block" or _has_attribute(declaration):
        return None
    if block.end_byte - declaration.end_byte > _VIEW:
        return None
    uses = list(islice(uses_between(block, name, declaration.end_byte, block.end_byte, source), _USES))
    first = uses[0].parent if uses else None
    if first is None or first.type != "assignment_expression" or field(first, "left") != uses[0]:
        return None
    for inner in ancestors(first):
        if inner == block:
            return None
        if (
            inner.type == "block"
            and inner.start_byte <= uses[0].start_byte
            and uses[-1].end_byte <= inner.end_byte
        ):
            return first if len(uses) < _USES and not _outlives(inner, first, name) else None
    return None


def _outlives(block: Node, first: Node, name: str) -> bool:
    """Whether the variable has to live longer than the block: what is borrowed from it leaves there, as its value
    or into a variable of outside, or the block is the condition of a loop."""
    around = block.parent
    if around is not None and around.type == "while_expression" and field(around, "condition") == block:
        return True
    last = tail(block)
    if last is not None and mentions(last, name) and text(last) != name:
        return True
    others = (each for each in descendants(block, "assignment_expression") if each != first)
    return any(
        mentions(given, name) and re.search(rf"&\s*(mut\s+)?{re.escape(name)}\b|\.as_", text(given)) is not None
        for given in (field(each, "right") for each in others)
        if given is not None
    )


def _assignment(statement: Node, name: str) -> Node | None:
    only = statement.named_children if statement.type == "expression_statement" else []
    if not only or only[0].type != "assignment_expression" or text(field(only[0], "left")) != name:
        return None
    return only[0]


def _fixes_drop_order(declaration: Node, given: Node) -> bool:
    """Whether the variable may be declared early so that it is dropped after what its value is made of."""
    declared = text(field(declaration, "type"))
    if is_integer_type(declared) or declared in ("bool", "char", "f32", "f64") or declared.startswith("*"):
        return False
    if given.end_byte - given.start_byte > _VIEW:
        return True
    for used in (given, *descendants(given, "identifier")):
        made = local_binding(used) if used.type == "identifier" else None
        if made is not None and declaration.end_byte <= made.start_byte < given.start_byte:
            return True
    return False


def _has_attribute(statement: Node) -> bool:
    before = statement.prev_named_sibling
    return before is not None and before.type == "attribute_item"


def _is_formatted(node: Node, name: str) -> bool:
    """Whether a format string names the variable: `"{taken}"`."""
    return re.search(r"\{" + re.escape(name) + r"\s*[:}]", text(node)) is not None
