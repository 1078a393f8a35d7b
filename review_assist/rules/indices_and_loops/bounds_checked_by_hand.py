"""bounds-checked-by-hand: `if i >= v.len() { return .. }`, and then `v[i]`."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves, only
from review_assist.rules.indices_and_loops._behind import statements_behind
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.rewrite import statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, descendants, field, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.places import is_written
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_LENGTH = pattern(r"([a-z_]\w*(?:\.\w+)*)\.len\(\)")
_INDEX = pattern(r"[a-z_]\w*(\.\w+)*(asusize)?")
_MOST = 2
"""Uses of the element, beyond which the name that it gets would be used all over the function."""


@rule(
    level="note",
    confidence="medium",
    words=(".len()",),
    message="`{index}` is compared with `{sequence}.len()`, and `{sequence}[{index}]` is looked up after that",
    ask="could `{sequence}.get({index})` give the element, or `None` where there is none?",
    why="""A C array has to be guarded by a comparison in front of the access, and a reviewer checks that both are
        about the same array and index. In Rust the access itself can say that there is nothing.""",
    instead="Write `{cure}`.",
    query="""
    (if_expression condition: (binary_expression) @condition consequence: (block) @body !alternative) @test
    """,
    silent_in=(FileRole.TEST, FileRole.MACROS, FunctionRole.TEST, FunctionRole.CONST),
    in_c="""
        if (i >= s->count)
            return -EINVAL;
        size = s->sizes[i];
    """,
    checks="The compiler then ties the element to its test: there is no index that could be another one.",
)
def bounds_checked_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (i >= n) return -EINVAL;` in front of `a[i]` is what keeps a C program inside of its arrays. The two lines
    can drift apart: a line in between changes `i`, or the limit is that of another array.

    A slice of Rust has `get(i)`, which compares and looks up in one step and gives an `Option`. With
    `ok_or(..)?` the missing element becomes the error of the function, with `let .. else` any other way out. An
    index in brackets compares once more, and panics where the first comparison was wrong.

    ## Keep it when
    The element is written to as a whole, or used in many places behind the test; the rule is silent there.

    ## Known problems
    What is indexed may be a type with a `len` and no `get`.

    ```rust bad
    extern "C" {
        fn table_lock();
    }
    fn size(sizes: &[u32], index: usize) -> Option<u32> {
        if index >= sizes.len() {
            return None;
        }
        Some(sizes[index])
    }
    ```
    ```rust good
    extern "C" {
        fn table_lock();
    }
    fn size(sizes: &[u32], index: usize) -> Option<u32> {
        sizes.get(index).copied()
    }
    ```
    ```rust good
    // Another array.
    fn size(sizes: &[u32], names: &[String], index: usize) -> Option<u32> {
        if index >= names.len() {
            return None;
        }
        Some(sizes[index])
    }
    ```
    """
    found = _compared(captures["condition"])
    if found is None or is_in_const(captures["test"]) or not leaves(captures["body"]):
        return "no index is compared with a length, or the branch does not leave"
    sequence, index = found
    uses = _uses(captures["test"], sequence, index)
    if not 0 < len(uses) <= _MOST or any(is_written(use) for use in uses):
        return "the element is not looked up behind it, is written, or is used in many places"
    return Hit(
        at=captures["condition"],
        confidence=None if comes_from_c(file) else "low",
        values={"sequence": sequence, "index": index, "cure": _cure(captures["body"], sequence, index, file)},
    )


def _compared(condition: Node) -> tuple[str, str] | None:
    """`v` and `i` of `i >= v.len()` or `v.len() <= i`, with `as usize` off."""
    left, right = (squeezed(text(field(condition, side))) for side in ("left", "right"))
    operator = text(field(condition, "operator"))
    if operator not in ("<=", ">="):
        return None
    index, limit = (left, right) if operator == ">=" else (right, left)
    length = _LENGTH.fullmatch(limit)
    if length is None or not _INDEX.fullmatch(index):
        return None
    return length[1], index.replace("asusize", " as usize")


def _uses(test: Node, sequence: str, index: str) -> list[Node]:
    """`v[i]` in the statements behind the test, if both are still what they were."""
    found: list[Node] = []
    wanted = squeezed(f"{sequence}[{index}]")
    names = sequence.partition(".")[0], re.split(r"\W", index)[0]
    for after in statements_behind(statement_of(test), *names):
        found += [use for use, written in _lookups(after) if written == wanted]
        if is_assigned(after, sequence) or is_assigned(after, index.removesuffix(" as usize")):
            break
    return found


@lru_cache(maxsize=256)
def _lookups(statement: Node) -> tuple[tuple[Node, str], ...]:
    every = (statement, *descendants(statement, "index_expression"))
    return tuple((each, squeezed(text(each))) for each in every if each.type == "index_expression")


def _cure(body: Node, sequence: str, index: str, file: SourceFile) -> str:
    """With the way out that the code has: an error, or any other."""
    out = only(body)
    given = out.named_children[0] if out.type == "return_expression" and out.named_children else None
    if given is not None and callee(given) == "Err":
        error = re.sub(r"^Err\(|\)$", "", file.quote(given))
        is_plain = re.fullmatch(r"[\w:.]+", error) is not None
        return f"{sequence}.get({index}).{f'ok_or({error})' if is_plain else 'ok_or_else(|| ..)'}?"
    way = f"{{ {file.quote(out)} }}" if out.type != "block" else "{ .. }"
    return f"let Some(..) = {sequence}.get({index}) else {way};"
