"""counter-beside-loop: a loop goes over the elements, and a counter beside it is stepped by hand."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import (
    counts_once,
    initial_value,
    is_seen,
    is_step,
    is_used_after,
)
from review_assist.rules.indices_and_loops._elements import walked
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 6000
_NUMBER = pattern(r"(\d+)(_?[iu](8|16|32|64|128|size))?")


@rule(
    level="note",
    confidence="high",
    clippy=("explicit_counter_loop",),
    words=("+= 1", "+ 1"),
    message="`{index}` counts the turns of this loop by hand",
    ask="could this be `{header}`?",
    why="""A C loop has its counter anyway. Where Rust goes over the elements, `enumerate` hands out the
        number with each of them, and no `continue` can skip the step.""",
    instead="Write `{header}`; the `mut` counter in front of the loop and its step go away.",
    query="(for_expression pattern: (_) @pattern value: (_) @list body: (block) @body) @loop",
    needs="function",
    silent_in=(FunctionRole.CONST, FileRole.TEST),
    in_c="""
        for (i = 0, p = list; p; p = p->next, i++)
            show(i, p);
    """,
    checks="The compiler then steps the number itself, and no line of the body can skip the step or change it.",
)
def counter_beside_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the counter is what makes a loop, so a number for each element is there for free. A loop over elements has
    none, and a translation adds it: `let mut i = 0;` in front, `i += 1;` as the last line.

    `for (i, port) in ports.iter().enumerate()` hands out the number together with the element. It begins at 0,
    is a constant within a turn, and a `continue` that is added later does not leave it behind. Another
    beginning is `(1..).zip(ports)`.

    ## Keep it when
    The body steps the counter in some turns only, or its last value is needed after the loop; the rule is silent
    there.

    ## Known problems
    `enumerate` counts in `usize`; another type needs `(0..).zip(..)`.

    ```rust bad
    fn show(ports: &[Port]) {
        let mut number = 0;
        for port in ports {
            print(number, port);
            number += 1;
        }
    }
    ```
    ```rust good
    fn show(ports: &[Port]) {
        for (number, port) in ports.iter().enumerate() {
            print(number, port);
        }
    }
    ```
    ```rust good
    // Only some of them are counted.
    fn show(ports: &[Port]) {
        let mut number = 0;
        for port in ports {
            if port.is_open() {
                print(number, port);
                number += 1;
            }
        }
    }
    ```
    """
    loop, body, listed = captures["loop"], captures["body"], captures["list"]
    work = statements(body)
    if len(work) < 2 or body.end_byte - body.start_byte > _BODY_LIMIT or listed.type == "range_expression":
        return "the loop goes over numbers, is a single statement, or is too long to be sure"
    target = field(work[-1], "left")
    index = text(target) if target is not None and target.type == "identifier" else ""
    first = _NUMBER.fullmatch(initial_value(loop, index) or "") if index and is_step(work[-1], index) else None
    if first is None or not counts_once(body, work[:-1], index) or is_used_after(loop, index, file.content.source):
        return "it does not end in stepping a counter that is used only in the loop"
    if not is_seen(work[:-1], index):
        return "the counter is not used before it is stepped"
    elements, pattern_shown = walked(listed, file), file.quote(captures["pattern"])
    declared = (file.names.type_of(target) if target is not None else None) or (first[2] or "").lstrip("_")
    is_plain = first[1] == "0" and declared in ("", "usize")
    start = f"{first[1]}_{declared}" if declared not in ("", "usize") else first[1]
    walk = f"{elements}.enumerate()" if is_plain else f"({start}..).zip({elements})"
    label = f"{text(loop.children[0])}: " if loop.children[0].type == "label" else ""
    return Hit(
        at=listed,
        values={
            "index": index,
            "header": f"{label}for ({index}, {pattern_shown}) in {walk}",
        },
    )
