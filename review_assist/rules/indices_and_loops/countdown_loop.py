"""countdown-loop: a `while` loop that steps its counter down by hand."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.rules.indices_and_loops._counters import (
    counts_once,
    initial_value,
    inline_formats,
    is_cut_search,
    is_seen,
    is_used_after,
)
from review_assist.rules.indices_and_loops._loop_fixes import counter_of, header_of
from review_assist.rules.rewrite import Rewrite, lines_of, statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_BODY_LIMIT = 6000


@dataclass(frozen=True, slots=True)
class _Countdown:
    index: str
    values: str
    """The values of the counter, as a range upwards."""
    is_used: bool
    """Whether the body asks for the number of the turn."""


@rule(
    level="warning",
    confidence="high",
    words=("while ",),
    message="`{index}` is set up, compared and stepped down by hand",
    ask="could this be `{header}`?",
    why="""Counting down to zero is three clauses in a C `for`, and with an unsigned counter the test is easy to
        get wrong. A range can be walked backwards, and then holds no counter that could wrap.""",
    instead="Write `{header} {{ .. }}`{hint}.",
    query="""
    (while_expression condition: (binary_expression left: (identifier) @index operator: [">" ">=" "!="] @operator
        right: (integer_literal) @end) body: (block) @body) @loop
    """,
    needs="function",
    silent_in=(FunctionRole.CONST,),
    in_c="""
        for (i = n; i-- > 0; )
            use(v[i]);
    """,
    checks="""
        A reader no longer has to check the bounds at both ends, or that an unsigned counter does not wrap
        below zero.
    """,
)
def countdown_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `for (i = n; i-- > 0;)` is the C way to walk an array from its end, and it has to be this odd because
    `for (i = n - 1; i >= 0; i--)` never ends when `i` is unsigned. In Rust it becomes a `while` with a test, a
    step and an index, and with an unsigned counter a wrong order is a panic.

    `(0..n).rev()` has each value from `n - 1` down to 0 and nothing else. The counter is a constant in each turn,
    and `continue` cannot jump over the step. Most such loops want the elements and not the numbers:
    `list.iter().rev()`.

    ## Keep it when
    The body changes the counter, or the last value is needed afterwards; the rule is silent there.

    ## Known problems
    The first value may be larger than the last one is meant to be; then a range is empty where the loop was not.

    ```rust bad
    fn last_used(slots: &[u32], length: usize) -> u32 {
        let mut sum = 0;
        let mut i = length;
        while i > 0 {
            i -= 1;
            sum = sum * 10 + slots[i];
        }
        sum
    }
    ```
    ```rust bad
    fn unwind(port: &mut Port, depth: u32) {
        let mut level = depth;
        while level > 0 {
            level -= 1;
            port.leave(level);
        }
    }
    ```
    ```rust good
    fn last_used(slots: &[u32], length: usize) -> u32 {
        slots[..length].iter().rev().fold(0, |sum, slot| sum * 10 + slot)
    }
    ```
    ```rust good
    // The body decides how far it goes.
    fn trimmed(line: &[u8]) -> usize {
        let mut end = line.len();
        while end > 0 {
            if line[end - 1] != b' ' {
                break;
            }
            end -= 1;
        }
        end
    }
    ```
    """
    loop, body = captures["loop"], captures["body"]
    if body.end_byte - body.start_byte > _BODY_LIMIT or is_in_const(loop):
        return "it is in a `const fn`, or too long to be sure"
    found = _read(captures, file.content.source)
    condition = field(loop, "condition")
    if is_cut_search(body, file):
        return "it looks for a place to cut a text"
    if found is None or condition is None:
        return "no counter goes down by one each turn, and by nothing else"
    return Hit(
        at=condition,
        values={
            "index": found.index,
            "header": f"for {found.index} in ({found.values}).rev()"
            if found.is_used
            else f"for _ in {found.values}",
            "hint": "; if it is only used to index one list, walk that with `.iter().rev()`"
            if found.is_used
            else "",
        },
        fix=_fix(captures, found, file),
    )


def _fix(captures: Captures, found: _Countdown, file: SourceFile) -> Rewrite | None:
    loop, body, counter = captures["loop"], captures["body"], counter_of(captures["loop"], found.index)
    if counter is None or field(counter, "type") is not None:
        return None
    work = statements(body)
    step = work[0] if _is_step_down(work[0], found.index) else work[-1]
    setup, gone = lines_of(counter, file), lines_of(statement_of(step), file)
    if setup is None or gone is None:
        return None
    header = f"for {found.index} in ({found.values}).rev()" if found.is_used else f"for _ in {found.values}"
    is_safe = text(captures["operator"]) == ">" and not inline_formats(body, found.index)
    return Rewrite((setup, header_of(loop, body, header), gone), is_safe)


def _read(captures: Captures, source: bytes) -> _Countdown | None:
    loop, body, index = captures["loop"], captures["body"], text(captures["index"])
    start, end, operator = initial_value(loop, index), text(captures["end"]), text(captures["operator"])
    work = statements(body)
    if start is None or len(work) < 2 or len(start) > 40 or is_used_after(loop, index, source):
        return None
    if _is_step_down(work[0], index) and end == "0" and operator != ">=":
        is_used = is_seen(work[1:], index)
        return _Countdown(index, f"0..{start}", is_used) if counts_once(body, work[1:], index) else None
    if not _is_step_down(work[-1], index) or not counts_once(body, work[:-1], index):
        return None
    low = end if operator == ">=" else str(int(end) + 1) if end.isdigit() else None
    is_used = is_seen(work[:-1], index)
    values = f"0..{start}" if low == "1" and not is_used else f"{low}..={start}"
    return _Countdown(index, values, is_used) if low is not None else None


def _is_step_down(statement: Node, index: str) -> bool:
    return squeezed(text(statement)) in (f"{index}-=1", f"{index}={index}-1", f"{index}={index}.wrapping_sub(1)")
