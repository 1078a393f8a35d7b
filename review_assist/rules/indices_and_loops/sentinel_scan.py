"""sentinel-scan: a loop runs along an array until it meets a marker such as 0."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.rules.indices_and_loops._counters import is_step
from review_assist.rules.indices_and_loops._loops import index_of, indexed_base
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, method, receiver, statements, text, unwrapped
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile

_MARKERS = ("0", "b'\\0'", "'\\0'", "None", "-1")
_ENDS = {"is_empty": "an empty entry", "is_null": "a null entry", "is_some": "None"}
_BODY_LIMIT = 6000


@rule(
    level="warning",
    confidence="medium",
    words=("while ", "loop {"),
    message="the loop runs along `{base}` until it meets `{marker}`, and panics if there is none",
    ask="is a `{marker}` sure to be in `{base}`, or could this be `{cure}`, which stops at the end as well?",
    why="""C arrays do not know their length, so a marker ends them. A Rust slice knows it, and the index past its
        end panics, which makes a missing marker a crash.""",
    instead="Write `{cure}`{hint}.",
    query="""
    (while_expression condition: (binary_expression left: (_) @element operator: "!=" right: (_) @marker)
        @condition body: (block) @body)
    (while_expression
        condition: [(unary_expression "!" (call_expression) @asked) (call_expression) @asked] @condition
        body: (block) @body)
    (loop_expression body: (block . (expression_statement (if_expression
        condition: (binary_expression left: (_) @element operator: "==" right: (_) @marker) @condition
        consequence: (block) @leaves !alternative))) @body)
    """,
    silent_in=(FunctionRole.CONST,),
    in_c=r"""
        while (*p != '\0')                  /* trusts that there is one */
            p++;
    """,
    checks="""
        The compiler then stops the search at the end of the slice, and the `Option` says if nothing was
        found.
    """,
)
def sentinel_scan(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Strings end in a NUL in C, tables in a row of zeros, lists of names in a null pointer. The loop needs no
    length: `while (*p) p++`. If the end marker is missing, it reads on into whatever follows.

    A Rust slice carries its length, so the marker has nothing left to say, and a table needs no last row. Where
    the data comes from outside and does contain a marker, `position`, `split` and `take_while` look for it
    and stop at the end in any case; `CStr::from_bytes_until_nul` does it for strings. An index loop panics
    there, and input from a guest or a file may arrange that.

    ## Keep it when
    The marker was put there by the same code, at the end, for the speed of the loop.

    ## Known problems
    A check of the length somewhere above the loop is not seen.

    ```rust bad
    fn name_length(name: &[u8]) -> usize {
        let mut length = 0;
        while name[length] != 0 {
            length += 1;
        }
        length
    }
    ```
    ```rust good
    fn name_length(name: &[u8]) -> usize {
        name.iter().position(|byte| *byte == 0).unwrap_or(name.len())
    }
    ```
    ```rust good
    // The end is checked.
    fn name_length(name: &[u8]) -> usize {
        let mut length = 0;
        while length < name.len() && name[length] != 0 {
            length += 1;
        }
        length
    }
    ```
    """
    if captures.get("asked") is not None:
        return _of_entries(captures)
    leaves = captures.get("leaves")
    if leaves is not None and [text(each) for each in statements(leaves)] != ["break"]:
        return "the loop does more than leave at that entry"
    element, marker, body = captures["element"], text(unwrapped(captures["marker"])), captures["body"]
    base, index = indexed_base(element), index_of(element)
    if marker not in _MARKERS or not base or index is None or body.end_byte - body.start_byte > _BODY_LIMIT:
        return "no element is compared with a marker such as 0, or the loop is long"
    if index.type == "type_cast_expression":
        index = field(index, "value") or index
    work = statements(body)
    if index.type != "identifier" or not work or not _steps(work, text(index)) or is_in_const(body):
        return "no single index goes up by itself"
    only = len(work) == (1 if leaves is None else 2)
    return Hit(
        at=captures["condition"],
        values={
            "base": base,
            "marker": marker,
            "cure": f"{base}.iter().{'position' if only else 'take_while'}({_closure(marker, is_end=only)})",
            "hint": ""
            if not only
            else ", which gives an `Option`; start from a range of it if the loop does not start at 0",
        },
    )


def _of_entries(captures: Captures) -> Hit | str:
    """`while !table[i].name.is_empty()`, with a step of `i` in the body."""
    asked, body = captures["asked"], captures["body"]
    marker = _ENDS.get(method(asked), "")
    is_turned = captures["condition"].type == "unary_expression"
    element = receiver(asked)
    while element is not None and element.type == "field_expression":
        element = field(element, "value")
    base, index = (indexed_base(element), index_of(element)) if element is not None else ("", None)
    if not marker or is_turned == (method(asked) == "is_some") or not base or index is None or is_in_const(body):
        return "no element is asked whether it is the empty one"
    if body.end_byte - body.start_byte > _BODY_LIMIT:
        return "the loop is too long to be sure"
    if index.type == "type_cast_expression":
        index = field(index, "value") or index
    if index.type != "identifier" or not _steps(statements(body), text(index)):
        return "no single index goes up by itself"
    return Hit(
        at=captures["condition"],
        values={
            "base": base,
            "marker": marker,
            "cure": f"{base}.iter().take_while(..)",
            "hint": ", without that entry",
        },
    )


def _steps(work: list[Node], index: str) -> bool:
    return any(is_step(statement, index) for statement in work)


def _closure(marker: str, *, is_end: bool) -> str:
    if is_end:
        return f"|each| *each == {marker}" if marker != "None" else "|each| each.is_none()"
    return f"|each| **each != {marker}" if marker != "None" else "|each| each.is_some()"
