"""tally-loop: a loop that does nothing but count or add up, which `count` and `sum` do."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import initial_value
from review_assist.rules.indices_and_loops._elements import lent_pattern, walked
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, descendants, field, mentions, statements, text, unwrapped
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile, squeezed

_SIMPLE = pattern(r"&?(mut)?[A-Za-z_]\w*|&?\([\w&,]+\)")
_ZERO = pattern(r"0(_?[iuf](8|16|32|64|128|size))?|0\.0?(_?f(32|64))?")
_NEVER = (
    "try_expression await_expression return_expression block let_condition assignment_expression "
    "compound_assignment_expr macro_invocation break_expression continue_expression closure_expression"
).split()
_LONGEST = 80


@rule(
    level="note",
    confidence="medium",
    words=("+= ",),
    message="this loop only {what} `{variable}`",
    ask="could `{variable}` be `{cure}`?",
    why="""To add up is a variable, a loop and a `+=` in C. An iterator does it by name, and the variable is
        then set once and needs no `mut`.""",
    instead="Write `let {variable}{type} = {cure};`{hint}.",
    query="(for_expression pattern: (_) @pattern value: (_) @list body: (block) @body) @loop",
    silent_in=(FunctionRole.CONST, FileRole.TEST),
    outranks=("index-loop",),
    in_c="""
        size_t {variable} = 0;
        for (i = 0; i < n; i++)
            {variable} += v[i].length;
    """,
    checks="The compiler then sees that the result is set once and never changes.",
)
def tally_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C loop that counts or adds up looks like every other loop until its one statement is read. The variable in
    front of it holds a value that is wrong until the loop has ended, and may be changed by anything in between.

    `iter().filter(..).count()` counts and `iter().map(..).sum()` adds up; `product`, `max` and `min` are there as
    well. The variable is declared with its final value and without `mut`. `sum` wants to know the type of the
    result, which often stands in the signature or on the `let`.

    ## Keep it when
    The loop does more than one thing, or a step may fail with `?`; the rule is silent there.

    ## Known problems
    Whether the closure needs a `&` or `*` more, and the type of the sum, depend on types that are not visible.
    Without any C around it is only told on request.

    ```rust bad
    extern "C" {
        fn lock_buffers();
    }
    fn size(buffers: &[Buffer]) -> usize {
        let mut total = 0;
        for buffer in buffers {
            total += buffer.length;
        }
        total
    }
    ```
    ```rust bad
    use libc::c_int;
    fn blanks(line: &[u8]) -> usize {
        let mut blanks = 0;
        for byte in line {
            if *byte == b' ' {
                blanks += 1;
            }
        }
        blanks
    }
    ```
    ```rust good
    fn size(buffers: &[Buffer]) -> usize {
        buffers.iter().map(|buffer| buffer.length).sum()
    }
    ```
    ```rust good
    // It does two things.
    fn size(buffers: &mut [Buffer]) -> usize {
        let mut total = 0;
        for buffer in buffers {
            total += buffer.length;
            buffer.length = 0;
        }
        total
    }
    ```
    """
    loop, shape = captures["loop"], squeezed(text(captures["pattern"]))
    step, condition = _step(captures["body"])
    elements = _iterator(captures["list"], file)
    if step is None or elements is None or not _SIMPLE.fullmatch(shape) or any(descendants(loop, *COMMENTS)):
        return "the body does more than add to one variable, or a comment explains it"
    target, amount = field(step, "left"), field(step, "right")
    before = initial_value(loop, text(target)) if target is not None and target.type == "identifier" else None
    if before is None or amount is None or not _ZERO.fullmatch(before) or text(field(step, "operator")) != "+=":
        return "the variable does not begin at zero, or nothing is added to it"
    names = re.findall(r"[a-z_]\w*", shape)
    cure = _cure(elements, text(captures["pattern"]), amount, condition, file)
    is_of_element = any(mentions(part, name) for part in (amount, condition) if part is not None for name in names)
    if (
        cure is None
        or not is_of_element
        or any(mentions(part, text(target)) for part in (amount, condition) if part)
    ):
        return "what is added does not depend on the element alone"
    declared = file.names.type_of(target) if target is not None else None
    is_count = cure.endswith(".count()")
    return Hit(
        at=captures["list"],
        confidence=None if comes_from_c(file) else "low",
        values={
            "what": "counts" if is_count else "adds up",
            "variable": text(target),
            "type": "" if is_count else f": {declared or '_'}",
            "cure": cure,
            "hint": _hint(declared, is_count=is_count),
        },
    )


def _hint(declared: str | None, *, is_count: bool) -> str:
    if is_count:
        return "" if declared == "usize" else ", which is a `usize`"
    return "" if declared else ", with the type of the sum in place of `_`"


def _step(body: Node) -> tuple[Node | None, Node | None]:
    """`x += amount`, alone or behind one plain condition."""
    inside = statements(body)
    only, condition = inside[0] if len(inside) == 1 else None, None
    if only is not None and only.type == "if_expression" and field(only, "alternative") is None:
        condition, block = field(only, "condition"), field(only, "consequence")
        inside = statements(block) if block is not None else []
        only = inside[0] if len(inside) == 1 else None
        if condition is None or condition.type in _NEVER or any(descendants(condition, *_NEVER)):
            return None, None
    return (only, condition) if only is not None and only.type == "compound_assignment_expr" else (None, None)


def _cure(elements: str, pattern: str, amount: Node, condition: Node | None, file: SourceFile) -> str | None:
    shown, tested = file.quote(amount), file.quote(unwrapped(condition)) if condition is not None else ""
    if (
        len(shown) > _LONGEST
        or len(tested) > _LONGEST
        or amount.type in _NEVER
        or any(descendants(amount, *_NEVER))
    ):
        return None
    if any(descendants(amount, "reference_expression")) and "&mut" in text(amount):
        return None
    chosen = f".filter(|{lent_pattern(pattern, tested, elements)}| {tested})" if condition is not None else ""
    if shown == "1":
        return f"{elements}{chosen}.count()" if condition is not None else None
    if squeezed(text(amount)) in (pattern, f"*{pattern}", pattern.lstrip("&")):
        return f"{elements}{chosen}.sum()"
    return f"{elements}{chosen}.map(|{pattern}| {shown}).sum()"


def _iterator(value: Node, file: SourceFile) -> str | None:
    written = file.quote(value)
    if len(written) > 50 or value.type in ("await_expression", "macro_invocation", "match_expression"):
        return None
    if value.type == "range_expression":
        return None
    elements = walked(value, file)
    return None if elements.endswith(".iter_mut()") else elements
