"""index-loop: a `for` loop over numbers, of which each is only used to index an array."""

from __future__ import annotations

import re

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.rules.indices_and_loops._elements import Elements, elements_of, name_for, numbered_element
from review_assist.rules.indices_and_loops._loop_fixes import over_elements
from review_assist.rules.indices_and_loops._loops import (
    CountedLoop,
    array_length,
    counted_loop,
    is_static_mut,
    section,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.source import SourceFile

_FEW_STATEMENTS = 3
"""Two arrays in a longer body are an algorithm, and `zip` does not make it plainer."""
_FEW = 4
"""A loop of so few turns is often a table that stands next to others."""


@rule(
    level="warning",
    confidence="medium",
    clippy=("needless_range_loop",),
    words=("..",),
    message="`{index}` counts to index `{sequence}`, which hands out its elements itself",
    ask="could this loop go over the elements themselves, as in `{header}`?",
    why="""Where an index is the only handle on an element, its range must be right in each loop. A slice hands
        out its elements itself, so there is no bound to check in review and no check at each access.""",
    instead="Write `{header}`; the body then uses `{item}` where it says `{element}`{hint}.",
    query="(for_expression pattern: (identifier) value: [(range_expression) (call_expression)]) @loop",
    silent_in=(FunctionRole.CONST,),
    softer_in=(FileRole.TEST,),
    in_c="""
        for (size_t {index} = 0; {index} < n; {index}++)
            use(v[{index}]);
    """,
    checks="""
        The compiler then takes every element from the iterator: there is no index that could leave the
        slice.
    """,
)
def index_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C array is an address. It does not know how long it is, so a loop needs a counter, the length from
    somewhere else, and an index at each use; the reviewer compares the three.

    A Rust slice, array or `Vec` knows its length. `for timer in timers.iter_mut()` cannot run past the end
    and cannot pair the length of one array with the elements of another. Part of an array is a slice too:
    `timers[..n].iter()` checks `n` once, before the first turn. Two arrays side by side are `a.iter().zip(&b)`,
    and where the number matters as well, `enumerate()` hands out both.

    ## Keep it when
    The body looks at neighbours (`a[i + 1]`), changes the length, walks three arrays at once, or needs the
    whole array while it works on one element. The rule is silent there.

    ## Known problems
    A slice checks its bounds before the first turn, also where the loop would have left earlier. Whether the
    thing indexed is a slice, or a type with an `Index` of its own and no iterator, is not always visible. A
    method that is called on an element may need `iter_mut()` in place of `iter()`.

    ```rust bad
    fn disarm(timers: &mut [Timer]) {
        for i in 0..timers.len() {
            timers[i].armed = false;
        }
    }
    ```
    ```rust bad
    fn scale(samples: &[i32], gains: &[i32]) -> i64 {
        let mut total = 0;
        for i in 0..samples.len() {
            total += i64::from(samples[i]) * i64::from(gains[i]);
        }
        total
    }
    ```
    ```rust good
    fn disarm(timers: &mut [Timer]) {
        for timer in timers.iter_mut() {
            timer.armed = false;
        }
    }
    ```
    ```rust good
    // The loop looks at neighbours.
    fn is_sorted(keys: &[u32]) -> bool {
        for i in 1..keys.len() {
            if keys[i - 1] > keys[i] {
                return false;
            }
        }
        true
    }
    ```
    """
    loop = counted_loop(captures["loop"], file.content.source)
    is_short = loop is not None and loop.high.isdigit() and int(loop.high) <= _FEW
    if loop is None or not loop.work or is_short:
        return "it does not count by ones through a range of more than a few numbers"
    if not file.is_visible(captures["loop"]):
        return "the patch shows a part of the loop only"
    elements = elements_of(loop)
    if elements is None and (only := numbered_element(loop)) is not None and not is_static_mut(only.base, file):
        return _numbered(loop, only)
    if (
        not elements
        or len(elements) > (1 if loop.is_reversed else 2)
        or any(is_static_mut(each.base, file) for each in elements)
    ):
        return "the number is used for more than the elements of one or two arrays"
    if len(elements) == 2 and len(loop.work) > _FEW_STATEMENTS:
        return "two arrays in a longer body: `zip` would not make it plainer"
    whole = [array_length(each.node, file) for each in elements]
    is_slice = all(_is_slice(file.names.type_of(each.node)) for each in elements)
    first, header = elements[0], _header(loop, elements, whole)
    usual: Confidence = "high" if is_slice and len(elements) == 1 else "medium"
    return Hit(
        at=loop.header,
        # A `zip` of two sections is longer than the index that it saves.
        confidence="low" if len(elements) == 2 and header.count("..") > 1 else usual,
        values={
            "index": loop.index,
            "sequence": "` and `".join(each.base for each in elements),
            "item": name_for(first.base, loop.body),
            "element": f"{first.base}[{loop.index}{first.cast}]",
            "header": header,
            "hint": _hint(loop, elements),
        },
        fix=over_elements(loop, first, file) if len(elements) == 1 and not loop.is_reversed else None,
    )


def _numbered(loop: CountedLoop, only: Elements) -> Hit:
    """The elements of one array, and their numbers as well."""
    name = name_for(only.base, loop.body)
    elements = f"{only.base}.{'iter_mut' if only.is_written else 'iter'}().enumerate()"
    return Hit(
        at=loop.header,
        confidence="medium",
        values={
            "index": loop.index,
            "sequence": only.base,
            "item": name,
            "element": f"{only.base}[{loop.index}{only.cast}]",
            "header": f"for ({loop.index}, {name}) in {elements}",
            "hint": f", and `{loop.index}` where it needs the number",
        },
    )


def _header(loop: CountedLoop, elements: list[Elements], whole: list[str | None]) -> str:
    parts = [_iterator(loop, each, length) for each, length in zip(elements, whole, strict=True)]
    names = [name_for(each.base, loop.body) for each in elements]
    if len(parts) == 1:
        return f"for {names[0]} in {parts[0]}"
    if names[0] == names[1]:
        names[1] = "other"
    return f"for ({names[0]}, {names[1]}) in {parts[0]}.zip({parts[1]})"


def _iterator(loop: CountedLoop, each: Elements, length: str | None) -> str:
    part = section(each.base, loop, length, each.cast)
    back = ".rev()" if loop.is_reversed else ""
    return f"{part}.iter_mut(){back}" if each.is_written else f"{part}.iter(){back}"


def _hint(loop: CountedLoop, elements: list[Elements]) -> str:
    if len(elements) == 2:
        second = elements[1]
        return f", and the second name for `{second.base}`; `zip` stops at the end of the shorter one"
    if not loop.low.isdigit():
        return ", and the start of the range must not lie behind its end"
    return ""


def _is_slice(declared: str | None) -> bool:
    return (
        re.fullmatch(r"(&\s*('\w+\s+)?(mut\s+)?)*(\[.*\]|Vec<.*>|VecDeque<.*>)", declared or "", re.DOTALL)
        is not None
    )
