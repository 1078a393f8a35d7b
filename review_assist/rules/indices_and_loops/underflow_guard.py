"""underflow-guard: `if i > 0 { i -= 1; }`, a subtraction that stops at zero."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text
from review_assist.syntax.source import SourceFile, squeezed

_SIGNED_CAST = pattern(r"\bas (i\d+|isize|f\d+|(\w+::)*c_(int|long))\)")
"""What is subtracted is a signed number, so the other one is as well."""


@rule(
    level="note",
    confidence="medium",
    clippy=("implicit_saturating_sub",),
    words=("-= ", " - "),
    message="`{value}` is guarded by hand against going below zero",
    ask="could this be `{cure}`{hint}?",
    why="""An unsigned number that goes below zero wraps in C, so each `--` needs its guard. Rust has a
        subtraction that stops at the smallest value, and the name says so.""",
    instead="Write `{cure}`{hint}.",
    query="""
    (if_expression condition: (binary_expression left: (_) @value operator: [">" "!=" ">="] @operator
        right: (integer_literal) @limit) @check consequence: (block) @body !alternative)
    (if_expression condition: (binary_expression left: (_) @value operator: [">" ">=" "<" "<="] @operator
        right: (_) @limit) @check consequence: (block) @body alternative: (else_clause (block) @otherwise))
    """,
    softer_in=(FileRole.TEST,),
    in_c="""
        if (users > 0)
            users--;
    """,
    checks="A reader no longer has to check that the test and the subtraction are about the same value.",
)
def underflow_guard(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (count > 0) count--;` is how C keeps an unsigned counter from becoming four billion. In Rust the bare
    subtraction would panic in a debug build and wrap in a release build, so the guard comes along.

    The integer types have the operation: `count.saturating_sub(1)` is 0 for 0. It works inside of an
    expression, and says that stopping at zero is meant, where the `if` leaves open whether something else was to
    be done for an empty counter. `checked_sub` gives an `Option` where it matters.

    ## Keep it when
    The `if` does more than subtract, or has an `else`; the rule is silent there.

    ## Known problems
    The type is not always visible; a signed number may start below zero.

    ```rust bad
    fn release(users: &mut [u32], slot: usize) {
        if users[slot] > 0 {
            users[slot] -= 1;
        }
    }
    ```
    ```rust good
    fn release(users: &mut [u32], slot: usize) {
        users[slot] = users[slot].saturating_sub(1);
    }
    ```
    ```rust good
    // Something else happens as well.
    fn release(users: &mut [u32], slot: usize) {
        if users[slot] > 0 {
            users[slot] -= 1;
            wake(slot);
        }
    }
    ```
    """
    if captures.get("otherwise") is not None:
        return _or_zero(captures, file)
    value, inside = captures["value"], statements(captures["body"])
    operator, limit = text(captures["operator"]), text(captures["limit"])
    if (operator, limit) not in ((">", "0"), ("!=", "0"), (">=", "1")) or len(inside) != 1:
        return "the limit is not zero, or the branch does more"
    shape, written = squeezed(text(value)), squeezed(text(inside[0]))
    if written not in (f"{shape}-=1", f"{shape}={shape}-1") or inside[0].type == "macro_invocation":
        return "the branch does not subtract one from what was tested"
    if any(c.type == "line_comment" for c in captures["body"].children):
        return "a comment explains it"
    if field(value, "arguments") is not None or len(shape) > 60:
        return "what is tested is called, or long"
    return _hit(captures, value, f"{file.quote(value)} = {file.quote(value)}.saturating_sub(1)", file)


def _or_zero(captures: Captures, file: SourceFile) -> Hit | str:
    """`if a > b { a - b } else { 0 }`, either way round, and the same with `a -= b` and `a = 0`."""
    left, right, operator = captures["value"], captures["limit"], text(captures["operator"])
    bodies = [statements(captures[name]) for name in ("body", "otherwise")]
    if any(len(body) != 1 for body in bodies):
        return "a branch does more than give one value"
    body, otherwise = (squeezed(text(body[0])) for body in bodies)
    is_left_larger = operator.startswith(">")
    for one, two, is_in_body in ((left, right, is_left_larger), (right, left, not is_left_larger)):
        does, gives = (body, otherwise) if is_in_body else (otherwise, body)
        a, b = squeezed(text(one)), squeezed(text(two))
        if len(a) > 60 or "(" in a.replace(".len()", ""):
            continue
        cure = f"{file.quote(one)}.saturating_sub({file.quote(two)})"
        if (does, gives) == (f"{a}-{b}", "0"):
            return _hit(captures, one, cure, file)
        if (does, gives) == (f"{a}-={b}", f"{a}=0"):
            return _hit(captures, one, f"{file.quote(one)} = {cure}", file)
    return "the branches are not the difference and zero"


def _hit(captures: Captures, value: Node, cure: str, file: SourceFile) -> Hit | str:
    declared = file.names.type_of(value) or ""
    if re.match(r"(&mut )?(i\d|isize|f\d|c_int)", declared) or _SIGNED_CAST.search(cure):
        return "the number is signed, or may be"
    is_known = re.match(r"(&mut )?(u\d|usize)", declared) is not None or text(value).endswith(".len()")
    hint = "" if is_known else f", if `{file.quote(value)}` is unsigned"
    return Hit(
        at=captures["check"],
        confidence="high" if is_known else None,
        values={"value": value, "hint": hint, "cure": cure},
    )
