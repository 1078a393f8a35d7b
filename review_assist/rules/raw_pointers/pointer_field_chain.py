"""pointer-field-chain: `(*p).field`, again and again: one object reached through its raw pointer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import ALLOCATION, is_pointer, usual_unless_at_home
from review_assist.rules.raw_pointers._spoken import names_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    LOOPS,
    ancestors,
    arguments,
    descendants,
    enclosing,
    is_in_unsafe,
    macro_name,
    text,
    unwrapped,
)
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_ENDS = pattern(r"(^|_)(free|destroy|dealloc|release|unref|from_raw)_*$")
_OF_STATIC = pattern(r"&raw (mut|const) \w+|addr_of(_mut)?!\(\w+\)")
_REFER_TO_IT = (
    "write `let {name} = {borrow}{pointer};`, with the reason why that is sound, then `{name}.{field}`; or let "
    "the caller pass the reference"
)
_FILL_IT = (
    "build the object as a value with all of its fields, and put that into a `Box`, or with `{pointer}.write(..)` "
    "into memory that C will free: an assignment drops what the field held before, and here that is nothing yet"
)
_FEW = 3
"""Two accesses are soon written, and soon read."""


@rule(
    level="warning",
    confidence="medium",
    words=("(*",),
    message="`{function}` goes through the raw pointer `{pointer}` again at each access, `{code}`{more}",
    ask="could `{function}` {shape} instead of `{code}`{more}?",
    why="""C's `p->field` checks nothing, so nobody counts how often it is written. In Rust each `(*p).field`
        is a separate claim that the pointer is good; one reference makes the claim once, and the compiler
        keeps watch from there.""",
    instead="Once is enough: {cure}.",
    query="(function_item body: (block)) @function",
    silent_in=(FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FunctionRole.CONTRACT, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        s->column += n;
        s->row++;                           /* s is trusted at each line */
    """,
    checks="The compiler then checks every access but the one that makes the reference: one claim to review.",
)
def pointer_field_chain(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `p->field` is C's everyday expression. Transcribed word for word it becomes `(*p).field`, the function
    becomes `unsafe` as a whole, and every line of it has to be trusted again, as in C.

    In Rust the pointer is looked at once: `let entry = &mut *p;` says that it is valid, aligned and not used
    by anybody else for the time being. From there on `entry.field` is ordinary code. The compiler rejects a
    second mutable use and a use after the object was given away, and the unsafe part is one line, with its
    reason.

    ## Keep it when
    Something else writes to the object in between, so that a reference would claim too much, or a field's
    address is taken with `&raw` on purpose.

    ## Known problems
    Only names are looked at: a smart pointer that is dereferenced by hand in an unsafe block looks the same.

    ```rust bad
    pub unsafe fn advance(cursor: *mut Cursor, columns: u32) {
        unsafe {
            (*cursor).column += columns;
            if (*cursor).column >= (*cursor).width {
                (*cursor).column = 0;
                (*cursor).row += 1;
            }
        }
    }
    ```
    ```rust good
    pub fn advance(cursor: &mut Cursor, columns: u32) {
        cursor.column += columns;
        if cursor.column >= cursor.width {
            cursor.column = 0;
            cursor.row += 1;
        }
    }
    ```
    ```rust good
    // A guard is dereferenced, not a raw pointer.
    pub fn reset(cursor: &Mutex<Cursor>) {
        let mut guard = cursor.lock().unwrap();
        (*guard).column = 0;
        (*guard).row = 0;
    }
    ```
    """
    item, function = captures["function"], file.function(captures["function"])
    accesses = [node for node in _accesses(item) if file.is_added(node)]
    if function is None or len(accesses) < _FEW:
        return "too few fields are reached through `(*p)` on added lines"
    pointer, count = Counter(text(_pointer(node)) for node in accesses).most_common(1)[0]
    if count < _FEW or _is_freed(pointer, item) or _moves(pointer, item):
        return "no one pointer is used often enough, or it moves on, or is freed"
    through = [node for node in accesses if text(_pointer(node)) == pointer]
    first, is_written = through[0], any(map(_is_written, through))
    is_fresh = _is_fresh(pointer, first, item)
    if is_fresh and not is_written:
        return "the memory is fresh, and only read"
    is_passed_on = _is_passed_on(pointer, item)
    usual = _confidence(first, file)
    shape, cure = _fill(first, file) if is_fresh else _refer(first, is_passed_on or is_written, file)
    return Hit(
        at=first,
        confidence=usual_unless_at_home("medium" if is_passed_on and usual == "high" else usual, first, file),
        values={
            "function": function.name,
            "pointer": _pointer(first),
            "shape": shape,
            "cure": cure,
            "code": first,
            "more": f" and {count - 1} more",
        },
        names=names_of(_pointer(first), file),
    )


def _refer(access: Node, is_mutable: bool, file: SourceFile) -> tuple[str, str]:
    """One reference, as a question puts it and as advice does."""
    pointer = file.quote(_pointer(access))
    cure = _REFER_TO_IT.format(
        name=_name(text(_pointer(access))),
        borrow="&mut *" if is_mutable else "&*",
        pointer=pointer,
        field=file.quote(access.child_by_field_name("field") or access),
    )
    return f"make one reference of `{pointer}`", cure


def _fill(access: Node, file: SourceFile) -> tuple[str, str]:
    """A value in one piece, for memory in which there is none."""
    return "give the new object its fields in one step", _FILL_IT.format(pointer=file.quote(_pointer(access)))


def _name(pointer: str) -> str:
    """What to call the reference: `peer` for `peer` and for `self.peer`."""
    last = pointer.rpartition(".")[2]
    return last if last.isidentifier() else "object"


def _is_written(access: Node) -> bool:
    """Whether it, or a part of it, is what an assignment changes."""
    node = access
    while node.parent is not None and node.parent.type in ("field_expression", "index_expression"):
        node = node.parent
    parent = node.parent
    if parent is None or parent.type not in ("assignment_expression", "compound_assignment_expr"):
        return False
    return parent.child_by_field_name("left") == node


def _moves(pointer: str, function: Node) -> bool:
    """Whether the pointer goes on to another object: `p = p.add(1)`, `p = (*p).next`, `p = *next` in a loop."""
    for value in _assigned(pointer, function):
        if re.search(rf"\b{re.escape(pointer)}\b", text(value)) or enclosing(value, *LOOPS) is not None:
            return True
    return False


def _is_fresh(pointer: str, access: Node, function: Node) -> bool:
    """Whether it leads to memory fresh from an allocator, which holds no value yet that a reference may claim."""
    given = (bound_value(_pointer(access)), *_assigned(pointer, function))
    return any(ALLOCATION.search(text(value)) for value in given)


def _assigned(pointer: str, function: Node) -> Iterator[Node]:
    """What the function assigns to the pointer, after its `let`."""
    for assignment in descendants(function, "assignment_expression"):
        target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        if value is not None and text(target) == pointer:
            yield value


def _is_passed_on(pointer: str, function: Node) -> bool:
    """Whether another function gets the pointer itself: what that one does with the object is not visible."""
    calls = descendants(function, "call_expression")
    return any(text(argument) == pointer for call in calls for argument in arguments(call))


def _is_freed(pointer: str, function: Node) -> bool:
    """Whether the function ends the object, which a reference to it must not live to see."""
    calls = re.finditer(r"(\w*)\(([^()]*)", text(function))
    return any(_ENDS.search(call[1]) and re.match(rf"{re.escape(pointer)}\b(?!\))", call[2]) for call in calls)


def _confidence(access: Node, file: SourceFile) -> Confidence:
    value = bound_value(_pointer(access))
    if value is not None and _OF_STATIC.fullmatch(text(value)):
        return "low"  # what else uses the static meanwhile is not visible
    if is_pointer(_pointer(access), file):
        return "high"
    return "medium" if enclosing(access, "unsafe_block") is not None else "low"


def _accesses(function: Node) -> list[Node]:
    """Every `(*p).field` in unsafe code of the function, methods included, in source order."""
    return [
        node
        for node in descendants(function, "field_expression")
        if _is_deref(node.child_by_field_name("value")) and is_in_unsafe(node) and not _is_place(node)
    ]


def _is_place(access: Node) -> bool:
    """Whether a reference or an address is made of it, `&(*p).field` or `&raw mut (*p).field`."""
    node = access
    for parent in ancestors(access):
        if parent.type == "reference_expression" or macro_name(parent) in ("addr_of", "addr_of_mut"):
            return True
        if parent.type not in ("field_expression", "index_expression") or parent.named_children[0] != node:
            return False
        node = parent
    return False


def _is_deref(value: Node | None) -> bool:
    if value is None or value.type != "parenthesized_expression":
        return False
    inner = unwrapped(value)
    if inner.type != "unary_expression" or not text(inner).startswith("*") or not inner.named_children:
        return False
    return unwrapped(inner.named_children[0]).type in ("identifier", "field_expression")


def _pointer(access: Node) -> Node:
    """`p` of `(*p).field`."""
    value = access.child_by_field_name("value")
    assert value is not None
    return unwrapped(unwrapped(value).named_children[0])
