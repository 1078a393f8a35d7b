"""manual-clamp: two comparisons that keep a value between two limits."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._order import may_lack_order
from review_assist.rules.rewrite import Rewrite, replaced, statement_of, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, statements, text, unwrapped
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_CONSTANT = pattern(r"-?\d[\w.]*|([a-z_]\w*::)*[A-Z][A-Z0-9_]*|[iuf]\d+::M(IN|AX)")
_SIMPLE = pattern(r"-?[\w.]+|\w+(::\w+)*")
"""Limits that are the same each time they are asked for."""


@dataclass(frozen=True, slots=True)
class _Step:
    """`if value < limit { value = limit }`, or the same as a value: `if value < limit { limit }`."""

    value: str
    is_low: bool
    limit: Node
    is_assignment: bool
    is_turned: bool = False
    """`if value <= limit { value } else { limit }`."""


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_clamp",),
    words=("if ",),
    message="`{value}` is kept between `{low}` and `{high}` by hand",
    ask="could this be `{cure}`?",
    why="""C projects have a `CLAMP` macro or write the two comparisons out, and each one has its chance to be the
        wrong way round. Rust's `clamp` is a method of all numbers.""",
    instead="Write `{cure}`{hint}.",
    query="""
    (if_expression condition: (binary_expression)
        alternative: (else_clause (if_expression condition: (binary_expression)) @second)) @first
    (block
        (expression_statement (if_expression condition: (binary_expression) !alternative) @first) .
        (expression_statement (if_expression condition: (binary_expression) !alternative) @second))
    """,
    of_shape=True,
    in_c="v = MIN(MAX(v, low), high);",
    checks="A reader no longer has to compare two branches to see that they form one range.",
)
def manual_clamp(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (x < LOW) x = LOW; else if (x > HIGH) x = HIGH;` keeps a number in its range. It is short enough to be
    written out each time, and long enough to hold a wrong sign or the wrong name.

    Each Rust type that has an order has `min`, `max` and `clamp`. `x.clamp(LOW, HIGH)` names the three things
    once, in a fixed order. It refuses limits that are the wrong way round, which the two comparisons do not
    notice. Where the value comes from outside, think about whether a wrong one should rather be refused.

    ## Keep it when
    The limits can cross, and the result is then meant to be one of them. A type that need not have an order, such
    as a `T: PartialOrd`, has no `clamp`, and nothing is clamped in a `const`; the rule is silent there.

    ## Known problems
    A floating point number that is not a number passes through both.

    ```rust bad
    fn set_level(level: &mut u32, low: u32, high: u32) {
        if *level < low {
            *level = low;
        } else if *level > high {
            *level = high;
        }
    }
    ```
    ```rust bad
    fn limited(speed: i32) -> i32 {
        if speed < -100 {
            -100
        } else if speed > 100 {
            100
        } else {
            speed
        }
    }
    ```
    ```rust good
    fn set_level(level: &mut u32, low: u32, high: u32) {
        *level = (*level).clamp(low, high);
    }
    ```
    ```rust good
    // The branches do more than to limit.
    fn set_level(level: &mut u32, low: u32, high: u32) {
        if *level < low {
            *level = 0;
        } else if *level > high {
            *level = high;
        }
    }
    ```
    """
    first, second = _step(captures["first"]), _step(captures["second"])
    if first is None or second is None or first.is_turned or first.value != second.value:
        return "they are not the two limits of one value"
    if first.is_low == second.is_low:
        return "both are a limit on the same side"
    if first.is_assignment != second.is_assignment or not _ends(captures["second"], first):
        return "there is an `else` that does more"
    left = field(field(captures["first"], "condition") or captures["first"], "left")
    if is_in_const(captures["first"]) or (left is not None and may_lack_order(left, file)):
        return "it is in a `const`, or the values may be floats"
    low, high = (first, second) if first.is_low else (second, first)
    shown = f"({first.value})" if first.value.startswith(("*", "-", "!")) else first.value
    call = f"{shown}.clamp({file.quote(low.limit)}, {file.quote(high.limit)})"
    cure = f"{first.value} = {call}" if first.is_assignment else call
    condition = field(captures["first"], "condition")
    return Hit(
        at=condition or captures["first"],
        values={
            "value": first.value,
            "low": low.limit,
            "high": high.limit,
            "cure": cure,
            "hint": _hint(first, second, file),
        },
        fix=_fix(captures["first"], low, high, file) if field(captures["first"], "alternative") else None,
    )


def _hint(first: _Step, second: _Step, file: SourceFile) -> str:
    """What to think of unless the limits are seen to be the right way round."""
    numbers = _numbers(first.limit, second.limit)
    if numbers is not None and (numbers[0] <= numbers[1]) == first.is_low:
        return ""
    hint = "; it panics if the lower limit is above the upper one"
    if all(_CONSTANT.fullmatch(text(unwrapped(step.limit))) for step in (first, second)):
        return hint
    words = [f".{'max' if step.is_low else 'min'}({file.quote(step.limit)})" for step in (first, second)]
    return f"{hint}. Where that can happen, `{''.join(words)}` does not, and says which of them wins"


def _fix(branch: Node, low: _Step, high: _Step, file: SourceFile) -> Rewrite | None:
    """`clamp` panics where the limits have crossed, which only numbers show that they have not."""
    limits = [unwrapped(step.limit) for step in (low, high)]
    if not all(_SIMPLE.fullmatch(text(limit)) for limit in limits):
        return None
    value = f"({low.value})" if low.value.startswith(("*", "-", "!")) else low.value
    call = f"{value}.clamp({', '.join(written(limit, file) for limit in limits)})"
    numbers = _numbers(*limits)
    is_safe = numbers is not None and numbers[0] <= numbers[1]
    if low.is_assignment:
        return Rewrite((replaced(statement_of(branch), f"{low.value} = {call};"),), is_safe, needs_rust="1.50")
    return Rewrite((replaced(branch, call),), is_safe, needs_rust="1.50")


def _numbers(*limits: Node) -> list[int] | None:
    """What they are, if each is a plain number."""
    shown = [text(unwrapped(limit)) for limit in limits]
    return [int(each) for each in shown] if all(each.removeprefix("-").isdigit() for each in shown) else None


def _step(branch: Node) -> _Step | None:
    condition = field(branch, "condition")
    left, right = (field(condition, side) if condition is not None else None for side in ("left", "right"))
    operator = text(field(condition, "operator")) if condition is not None else ""
    body = field(branch, "consequence")
    inside = statements(body) if body is not None else []
    if left is None or right is None or len(inside) != 1 or operator not in ("<", "<=", ">", ">="):
        return None
    only, limit = inside[0], squeezed(text(unwrapped(right)))
    is_low = operator.startswith("<")
    if only.type == "assignment_expression":
        is_same = _shape(field(only, "left")) == _shape(left) and _shape(field(only, "right")) == limit
        return _Step(_shape(left), is_low, right, is_assignment=True) if is_same else None
    if _shape(only) == _shape(left) and _otherwise(branch) == limit:
        return _Step(_shape(left), not is_low, right, is_assignment=False, is_turned=True)
    return _Step(_shape(left), is_low, right, is_assignment=False) if _shape(only) == limit else None


def _ends(second: Node, step: _Step) -> bool:
    """Whether the rest is right: no `else` after assignments, the value itself after values."""
    if field(second, "alternative") is None:
        return step.is_assignment
    return not step.is_assignment and _otherwise(second) in (step.value, *_turned(second))


def _turned(second: Node) -> tuple[str, ...]:
    step = _step(second)
    return (_shape(step.limit),) if step is not None and step.is_turned else ()


def _otherwise(branch: Node) -> str:
    """The one value of the `else`; empty if there is more in it, or none."""
    otherwise = field(branch, "alternative")
    block = child(otherwise, 0) if otherwise is not None else None
    inside = statements(block) if block is not None and block.type == "block" else []
    return _shape(inside[0]) if len(inside) == 1 else ""


def _shape(node: Node | None) -> str:
    return squeezed(text(unwrapped(node))) if node is not None else ""
