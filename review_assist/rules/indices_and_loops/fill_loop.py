"""fill-loop: a loop that stores one value in every element of a slice, which `fill` does."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.rules.indices_and_loops._loop_fixes import as_call, is_list_of_plain
from review_assist.rules.indices_and_loops._loops import (
    CountedLoop,
    array_length,
    counted_loop,
    index_of,
    indexed_base,
    may_cross,
    section,
)
from review_assist.rules.rewrite import written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, macro_name, statements, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_PLAIN = frozenset(
    "integer_literal float_literal boolean_literal char_literal identifier scoped_identifier".split()
)


@rule(
    level="warning",
    confidence="high",
    clippy=("manual_fill", "manual_slice_fill"),
    words=("] = ", "*"),
    message="this loop stores `{value}` in each element of `{target}`",
    ask="could `{target}.fill({value})` replace this loop?",
    why="""C's `memset` only knows bytes, so other elements are set in a loop. Rust's `fill` works for each
        element type, becomes `memset` where that fits, and checks the bounds once.""",
    instead="Write `{target}.fill({value})`{hint}.",
    query="""
    [(for_expression pattern: (identifier) value: (range_expression)) @loop
     (while_expression condition: (binary_expression left: (identifier))) @loop
     (for_expression pattern: (identifier) @item value: (_) @list body: (block) @body)]
    """,
    needs="function",
    silent_in=(FunctionRole.CONST,),
    outranks=("index-loop", "while-counter"),
    in_c="""
        for (size_t i = 0; i < n; i++)
            v[i] = value;                   /* or memset() */
    """,
    checks="A reader no longer has to check the bounds: the slice knows its own length.",
)
def fill_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C offers `memset`, which sets bytes, and for everything else a loop with an index. In review both need the
    same look: is the count in bytes or in elements, and is it the count of this array?

    A Rust slice brings its length and its element type along: `queue.fill(0)`, or `queue[..n].fill(0)` for a
    part of it. The range is checked once, in front, and there is no unit to confuse. For a value that is
    made anew for each element there is `fill_with`.

    ## Keep it when
    The elements are behind a type with an `Index` of its own that offers no slice, or the code runs at
    compile time, where `fill` cannot be called. A range such as `start..end.min(limit)` may be empty, where the
    loop does nothing and a slice panics; the rule is silent there.

    ## Known problems
    What kind of container is indexed is not always visible in a patch.

    ```rust bad
    fn reset(levels: &mut [u32]) {
        for i in 0..levels.len() {
            levels[i] = 0;
        }
    }
    ```
    ```rust good
    fn reset(levels: &mut [u32]) {
        levels.fill(0);
    }
    ```
    ```rust good
    // Each element gets another value.
    fn number(slots: &mut [usize]) {
        for (i, slot) in slots.iter_mut().enumerate() {
            *slot = i;
        }
    }
    ```
    """
    if captures.get("item") is not None:
        return _over_elements(captures)
    loop = counted_loop(captures["loop"], file.content.source)
    if loop is None or loop.stride != "1" or len(loop.work) != 1 or loop.work[0].type != "assignment_expression":
        return "it is no loop by ones whose body is just one assignment"
    if may_cross(loop):
        return "the range may be the wrong way round"
    element, value = field(loop.work[0], "left"), field(loop.work[0], "right")
    base = indexed_base(element) if element is not None else ""
    if element is None or value is None or not base or not _is_plain(value, loop.index, base):
        return "it does not store a plain value that is the same in every turn"
    index = index_of(element)
    is_cast = index is not None and index.type == "type_cast_expression"
    if index is None or text(field(index, "value") if is_cast else index) != loop.index:
        return "the index is more than the loop's number"
    first = child(element, 0)
    assert first is not None
    target = section(base, loop, array_length(first, file), " as usize" if is_cast else "")
    declared = file.names.type_of(first)
    return Hit(
        at=loop.header,
        values={
            "value": text(value),
            "target": target,
            "hint": _hint(base, loop, is_known=declared is not None or _is_made_here(first)),
        },
        confidence="high" if declared else "medium",
        fix=as_call(
            loop,
            f"{target}.fill({written(value, file)})",
            file,
            is_safe=target == base and is_list_of_plain(first, file),
        ),
    )


def _over_elements(captures: Captures) -> Hit | str:
    """`for item in list.iter_mut() { *item = 0; }`."""
    item, listed, work = text(captures["item"]), captures["list"], statements(captures["body"])
    only = work[0] if len(work) == 1 else None
    if only is None or only.type != "assignment_expression" or text(field(only, "left")) != f"*{item}":
        return "the body does more than set the element"
    value, target = field(only, "right"), squeezed(text(listed))
    found = re.fullmatch(r"([A-Za-z_][\w.]*(?:\[[^\[\]]*\])?)\.iter_mut\(\)|&mut([A-Za-z_][\w.]*)", target)
    if value is None or found is None or not _is_plain(value, item, ""):
        return "it does not store a plain value that is the same in every turn"
    return Hit(
        at=listed,
        values={"value": text(value), "target": found[1] or found[2].removeprefix("mut "), "hint": ""},
        confidence="medium",
    )


def _is_plain(value: Node, index: str, base: str) -> bool:
    """A value that is the same in every turn and costs nothing to make."""
    inner = value
    if value.type == "type_cast_expression":
        inner = field(value, "value") or value
    if inner.type == "unary_expression" and text(inner).startswith("-"):
        inner = child(inner, 0) or inner
    return inner.type in _PLAIN and text(inner) not in (index, base)


def _is_made_here(base: Node) -> bool:
    """`let mut lens = [0; 288];` or `vec![..]`: a list, whatever its elements are."""
    value = bound_value(base)
    return value is not None and (value.type == "array_expression" or macro_name(value) == "vec")


def _hint(base: str, loop: CountedLoop, *, is_known: bool) -> str:
    if not loop.low.isdigit():
        return ", if the start of the range cannot lie behind its end"
    return "" if is_known else f", if `{base}` is a slice, an array or a `Vec`"
