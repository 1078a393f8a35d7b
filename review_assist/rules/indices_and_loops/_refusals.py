"""A search written as `while i < n { if !fits { i += 1; continue; } .. return x; }`: only a refusal steps on."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import (
    initial_value,
    is_assigned,
    is_stable,
    is_step,
    is_used_after,
)
from review_assist.rules.indices_and_loops._loops import CountedLoop
from review_assist.syntax.nodes import descendants, field, statements, text

_LEAVES = frozenset(("return_expression", "break_expression"))


def stepped_on_refusal(loop: Node, source: bytes) -> CountedLoop | None:
    """Read such a loop; None if anything else steps the counter, or a turn may end without a step."""
    condition, body = field(loop, "condition"), field(loop, "body")
    if loop.type != "while_expression" or condition is None or body is None:
        return None
    left, right = field(condition, "left"), field(condition, "right")
    if left is None or right is None or text(field(condition, "operator")) != "<":
        return None
    index, work = text(left), statements(body)
    if len(work) < 2 or work[-1].type not in _LEAVES or not _is_stepped_by_refusals(body, work, index):
        return None
    low = initial_value(loop, index)
    if low is None or not is_stable(right, body, source) or is_used_after(loop, index, source):
        return None
    return CountedLoop(index, low, text(right), False, condition, body, tuple(work), is_step_last=False)


def _is_stepped_by_refusals(body: Node, work: list[Node], index: str) -> bool:
    refusals = [step for statement in work if (step := _step_of_refusal(statement, index)) is not None]
    steps = [
        each
        for each in descendants(body, "assignment_expression", "compound_assignment_expr")
        if text(field(each, "left")) == index
    ]
    leaves = sum(1 for _ in descendants(body, "continue_expression"))
    is_lent = not steps and is_assigned(body, index)
    return bool(refusals) and steps == refusals and leaves == len(refusals) and not is_lent


def _step_of_refusal(statement: Node, index: str) -> Node | None:
    """The step of `if c { ..; i += 1; continue; }`."""
    inside = field(statement, "consequence") if statement.type == "if_expression" else None
    last = statements(inside)[-2:] if inside is not None and field(statement, "alternative") is None else []
    if len(last) != 2 or text(last[1]) != "continue" or not is_step(last[0], index):
        return None
    return last[0]
