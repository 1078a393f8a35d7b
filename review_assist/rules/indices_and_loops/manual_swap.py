"""manual-swap: two values change places by way of a third."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.rewrite import Part, Rewrite, statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, method, text
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between


@rule(
    level="note",
    confidence="high",
    clippy=("manual_swap",),
    words=("let ",),
    message="`{first}` and `{second}` are swapped by way of `{spare}`",
    ask="could this be `{cure}`?",
    why="""C has no function for it that works on any type, so a swap takes three assignments. `mem::swap`
        works on any type and needs no spare variable.""",
    instead="Write `{cure}`{hint}.",
    query="(let_declaration pattern: (identifier) @spare value: (_) @first) @declaration",
    in_c="""
        int {spare} = *a;
        *a = *b;
        *b = {spare};
    """,
    checks="""
        The compiler then checks that both places exist and are apart; the order of three assignments cannot
        be wrong.
    """,
)
def manual_swap(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `tmp = a; a = b; b = tmp;` is one of the first things that a C programmer learns, and each project has a macro
    for it.

    `std::mem::swap(&mut a, &mut b)` takes two references to any one type and exchanges what they refer to, also
    for types that cannot be copied. Two elements of one slice cannot both be borrowed, so slices have
    `swap(i, j)` of their own. A reader sees the word and need not compare three lines.

    ## Keep it when
    The spare is used again further down.

    ## Known problems
    Values behind a cell need `Cell::swap` or two borrows.

    ```rust bad
    fn order(low: &mut u32, high: &mut u32) {
        if *low > *high {
            let spare = *low;
            *low = *high;
            *high = spare;
        }
    }
    ```
    ```rust good
    fn order(low: &mut u32, high: &mut u32) {
        if *low > *high {
            std::mem::swap(low, high);
        }
    }
    ```
    ```rust good
    // Three values move on.
    fn shift(window: &mut [u32; 3], next: u32) -> u32 {
        let oldest = window[0];
        window[0] = window[1];
        window[1] = next;
        oldest
    }
    ```
    """
    spare, first = text(captures["spare"]), captures["first"]
    one, two = _assignment(captures["declaration"]), None
    if one is not None and one.parent is not None:
        two = _assignment(one.parent)
    if one is None or two is None or first.type not in _PLACES:
        return "the next two statements are not both plain assignments"
    second = field(one, "right")
    if second is None or second.type not in _PLACES or _shape(field(one, "left")) != _shape(first):
        return "the next statement does not overwrite what was put aside"
    if _shape(field(two, "left")) != _shape(second) or text(field(two, "right")) != spare:
        return "the last statement does not put back what was put aside"
    return Hit(
        at=captures["declaration"],
        values=_texts(first, second, spare, file),
        fix=_fix(captures, second, two, file),
    )


_PLACES = ("identifier", "field_expression", "index_expression", "unary_expression")


def _texts(first: Node, second: Node, spare: str, file: SourceFile) -> dict[str, Node | str]:
    base, other = child(first, 0), child(second, 0)
    values: dict[str, Node | str] = {"first": first, "second": second, "spare": spare, "hint": ""}
    if first.type == second.type == "index_expression" and _shape(base) == _shape(other) and base is not None:
        indices = ", ".join(text(child(element, 1)) for element in (first, second))
        return {
            **values,
            "cure": f"{file.quote(base)}.swap({indices})",
            "hint": ", if it is a slice, an array or a `Vec`",
        }
    places = f"{_reference(first)}, {_reference(second)}"
    if _is_pointer(first, file) or _is_pointer(second, file):
        return {**values, "cure": f"ptr::swap({places})", "hint": ""}
    return {**values, "cure": f"mem::swap({places})"}


def _is_pointer(place: Node, file: SourceFile) -> bool:
    """`*p.add(1)`, or `*p` where the file says that `p` is a raw pointer."""
    behind = child(place, 0) if place.type == "unary_expression" else None
    if behind is None:
        return False
    if method(behind) in ("add", "sub", "offset", "wrapping_add"):
        return True
    return (file.names.type_of(behind) or "").startswith("*")


def _fix(captures: Captures, second: Node, last: Node, file: SourceFile) -> Rewrite | None:
    """One call in place of the three statements, if the spare is not asked for any more."""
    declaration, first, end = captures["declaration"], captures["first"], statement_of(last).end_byte
    block, spare = declaration.parent, text(captures["spare"])
    if block is None or any(uses_between(block, spare, end, block.end_byte, file.content.source)):
        return None
    call = str(_texts(first, second, "", file)["cure"])
    if call.startswith("mem::"):
        kinds = [_kind(place, file) for place in (first, second)]
        path = "" if "mem" in file.names.imports else f"{_crate(file)}::"
        call, is_safe = path + call, "" not in kinds
    else:
        kinds = [file.names.type_of(child(first, 0) or first) or ""]
        is_safe = re.match(r"(&\s*('\w+\s+)?(mut\s+)?)?(\[|Vec<)", kinds[0]) is not None
    if any(kind.startswith("*") for kind in kinds):
        return None
    return Rewrite((Part(declaration.start_byte, end, f"{call};"),), is_safe)


def _kind(place: Node, file: SourceFile) -> str:
    """The declared type of the variable, or of what `*` is applied to."""
    named = child(place, 0) if place.type == "unary_expression" else place
    return file.names.type_of(named) or "" if named is not None else ""


def _crate(file: SourceFile) -> str:
    """`core` in a kernel, which has no `std`."""
    return "core" if "linux" in (file.profile.name, *file.profile.kin) else "std"


def _reference(place: Node) -> str:
    written = text(place)
    return written[1:].strip() if place.type == "unary_expression" else f"&mut {written}"


def _assignment(statement: Node) -> Node | None:
    """The plain assignment that is the next statement."""
    after = statement.next_named_sibling
    only = child(after, 0) if after is not None and after.type == "expression_statement" else None
    return only if only is not None and only.type == "assignment_expression" else None


def _shape(node: Node | None) -> str:
    return squeezed(text(node))
