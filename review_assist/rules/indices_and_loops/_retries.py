"""A `loop` that counts its turns and leaves at a number of them, as one that tries something again does."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import (
    counts_once,
    initial_value,
    is_stable,
    is_step,
    is_used_after,
)
from review_assist.rules.indices_and_loops._loops import CountedLoop
from review_assist.syntax.nodes import ancestors, child, descendants, field, mentions, statements, text
from review_assist.syntax.places import is_within

_LIMIT = 6000
_TURNS = frozenset(("loop_expression", "while_expression", "for_expression"))


@dataclass(frozen=True, slots=True)
class _Count:
    """Where a loop steps its counter, and where it asks for it."""

    test: Node
    step: Node
    work: tuple[Node, ...]


def counted_turns(loop: Node, source: bytes) -> CountedLoop | None:
    """Read `loop { ..; n += 1; if n == 10 { return x; } }`; None if anything else hangs on the counter."""
    body = field(loop, "body")
    is_endless = loop.type == "loop_expression" or text(field(loop, "condition")) == "true"
    if body is None or not is_endless or body.end_byte - body.start_byte > _LIMIT:
        return None
    count = _count(statements(body))
    condition, leaves = (field(count.test, name) if count else None for name in ("condition", "consequence"))
    left, right = (field(condition, side) if condition is not None else None for side in ("left", "right"))
    if count is None or condition is None or leaves is None or left is None or right is None:
        return None
    index = text(left)
    low, operator = initial_value(loop, index), text(field(condition, "operator"))
    if low is None or not is_step(count.step, index) or mentions(leaves, index) or not _ends_alike(loop, leaves):
        return None
    if not counts_once(body, list(count.work), index) or not is_stable(right, body, source):
        return None
    span = _span(low, operator, text(right), count)
    if span is None or is_used_after(loop, index, source):
        return None
    return CountedLoop(index, *span, condition, body, count.work, is_step_last=False)


def _count(work: list[Node]) -> _Count | None:
    """The step and the test: both at the end, both in front of the body, or around it."""
    if len(work) < 3:
        return None
    for step, test, rest in (
        (work[-2], work[-1], work[:-2]),
        (work[-1], work[-2], work[:-2]),
        (work[0], work[1], work[2:]),
        (work[-1], work[0], work[1:-1]),
    ):
        if _is_test(test) and "assign" in step.type:
            return _Count(test, step, tuple(rest))
    return None


def _is_test(statement: Node) -> bool:
    condition = field(statement, "condition") if statement.type == "if_expression" else None
    if condition is None or field(statement, "alternative") is not None:
        return False
    left = field(condition, "left")
    return condition.type == "binary_expression" and left is not None and left.type == "identifier"


def _span(low: str, operator: str, high: str, count: _Count) -> tuple[str, str, bool] | None:
    """From, to, and whether that is included: the values that the body sees."""
    body = count.work[0].start_byte
    is_in_front, is_around = count.step.start_byte < body, count.test.start_byte < body < count.step.start_byte
    if operator not in ("==", ">=", ">") or not low.isdigit():
        return None
    if is_in_front:
        return str(int(low) + 1), high, operator == ">"
    if count.step.start_byte < count.test.start_byte or is_around:
        return low, high, operator == ">"
    return (low, high, True) if operator != ">" else None


def _ends_alike(loop: Node, leaves: Node) -> bool:
    """Whether what is done at the end can stand behind the loop: nothing else gets there."""
    last = statements(leaves)[-1:]
    others = [b for b in descendants(loop, "break_expression") if _is_of(b, loop) and not is_within(b, leaves)]
    if any(child(b, 0) is not None for b in others):
        return False
    if last and last[0].type == "return_expression":
        return not others
    return [text(each) for each in statements(leaves)] == ["break"]


def _is_of(leaving: Node, loop: Node) -> bool:
    around = next((each for each in ancestors(leaving) if each.type in _TURNS), None)
    return around == loop or child(leaving, 0) is not None
