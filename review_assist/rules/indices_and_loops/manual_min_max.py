"""manual-min-max: a comparison that only picks the smaller or the larger of two values."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._order import may_lack_order
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, child, descendants, field, statements, text, unwrapped
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_MACRO = pattern(
    r"if\s*\(*\$(\w+)\)*\s*(<=?|>=?)\s*\(*\$(\w+)\)*\s*\{\s*\(*\$(\w+)\)*\s*\}\s*else\s*\{\s*\(*\$(\w+)\)*\s*\}"
)
_LONGEST = 60
_LITERALS = ("integer_literal", "float_literal")
_LOOSE = ("unary_expression", "binary_expression", "type_cast_expression", "reference_expression")
_OTHER = ("call_expression", "macro_invocation", "await_expression", "try_expression", "block")


@rule(
    level="note",
    confidence="medium",
    words=("if ", "macro_rules"),
    message="{what} picks the {which} of `{one}` and `{two}` by hand",
    ask="could this be `{cure}`?",
    why="""C has no `min` and `max` that fit every type, so a macro or a comparison takes their place. In Rust each
        ordered type has both, and the name says which of the two is wanted.""",
    instead="Write `{cure}`.",
    query="""
    [(if_expression condition: (binary_expression) @check consequence: (block) @body) @branch
     (macro_definition name: (identifier) @name) @macro]
    """,
    silent_in=(FileRole.TEST,),
    of_shape=True,
    in_c="""
        if ({one} > {two})
            {one} = {two};
    """,
    checks="A reader no longer has to compare the test with what is assigned, to see which of the two is kept.",
)
def manual_min_max(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (len > max) len = max;` and `#define MIN(a, b) ((a) < (b) ? (a) : (b))` are how C limits a value. Which
    of the two is kept depends on the direction of one sign, and a macro evaluates its arguments twice.

    Every ordered type in Rust has `min` and `max`: `let len = len.min(max);` keeps the smaller one, and
    `std::cmp::max(a, b)` is there as a function. They take values, so nothing is evaluated twice, and the word
    says what the sign leaves to the reader. For floats `f64::min` and `f64::max` say what happens with NaN.

    ## Keep it when
    The branch does more than to pick, or a comment says why the limit is there; the rule is silent then, and in
    a `const`, where `min` and `max` cannot be called.

    ## Known problems
    A type that can only be compared in part has no `min`; where the type has a name and is not seen to be `Ord`
    the rule is silent. A reference may have to be followed first. Without any C around, only the macro is told
    without being asked for.

    ```rust bad
    use libc::c_int;
    fn limited(mut length: usize, room: usize) -> usize {
        if length > room {
            length = room;
        }
        length
    }
    ```
    ```rust good
    fn limited(length: usize, room: usize) -> usize {
        length.min(room)
    }
    ```
    ```rust good
    // It takes note of it as well.
    fn limited(mut length: usize, room: usize, cut: &mut bool) -> usize {
        if length > room {
            length = room;
            *cut = true;
        }
        length
    }
    ```
    """
    macro = captures.get("macro")
    if macro is not None:
        return _of_macro(macro, captures["name"])
    branch, check = captures["branch"], captures["check"]
    left, right, operator = field(check, "left"), field(check, "right"), text(field(check, "operator"))
    if left is None or right is None or operator not in ("<", "<=", ">", ">=") or _is_part_of_more(branch):
        return "it is no comparison of order, or a part of a longer `if .. else if`"
    if is_in_const(branch) or any(descendants(branch, *COMMENTS)):
        return "it is in a `const`, or comments tell its branches apart"
    if not _can_be_picked(left, file) or not _can_be_picked(right, file):
        return "what is compared is long, may differ when asked again, or has no order that `min` knows"
    one, two = squeezed(text(unwrapped(left))), squeezed(text(unwrapped(right)))
    kept = _kept(branch, captures["body"])
    if kept is None:
        return "the branch does more than pick a value"
    target, value = kept
    if {one, two} != ({target, value} if target else {value, _otherwise(branch)}):
        return "what is picked is not what was compared"
    is_smaller = (operator.startswith("<")) == (value == one)
    word = "min" if is_smaller else "max"
    if target and _is_limited_again(branch, target):
        return "the `if` beside it limits the same value from the other end"
    sides = {one: unwrapped(left), two: unwrapped(right)}
    base, other = (target, value) if target else (one, two)
    if _is_untyped(sides[base]):
        base, other = other, base  # a literal alone has no type yet that a method could be looked up in
    if _is_untyped(sides[base]):
        return "both sides are plain numbers, which have no type yet"
    call = f"{_as_receiver(sides[base], file)}.{word}({file.quote(sides[other], _LONGEST)})"
    return Hit(
        at=check,
        confidence=None if comes_from_c(file) else "low",
        values={
            "what": "the `if`",
            "which": "smaller" if is_smaller else "larger",
            "one": file.quote(left),
            "two": file.quote(right),
            "cure": f"{file.quote(sides[target])} = {call}" if target else call,
        },
    )


