"""Which values a function returns, and what they look like to a C programmer."""

from __future__ import annotations

import re
from typing import Literal

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import DIVERGES, match_arms
from review_assist.syntax.nodes import ancestors, descendants, field, macro_name, tail, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import squeezed

Kind = Literal["zero", "one", "negative", "errno", "other"]

SIGNED = frozenset(("i32", "i64", "isize", "c_int", "c_long", "ssize_t"))
PLAIN_INTS = frozenset(("i32", "c_int"))
"""What C calls `int`."""
_CODE_LIMIT = 80
"""Bytes of the longest expression that still is a return code."""
_NAMES_LIMIT = 4
"""Variables that are looked into; a status variable is one, or two."""
_CAST = pattern(r"(as(\w+::)*\w+|_?[iu](8|16|32|64|size)|\.into\(\))+$")
_ERRNO = pattern(r"-\(?(\w+::)*E[A-Z0-9]{2,}")
_ERROR = pattern(
    r"-?(\w+::)*([A-Z][A-Z0-9]*_)?(E|ERR|ERROR)_[A-Z0-9_]+|-?(\w+::)*[A-Z][A-Z0-9_]*_(ERR|ERROR|FAILED|FAILURE|FAIL)"
)
FINE = pattern(r"(\w+::)*([A-Z][A-Z0-9]*_)?(OK|SUCCESS)")
"""How constants for a status are called."""


def return_type(function: Node) -> str:
    """The last segment of the return type: `c_int` of `-> core::ffi::c_int`; empty if there is none."""
    return text(field(function, "return_type")).rpartition("::")[2]


def is_in_trait(function: Node) -> bool:
    """Whether a trait declares it: its signature is for all who implement it."""
    return any(parent.type == "trait_item" for parent in ancestors(function))


def returned(function: Node) -> list[Node]:
    """Every expression whose value the function may return, branches taken apart; those that diverge left out."""
    body = field(function, "body")
    if body is None:
        return []
    found: list[Node] = []
    for statement in descendants(body, "return_expression"):
        if not _is_in_closure(statement, body) and statement.named_children:
            found += _leaves(statement.named_children[0])
    last = tail(body)
    found += _leaves(last) if last is not None else []
    variables = {text(leaf): leaf for leaf in found if leaf.type == "identifier"}
    values = [leaf for leaf in found if leaf.type != "identifier"]
    for variable in list(variables.values())[:_NAMES_LIMIT]:
        values += _assigned(variable, body)
    return values + list(variables.values())[_NAMES_LIMIT:]


def kind(value: Node) -> Kind:
    """What the value says in the language of C return codes."""
    if value.end_byte - value.start_byte > _CODE_LIMIT:
        return "other"
    code = squeezed(text(value)).removeprefix("(").removesuffix(")")
    if _ERRNO.match(code) or _ERROR.fullmatch(code):
        return "errno"
    if FINE.fullmatch(code):
        return "zero"
    code = _CAST.sub("", code)
    if re.fullmatch(r"-[0-9]+", code):
        return "negative"
    return "zero" if code == "0" else "one" if code == "1" else "other"


def _assigned(leaf: Node, body: Node) -> list[Node]:
    """For a local such as `ret`, the values it is given in the function, if they are visible; else the leaf."""
    binding = local_binding(leaf) if leaf.type == "identifier" else None
    if binding is None or binding.type != "let_declaration":
        return [leaf]
    name, first = text(leaf), field(binding, "value")
    found = _leaves(first) if first is not None else []
    for assignment in descendants(body, "assignment_expression", "compound_assignment_expr"):
        value = field(assignment, "right")
        if text(field(assignment, "left")) == name and value is not None:
            found += _leaves(value) if _keeps_kinds(assignment) else [leaf]
    return found


def _keeps_kinds(assignment: Node) -> bool:
    """Whether what is assigned says it all: `&=` and `|=` with a truth value make no third one."""
    operator = text(field(assignment, "operator"))
    return assignment.type == "assignment_expression" or operator in ("&=", "|=")


def _is_in_closure(node: Node, body: Node) -> bool:
    for parent in ancestors(node):
        if parent == body:
            return False
        if parent.type in ("closure_expression", "async_block"):
            return True
    return False


def _leaves(value: Node) -> list[Node]:
    found: list[Node] = []
    todo: list[Node | None] = [value]
    while todo:
        node = todo.pop()
        if node is None or node.type == "return_expression" or macro_name(node) in DIVERGES:
            continue
        inner = _branches(node)
        if inner is None:
            found.append(node)
        else:
            todo += inner
    return found


def _branches(node: Node) -> list[Node | None] | None:
    """The expressions one of which gives this one its value; None if it is a value of its own."""
    if node.type == "block":
        return [tail(node)]
    if node.type in ("unsafe_block", "else_clause", "expression_statement"):
        return [next(iter(node.named_children), None)]
    if node.type == "parenthesized_expression" and node.named_children:
        return [node.named_children[0]]
    if node.type == "if_expression":
        return [field(node, "consequence"), field(node, "alternative")]
    if node.type == "match_expression":
        return [field(arm, "value") for arm in match_arms(node)]
    return None
