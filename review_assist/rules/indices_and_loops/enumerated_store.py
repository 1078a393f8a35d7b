"""enumerated-store: `enumerate` gives each element a number, which is only asked for to index another array."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.indices_and_loops._counters import identifiers, inline_formats
from review_assist.rules.indices_and_loops._elements import name_for
from review_assist.rules.indices_and_loops._loops import index_of, indexed_base
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, field, mentions, statements, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed


@rule(
    level="note",
    confidence="medium",
    words=(".enumerate()",),
    message="`{index}` numbers the elements, and is only used to index `{target}`",
    ask="could this be `{header}`?",
    why="""A C loop has one counter for all of its arrays. In Rust two lists can be walked side by side, and
        the shorter one ends the loop, so no index can leave the other.""",
    instead="Write `{header}`{rest}.",
    query="""
    (for_expression pattern: (tuple_pattern . (identifier) @index . (_) @each .) value: (call_expression) @list
        body: (block) @body)
    """,
    silent_in=(FunctionRole.CONST, FileRole.TEST),
    in_c="""
        for (i = 0; i < n; i++)
            {target}[i] = convert(v[i]);
    """,
    checks="The compiler then takes both elements from their iterators: no index can leave a slice.",
)
def enumerated_store(captures: Captures, file: SourceFile) -> Hit | str:
    """
    One counter drives a C loop, and every array in it is indexed by that. Half of a translation goes over the
    elements of one array and keeps the number for the other: `for (i, byte) in bytes.iter().enumerate()` with
    `data[i] = ..` in the body. Whether `data` is long enough is then found out at run time, by a panic.

    `data.iter_mut().zip(bytes)` walks along both. It stops where the shorter one ends, and there is nothing to
    index. Where the two have to be of one length, a slice says so at the start: `data[..bytes.len()]`.

    ## Keep it when
    The number is asked for otherwise, or the body does more than to store; the rule is silent there.

    ## Known problems
    Whether the target is a slice, an array or a `Vec` is not always visible. Without any C around it is only told
    on request.

    ```rust bad
    use libc::c_int;
    fn load(data: &mut [u32], bytes: &[u8]) {
        for (i, byte) in bytes.iter().enumerate() {
            data[i] = u32::from(*byte);
        }
    }
    ```
    ```rust good
    fn load(data: &mut [u32], bytes: &[u8]) {
        for (slot, byte) in data.iter_mut().zip(bytes) {
            *slot = u32::from(*byte);
        }
    }
    ```
    ```rust good
    // The number is needed.
    fn load(data: &mut [usize], bytes: &[u8]) {
        for (i, byte) in bytes.iter().enumerate() {
            data[i] = i + usize::from(*byte);
        }
    }
    ```
    """
    index, body, listed = text(captures["index"]), captures["body"], squeezed(text(captures["list"]))
    found = re.fullmatch(r"(.{1,60})\.enumerate\(\)", listed)
    work = statements(body)
    if found is None or len(work) != 1 or work[0].type != "assignment_expression" or is_in_const(body):
        return "the body is not just one assignment"
    element = field(work[0], "left")
    while element is not None and element.type == "field_expression":
        element = field(element, "value")
    base, at = (indexed_base(element), index_of(element)) if element is not None else ("", None)
    value = field(work[0], "right")
    if element is None or at is None or value is None or not base:
        return "it does not store into an element"
    if squeezed(text(at)) not in (index, f"{index}asusize"):
        return "the element has another index than this number"
    uses = list(identifiers(body, index))
    if len(uses) != 1 or inline_formats(body, index) or mentions(value, base.partition(".")[0]):
        return "the number is used for more than the index, or both sides are the same array"
    if any(descendants(value, "try_expression", "await_expression", "closure_expression")):
        return "the value may leave the function"
    item = name_for(base, body)
    copied = _copied(found[1], base, element, value, captures["each"])
    source = field(field(captures["list"], "function") or body, "value")
    read = file.quote(source) if source is not None else found[1]
    each, is_whole = file.quote(captures["each"]), element.parent == work[0]
    first = child(element, 0)
    return Hit(
        at=captures["index"],
        confidence=None if comes_from_c(file) else "low",
        values={
            "index": index,
            "target": file.quote(first) if first is not None else base,
            "header": copied or f"for ({item}, {each}) in {base}.iter_mut().zip({read})",
            "rest": ""
            if copied
            else f", and `{'*' if is_whole else ''}{item}` where it says `{file.quote(element)}`",
        },
    )


def _copied(listed: str, base: str, element: Node, value: Node, each: Node) -> str:
    """The call that copies a slice, where the loop does nothing else."""
    source = re.fullmatch(r"([\w.]+)\.iter\(\)", listed)
    is_whole = element.parent is not None and element.parent.type == "assignment_expression"
    stored, name = squeezed(text(value)), squeezed(text(each))
    if source is None or not is_whole or (f"*{name}" != stored and name != f"&{stored}"):
        return ""
    return f"{base}[..{source[1]}.len()].copy_from_slice(&{source[1]})"
