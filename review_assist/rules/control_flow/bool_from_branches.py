"""bool-from-branches: an `if` gives `true` in one branch and `false` in the other, as its condition does."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import only
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    ancestors,
    arguments,
    child,
    descendants,
    enclosing,
    field,
    method,
    statements,
    text,
    unwrapped,
)
from review_assist.syntax.source import SourceFile

_ATOMS = ("identifier", "field_expression", "call_expression", "parenthesized_expression", "macro_invocation")

_GIVES = pattern(r"set(_\w+)?|store|write|send|push|replace")
"""Methods that take a value as it is: what is done does not depend on which it is."""
_LONGEST = 300
"""Half of a condition would read as another one."""


@rule(
    level="note",
    confidence="high",
    clippy=("needless_bool", "needless_bool_assign"),
    words=("true", "false"),
    message="the branches of this `if` only say again what its condition is",
    ask="could this be `{cure}`?",
    why="""Where a truth value is an `int`, a branch turns a condition into one. A Rust condition is a `bool`
        already, and can be returned, stored and passed on as it is.""",
    instead="Write `{cure}`.",
    query="(if_expression condition: (_) @condition consequence: (block) @body) @branch",
    silent_in=(FileRole.MACROS,),
    of_shape=True,
    in_c="""
        if (level > limit)
            return 1;
        return 0;
    """,
    checks="A reader no longer has to compare two branches to see which of them means yes.",
)
def bool_from_branches(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that answers yes or no returns an `int`, and an `if` with `return 1` and `return 0` makes sure
    that it is one of these two. `true` and `false` take their place in a translation, and the shape remains.

    In Rust the condition has type `bool` and is the answer: `fn is_full(&self) -> bool { self.fill == self.size
    }`. The same goes for a variable: `let wide = columns > 80;` needs neither `if` nor `mut`. Where the answer
    is the opposite, a `!` or the opposite comparison says it.

    ## Keep it when
    The branches do more than to answer, or the `if` is one of several guards; the rule is silent there.

    ## Known problems
    None known.

    ```rust bad
    fn is_full(fill: usize, size: usize) -> bool {
        if fill == size {
            true
        } else {
            false
        }
    }
    ```
    ```rust good
    fn is_full(fill: usize, size: usize) -> bool {
        fill == size
    }
    ```
    ```rust good
    // One guard of two.
    fn is_full(fill: usize, size: usize, is_open: bool) -> bool {
        if !is_open {
            return true;
        }
        fill == size
    }
    ```
    """
    branch, condition = captures["branch"], captures["condition"]
    if branch.parent is None or branch.parent.type == "else_clause":
        return "it is the rest of a longer `if .. else if`"
    if condition.type.startswith("let_") or any(descendants(condition, "let_condition")):
        return "the condition binds a name with `let`"
    first, second = _answers(captures["body"], branch)
    if first is None or second is None:
        return "one of the branches does something else than give `true` or `false`"
    (kind, target, yes), (other_kind, other_target, no) = first, second
    if (kind, target) != (other_kind, other_target) or {yes, no} != {"true", "false"}:
        return "the branches are not `true` and `false` for the same place"
    value = file.quote(unwrapped(condition), _LONGEST)
    if yes == "false":
        value = f"!{value}" if unwrapped(condition).type in _ATOMS else f"!({value})"
    given = {"return": value, "assign": f"{target} = {value};", "value": value, "call": f"{target}({value});"}
    cure = given[kind]
    return Hit(at=condition, values={"cure": cure})


_Answer = tuple[str, str, str]


def _answers(body: Node, branch: Node) -> tuple[_Answer | None, _Answer | None]:
    """What either way answers; without an `else`, if the `if` and the literal behind it are the whole function."""
    otherwise = field(branch, "alternative")
    if otherwise is not None:
        block = child(otherwise, 0)
        return _answer(only(body)), _answer(only(block)) if block is not None and block.type == "block" else None
    function = enclosing(branch, "function_item")
    whole = statements(inner) if function is not None and (inner := field(function, "body")) is not None else []
    if (
        len(whole) != 2
        or whole[0] != branch
        or next(ancestors(branch)).type not in ("expression_statement", "block")
    ):
        return None, None
    first, second = _answer(only(body)), _answer(whole[1])
    if first is None or second is None or first[0] != "return" or second[1]:
        return None, None
    return first, ("return", "", second[2])


def _answer(node: Node) -> _Answer | None:
    if node.type == "boolean_literal":
        return "value", "", text(node)
    if (
        node.type == "return_expression"
        and node.named_children
        and node.named_children[0].type == "boolean_literal"
    ):
        return "return", "", text(node.named_children[0])
    right = field(node, "right")
    if node.type == "assignment_expression" and right is not None and right.type == "boolean_literal":
        return "assign", text(field(node, "left")), text(right)
    handed = arguments(node) if node.type == "call_expression" and _GIVES.fullmatch(method(node)) else []
    if len(handed) == 1 and handed[0].type == "boolean_literal":
        return "call", text(field(node, "function")), text(handed[0])
    return None