def _can_be_picked(side: Node, file: SourceFile) -> bool:
    """Whether it is short, has an order, and is the same however often it is asked for."""
    shown = squeezed(text(unwrapped(side)))
    if len(shown) > _LONGEST or shown == "0" or may_lack_order(side, file):
        return False
    return _is_length(side) or (side.type not in _OTHER and not any(descendants(side, *_OTHER)))


def _of_macro(macro: Node, name: Node) -> Hit | str:
    found = _MACRO.search(text(macro))
    if found is None or {found[1], found[3]} != {found[4], found[5]} or found[4] == found[5]:
        return "the macro does more than pick one of its two arguments"
    is_smaller = found[2].startswith("<") == (found[4] == found[1])
    word = "min" if is_smaller else "max"
    return Hit(
        at=name,
        confidence="high",
        values={
            "what": f"the macro `{text(name)}!`",
            "which": "smaller" if is_smaller else "larger",
            "one": found[1],
            "two": found[3],
            "cure": f"std::cmp::{word}({found[1]}, {found[3]})",
        },
    )


def _is_untyped(node: Node) -> bool:
    """Whether it consists of literals only, `1 << 4`: no method can be looked up before it has a type."""
    operands = list(descendants(node, *_LITERALS, "identifier", "field_expression", "call_expression"))
    is_cast = node.type == "type_cast_expression" or any(descendants(node, "type_cast_expression"))
    return not is_cast and all(each.type in _LITERALS for each in (operands or [node]))


def _is_limited_again(branch: Node, target: str) -> bool:
    """Whether the `if` beside it limits the same value from the other end: that is a range."""
    statement = branch.parent
    for beside in (statement.prev_named_sibling, statement.next_named_sibling) if statement is not None else ():
        other = child(beside, 0) if beside is not None and beside.type == "expression_statement" else None
        body = field(other, "consequence") if other is not None and other.type == "if_expression" else None
        inside = statements(body) if body is not None else []
        is_set = len(inside) == 1 and inside[0].type == "assignment_expression"
        if is_set and squeezed(text(field(inside[0], "left"))) == target:
            return True
    return False


def _is_length(node: Node) -> bool:
    return re.fullmatch(r"[A-Za-z_][\w.]*\.len\(\)", squeezed(text(unwrapped(node)))) is not None


def _kept(branch: Node, body: Node) -> tuple[str, str] | None:
    """What is assigned, or nothing, and the value that is kept where the test holds."""
    inside = statements(body)
    if len(inside) != 1:
        return None
    if inside[0].type == "assignment_expression":
        if field(branch, "alternative") is not None:
            return None
        return squeezed(text(field(inside[0], "left"))), squeezed(
            text(unwrapped(field(inside[0], "right") or inside[0]))
        )
    return ("", squeezed(text(unwrapped(inside[0])))) if field(branch, "alternative") is not None else None


def _otherwise(branch: Node) -> str:
    block = child(field(branch, "alternative") or branch, 0)
    inside = statements(block) if block is not None and block.type == "block" else []
    return squeezed(text(unwrapped(inside[0]))) if len(inside) == 1 else ""


def _is_part_of_more(branch: Node) -> bool:
    """An `else if`, or one with an `else if` behind it."""
    if branch.parent is not None and branch.parent.type == "else_clause":
        return True
    following = child(field(branch, "alternative") or branch, 0)
    return following is not None and following.type == "if_expression"


def _as_receiver(node: Node, file: SourceFile) -> str:
    written = file.quote(node, _LONGEST)
    return f"({written})" if node.type in _LOOSE else written
