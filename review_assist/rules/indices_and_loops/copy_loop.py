"""copy-loop: a loop that copies one slice into another, which `copy_from_slice` does."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.rules.indices_and_loops._loop_fixes import as_call, is_list_of_plain, is_slice_borrowed
from review_assist.rules.indices_and_loops._loops import (
    CountedLoop,
    array_length,
    counted_loop,
    index_of,
    indexed_base,
    may_cross,
    section,
)
from review_assist.rules.indices_and_loops._moves import moved_part, offset_of
from review_assist.rules.rewrite import Rewrite
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    clippy=("manual_memcpy",),
    words=("] = ",),
    message="this loop copies `{source}` into `{target}`, element by element",
    ask="could `{cure}` replace this loop?",
    why="""Since `memcpy` cannot check either length, a loop looks like the careful choice. `copy_from_slice`
        compares the two lengths, panics if they differ, and then is a `memcpy`.""",
    instead="Write `{cure}`, if {both} slices, arrays or `Vec`s.",
    query="""
    [(for_expression pattern: (identifier) value: [(range_expression) (call_expression)]) @loop
     (while_expression condition: (binary_expression left: (identifier))) @loop]
    """,
    needs="function",
    silent_in=(FunctionRole.CONST,),
    outranks=("index-loop", "while-counter"),
    in_c="""
        for (size_t i = 0; i < n; i++)
            dst[i] = src[i];                /* or memcpy() */
    """,
    checks="""
        At run time both lengths are compared once, before anything is written; the borrow checker excludes
        an overlap.
    """,
)
def copy_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `memcpy` takes two addresses and a number of bytes, and believes all three. C code that wants to be careful
    writes a loop instead, and the reviewer still has to find out whether the count fits both arrays.

    Two Rust slices know how long they are. `target[..n].copy_from_slice(&source[..n])` checks `n` against both
    before the first byte moves, and then runs at the speed of `memcpy`. For elements that are not plain data
    there is `clone_from_slice`, and for a move inside one array `copy_within`.

    ## Keep it when
    The two sides are not slices but types with an `Index` of their own, or the elements are converted on the
    way. Within one array the direction of the loop matters: `v[i + 1] = v[i]` counted upwards spreads the first
    element. A range that `min` may turn round is empty for a loop and a panic for a slice. Both are left alone.

    ## Known problems
    The types of both sides are often not visible in a patch.

    ```rust bad
    fn store(frame: &mut [u8], payload: &[u8], length: usize) {
        for i in 0..length {
            frame[i] = payload[i];
        }
    }
    ```
    ```rust good
    fn store(frame: &mut [u8], payload: &[u8], length: usize) {
        frame[..length].copy_from_slice(&payload[..length]);
    }
    ```
    ```rust good
    // The elements are converted on the way.
    fn widen(wide: &mut [u32], narrow: &[u8]) {
        for (to, from) in wide.iter_mut().zip(narrow) {
            *to = u32::from(*from);
        }
    }
    ```
    """
    loop = counted_loop(captures["loop"], file.content.source)
    if loop is None or loop.stride != "1" or len(loop.work) != 1 or loop.work[0].type != "assignment_expression":
        return "it is no loop by ones whose body is just one assignment"
    left, right = field(loop.work[0], "left"), field(loop.work[0], "right")
    if left is None or right is None or may_cross(loop):
        return "the range may be the wrong way round"
    target, source = _part(left, loop, file), _part(right, loop, file)
    if indexed_base(left) == indexed_base(right):
        return _moved(loop, left, right)
    if target is None or source is None:
        return "one of the sides is more than an element at this index"
    return Hit(
        at=loop.header,
        values={
            "target": target,
            "source": source,
            "cure": f"{target}.copy_from_slice(&{source})",
            "both": "both are",
        },
        fix=_fix(loop, (left, target), (right, source), file),
    )


def _moved(loop: CountedLoop, left: Node, right: Node) -> Hit | str:
    """The elements of one array, each moved by as many places, in the order that overwrites none unread."""
    moved = moved_part(loop, left, right)
    if moved is None:
        return "the elements do not move within one array by a fixed distance"
    base, (part, place) = indexed_base(left), moved
    return Hit(
        at=loop.header,
        values={
            "target": f"{base}[{place}..]",
            "source": f"{base}[{part}]",
            "cure": f"{base}.copy_within({part}, {place})",
            "both": "these are",
        },
    )


def _fix(loop: CountedLoop, to: tuple[Node, str], given: tuple[Node, str], file: SourceFile) -> Rewrite | None:
    """The same for every input only for two arrays of one length: otherwise it panics before it writes."""
    (left, target), (right, source) = ((child(element, 0), part) for element, part in (to, given))
    assert left is not None and right is not None
    lengths = {array_length(left, file), array_length(right, file)}
    is_whole = target == text(left) and source == text(right)
    is_safe = is_whole and len(lengths) == 1 and None not in lengths and is_list_of_plain(left, file)
    argument = source if source == text(right) and is_slice_borrowed(right, file) else f"&{source}"
    return as_call(loop, f"{target}.copy_from_slice({argument})", file, is_safe=is_safe)


def _part(element: Node, loop: CountedLoop, file: SourceFile) -> str | None:
    """The part of an array that `a[i]` or `a[i + k]` walks along; None for any other expression."""
    base, index = indexed_base(element), index_of(element)
    first = child(element, 0)
    if not base or index is None or first is None:
        return None
    if index.type == "type_cast_expression" and text(field(index, "type")) == "usize":
        if text(field(index, "value")) != loop.index:
            return None
        return section(base, loop, array_length(first, file), " as usize")
    if text(index) == loop.index:
        return section(base, loop, array_length(first, file))
    offset = offset_of(index, loop.index, "+")
    return _shifted(base, loop, offset) if offset is not None else None


def _shifted(base: str, loop: CountedLoop, offset: Node) -> str | None:
    shift = text(offset)
    if loop.low != "0":
        return None
    return f"{base}[{shift}..{'=' if loop.is_inclusive else ''}{shift} + {loop.high}]"
