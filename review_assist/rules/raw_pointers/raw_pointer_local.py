"""raw-pointer-local: `let p: *mut T`, a variable that is declared as a raw pointer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import (
    ALLOCATION,
    NUMBERS,
    calls_c,
    is_void,
    last_segment,
    pointee,
    usual_unless_at_home,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, is_mutable, text, unwrapped
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    pedantic=True,
    words=("*mut", "*const"),
    message="`{name}` is declared as a raw pointer, `{type}`",
    ask="could `{name}` be {better} instead of `{type}`?",
    why="""A C local that names an object is a pointer, and stays one for the whole function. Once Rust code
        knows that the object is there, a reference says so, and what follows needs no `unsafe` and no null
        checks.""",
    instead="""At the one place where the pointer is known to be good, make it {better} and use that from
        there on.""",
    query="(let_declaration pattern: (identifier) @name type: (pointer_type) @type) @let",
    silent_in=(FunctionRole.THUNK, FunctionRole.CONST, FileRole.SHIM),
    softer_in=(FunctionRole.CONTRACT, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        struct entry *{name} = find(table, id);
        {name}->renamed = true;  /* NULL? still there? */
    """,
    checks="""
        The compiler then checks every use of the name: that the object is there, alive, and not borrowed
        elsewhere.
    """,
)
def raw_pointer_local(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a local that stands for an object is a pointer to it, often declared at the top, set to NULL and
    filled in later. Every use trusts that it was filled in, and that nobody freed the object in the
    meantime.

    In Rust `let peer = &mut *pointer;` is the one place where somebody vouches for the pointer. After that
    `peer` is an ordinary reference: fields are reached with a dot, the compiler checks that nothing else
    writes to the object while it is in use, and the unsafe block can end there. A variable that may have no
    object yet is an `Option`, or is declared where its value is known.

    ## Keep it when
    The pointer goes to C, receives one from C, or only its address is of interest.

    ## Known problems
    What the value is used for later on is not looked at, except that its address is handed to a call.

    ```rust bad
    pub unsafe fn rename(table: &mut Table, id: u32) {
        let entry: *mut Entry = table.find(id);
        unsafe { (*entry).renamed = true };
    }
    ```
    ```rust good
    pub fn rename(table: &mut Table, id: u32) {
        if let Some(entry) = table.find(id) {
            entry.renamed = true;
        }
    }
    ```
    ```rust good
    pub fn object(this: &Child) -> &Parent {
        let pointer: *const Child = this;
        // SAFETY: a Child begins with its Parent.
        unsafe { &*pointer.cast::<Parent>() }
    }
    ```
    """
    value = captures["let"].child_by_field_name("value")
    target = pointee(captures["type"])
    if is_void(target) or target == "_" or target.startswith("*") or _is_borrow(value):
        return "it is plain memory, or comes straight from a reference"
    behind = f"[{target}]" if last_segment(target) in NUMBERS else target
    reference = ("&mut " if is_mutable(captures["type"]) else "&") + behind
    usual = _confidence(captures, value, file)
    return Hit(
        at=captures["let"],
        confidence=usual_unless_at_home(usual, captures["let"], file),
        values={
            "name": captures["name"],
            "type": captures["type"],
            "better": _better(target, reference, value),
        },
    )


def _better(target: str, reference: str, value: Node | None) -> str:
    if not _is_null(value):
        return f"`{reference}`"
    if last_segment(target) in NUMBERS:
        return "a slice, or an index into one,"
    return f"`Option<{reference}>`"


def _confidence(captures: Captures, value: Node | None, file: SourceFile) -> Confidence:
    if value is not None and any(calls_c(call, file) for call in (value, *descendants(value, "call_expression"))):
        return "low"
    if value is not None and ALLOCATION.search(text(value)):
        return "low"
    return "low" if _has_its_address_taken(captures) else "medium"


def _is_borrow(value: Node | None) -> bool:
    """`let p: *const T = self;` or `= &x;`: the recommended way to make a pointer of a reference."""
    if value is None:
        return False
    value = unwrapped(value)
    return value.type in ("self", "reference_expression", "identifier")


def _is_null(value: Node | None) -> bool:
    return value is None or text(value).partition("(")[0].rpartition("::")[2].startswith("null")


def _has_its_address_taken(captures: Captures) -> bool:
    """`f(&mut p)` soon after, as for a result that C stores through a pointer to the pointer."""
    name = re.escape(text(captures["name"]))
    asks = pattern(rf"&\s*(raw )?(mut )?{name}\b|addr_of(_mut)?!\({name}\)")
    following = captures["let"].next_named_sibling
    for _ in range(8):
        if following is None:
            return False
        if asks.search(text(following)[:2000]):
            return True
        following = following.next_named_sibling
    return False
