"""wrapped-address: `struct Clock(*mut bindings::clock)`, a type around the address of an object, not around it."""

from __future__ import annotations

import re

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import last_segment, pointee
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, text
from review_assist.syntax.source import SourceFile

_MAY_BE_NULL = frozenset(("clk",))
"""Types of C of which NULL is a valid value, which no reference can be."""

_TAKES = pattern(rb"bindings::(\w+_(get|ref)|get_\w+)\s*\(")


@rule(
    level="note",
    confidence="medium",
    only_in=("linux",),
    words=("bindings::",),
    message="`{struct}` is the address of a `{target}`, so that `&{struct}` points to a pointer",
    ask="could `{struct}` be the object, `Opaque<{path}>`, so that `&{struct}` borrows it{counted}?",
    why="""In C an object is its address. In Rust a type around the address has to say by itself who owns the
        object and how long it is there; a type around the object leaves that to `&`, `Pin` and `ARef`.""",
    instead="""Declare `#[repr(transparent)] struct {struct}(Opaque<{path}>)`, and make `&{struct}` of what C hands
        over by `&*ptr.cast()`{held}.""",
    query="""
    (struct_item name: (type_identifier) @struct
      body: (ordered_field_declaration_list . type: (pointer_type) @pointer .))
    (struct_item name: (type_identifier) @struct
      body: (ordered_field_declaration_list . (visibility_modifier) . type: (pointer_type) @pointer .))
    """,
    silent_in=(FileRole.SHIM,),
    in_c="struct clock *clock;",
    checks="The compiler then checks that a borrowed object is still there; for a copied address nobody does.",
)
def wrapped_address(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Code in C deals with `struct clock *`, so the first Rust type for a clock is a struct with that pointer in it.
    It is made, copied and dropped like a value. Whether it holds a reference count, whether the clock is gone by
    now, whether two of them are the same clock, the type does not say; `&Clock` is then the address of an address.

    The kernel's abstractions wrap the object: `struct Clock(Opaque<bindings::clock>)`, with the same layout as
    what C has, and never made in Rust. A `&Clock` is the pointer that C knows, with a lifetime. If the object is
    reference counted, `AlwaysRefCounted` is implemented once, and `ARef<Clock>` is the pointer that owns a count.
    Callbacks lend `&Clock` without touching it.

    ## Keep it when
    NULL or an error pointer is a valid value of C's type, as with clocks, or the pointer is never looked behind.

    ## Known problems
    A type whose whole purpose is to be the pointer looks the same.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    /// A table of the core.
    #[repr(transparent)]
    pub struct Table(*mut bindings::table);
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    /// A table of the core.
    #[repr(transparent)]
    pub struct Table(Opaque<bindings::table>);
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    /// It owns the table, and `Drop` gives it back.
    pub struct OwnedTable(NonNull<bindings::table>);
    ```
    """
    struct, path = text(captures["struct"]), pointee(captures["pointer"])
    if not re.fullmatch(r"(\w+::)*bindings::\w+", path):
        return "it is no object of the generated bindings"
    if last_segment(path) in _MAY_BE_NULL:
        return "a value of that type may be NULL"
    if "Drop" in file.names.traits(struct) and not _TAKES.search(file.content.source):
        return "it owns the object, and nothing here counts it"
    gives_back = _gives_back(struct, file)
    return Hit(
        at=captures["struct"],
        values={
            "struct": struct,
            "target": last_segment(path),
            "path": path,
            "counted": f" and `ARef<{struct}>` counts it" if gives_back else "",
            "held": f"; `ARef<{struct}>` gives its count back" if gives_back else "",
        },
    )


def _gives_back(struct: str, file: SourceFile) -> bool:
    """Whether its `Drop` calls something like `clock_put`."""
    drops = [
        block for block in file.names.impls.get(struct, ()) if text(block.child_by_field_name("trait")) == "Drop"
    ]
    calls = [call for block in drops for call in descendants(block, "call_expression", into_functions=True)]
    return any(re.match(r"bindings::(\w+_(put|unref)|put_\w+)\b", text(call)) for call in calls)
