"""comparison-ladder: `if .. else if ..` compares one value with constant after constant."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, statements, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_TEXT = pattern(r"\b(str|String)\b")
_STEPS = 4
_NAMED = 3
"""So many are enough if they have names: numbers may be limits that happen to be tested for equality."""
_MOST = 100
_LITERALS = ("integer_literal", "char_literal", "string_literal", "negative_literal")
_VALUES = ("identifier", "field_expression", "self")


@rule(
    level="note",
    confidence="medium",
    words=("else if ", "== "),
    message="`{value}` is compared with {count} constants, one `if` after the other",
    ask="could this be `match {value}`, with an arm for each of the {count} constants?",
    why="""A `switch` in C takes integers only, and each `case` wants its `break`, so a ladder of `if` is common.
        A Rust `match` takes strings and ranges too, and an arm ends by itself.""",
    instead="""Write `match {scrutinee}`, with an arm for each constant, `A | B` where two go together, and `_`
        for the rest.""",
    query="""
    (if_expression condition: (binary_expression left: (_) @value)
        alternative: (else_clause (if_expression))) @ladder
    (block (expression_statement (if_expression condition: (binary_expression left: (_) @value)
        consequence: (block) !alternative) @row))
    """,
    softer_in=(FileRole.TEST, FileRole.MACROS),
    in_c="""
        if (v == A) {{ n = 8; }}
        else if (v == B) {{ n = 16; }}
        else {{ n = 0; }}
    """,
    checks="""
        The compiler then checks that the arms cover every value, and warns of an arm that can never be
        reached.
    """,
)
def comparison_ladder(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Options, commands and register names are strings in C, for which there is no `switch`; the ladder of
    `else if (!strcmp(..))` is the only way. For integers it saves the `break`s.

    Rust has `match` for all of them. It names the value once, so a reader knows that each step asks about the
    same thing, it warns of an arm that can never be reached, and over an enum it insists on every
    variant. Values that share their code stand together in one arm, and ranges are patterns as well.

    ## Keep it when
    The order of the steps matters because they ask about different things; the rule is silent as soon as one
    of them does.

    ## Known problems
    Whether a constant's type may be used in a pattern is not visible; a type with an equality of its own may not.

    ```rust bad
    fn width(name: &str) -> u32 {
        if name == "byte" {
            8
        } else if name == "half" {
            16
        } else if name == "word" {
            32
        } else if name == "double" {
            64
        } else {
            0
        }
    }
    ```
    ```rust good
    fn width(name: &str) -> u32 {
        match name {
            "byte" => 8,
            "half" => 16,
            "word" => 32,
            "double" => 64,
            _ => 0,
        }
    }
    ```
    ```rust good
    // The steps ask about different things.
    fn width(name: &str, is_wide: bool, size: u32) -> u32 {
        if name == "byte" {
            8
        } else if is_wide {
            64
        } else if size == 2 {
            16
        } else if size == 4 {
            32
        } else {
            0
        }
    }
    ```
    """
    if captures.get("row") is not None:
        return _of_row(captures["row"], captures["value"], file)
    ladder = captures["ladder"]
    if ladder.parent is not None and ladder.parent.type == "else_clause":
        return "the first step of the ladder speaks for it"
    shapes: set[str] = set()
    constants: list[Node] = []
    step: Node | None = ladder
    while step is not None and len(constants) < _MOST:
        condition = field(step, "condition")
        compared = _compared(condition, shapes) if condition is not None else []
        if not compared or len(shapes) != 1:
            return "a step tests something else than one value against constants"
        constants += compared
        step = _next(step)
    return _hit(captures["value"], constants, file)


def _of_row(first: Node, compared: Node, file: SourceFile) -> Hit | str:
    """`if x == A { return .. } if x == B { return .. }`: each leaves, so that they are a ladder as well."""
    shapes: set[str] = set()
    before = _beside(first, forward=False)
    if before is not None and _returns_for(before, shapes) and _returns_for(first, shapes) and len(shapes) == 1:
        return "an earlier row speaks for it"
    shapes = set()
    constants: list[Node] = []
    step: Node | None = first
    while step is not None and len(constants) < _MOST and (found := _returns_for(step, shapes)):
        if len(shapes) != 1:
            break
        constants += found
        step = _beside(step, forward=True)
    return _hit(compared, constants, file)


def _returns_for(branch: Node, shapes: set[str]) -> list[Node]:
    """The constants for which a branch returns; none if it is anything else."""
    condition, body = field(branch, "condition"), field(branch, "consequence")
    if (
        branch.type != "if_expression"
        or field(branch, "alternative") is not None
        or condition is None
        or body is None
    ):
        return []
    last = statements(body)[-1:]
    return _compared(condition, shapes) if last and last[0].type == "return_expression" else []


def _beside(branch: Node, *, forward: bool) -> Node | None:
    statement = branch.parent
    if statement is None or statement.type != "expression_statement":
        return None
    beside = statement.next_named_sibling if forward else statement.prev_named_sibling
    return child(beside, 0) if beside is not None and beside.type == "expression_statement" else None


def _hit(compared: Node, constants: list[Node], file: SourceFile) -> Hit | str:
    are_named = all(each.type in ("identifier", "scoped_identifier", "string_literal") for each in constants)
    if len(constants) < (_NAMED if are_named else _STEPS):
        return "it has too few steps for a `match` to be shorter"
    value = _first_value(compared)
    is_text = any(constant.type == "string_literal" for constant in constants)
    if is_text and not _TEXT.search(file.names.type_of(value) or ""):
        return "the value is not known to be text, and what only compares with text cannot be matched"
    scrutinee = f"{text(value)}`, or `{text(value)}.as_str()` for a `String" if is_text else text(value)
    return Hit(at=value, values={"value": value, "count": str(len(constants)), "scrutinee": scrutinee})


def _next(step: Node) -> Node | None:
    otherwise = field(step, "alternative")
    following = child(otherwise, 0) if otherwise is not None else None
    return following if following is not None and following.type == "if_expression" else None


def _compared(condition: Node, shapes: set[str]) -> list[Node]:
    """The constants of `x == A || x == B`; none if it is anything else. What `x` looks like goes into `shapes`."""
    todo, found = [condition], []
    while todo:
        node = unwrapped(todo.pop())
        left, right = field(node, "left"), field(node, "right")
        operator = text(field(node, "operator")) if node.type == "binary_expression" else ""
        if left is None or right is None or operator not in ("==", "||"):
            return []
        if operator == "||":
            todo += [right, left]
        elif left.type not in _VALUES or not _is_constant(right):
            return []
        else:
            shapes.add(squeezed(text(left)))
            found.append(right)
    return found


def _is_constant(node: Node) -> bool:
    if node.type == "unary_expression":
        inner = child(node, 0)
        return inner is not None and inner.type == "integer_literal"
    if node.type in ("identifier", "scoped_identifier"):
        return re.fullmatch(r"[A-Z]\w*", text(node).rpartition("::")[2]) is not None
    return node.type in _LITERALS


def _first_value(node: Node) -> Node:
    while node.type == "binary_expression" and (left := field(node, "left")) is not None:
        node = unwrapped(left)
    return node
