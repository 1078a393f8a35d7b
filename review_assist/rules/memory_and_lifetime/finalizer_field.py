"""finalizer-field: a table carries a function pointer that cleans up."""

from __future__ import annotations

import re

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, has_attribute, text
from review_assist.syntax.roles import takes_callback_of_c
from review_assist.syntax.source import SourceFile

_CLEANUP = pattern(
    r"(\w+_)?(free|destroy|destructor|dtor|finali[sz]er?|dispose|deinit)(_(fn|func|function|cb|callback|notify))?",
    re.IGNORECASE,
)


@rule(
    level="warning",
    confidence="medium",
    words=("free", "destroy", "dtor", "destructor", "finali", "FINALI", "dispose", "deinit", "FREE", "DESTROY"),
    message="`{name}` is a function pointer that does the work of `Drop`",
    ask="could the type that `{name}` cleans up implement `Drop`, so that the pointer is not needed?",
    why="""A table of C functions needs a slot for the destructor, because C does not know which one
        belongs to an object. A Rust value knows: its `Drop` runs by itself, also behind `Box<dyn
        Trait>`.""",
    instead="""Implement `Drop` on the type and drop the slot. Where C has to be told, let the binding register
        one generic function that calls `drop_in_place` or drops a `Box`.""",
    query="""
    (field_declaration name: (field_identifier) @name type: (_) @type) @slot
    (const_item name: (identifier) @name type: (_) @type) @slot
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST,),
    outranks=("extern-fn-pointer-in-api",),
    in_c="dc->finalize = uart_finalize;       /* called by hand, or forgotten */",
    checks="The compiler then calls `drop` when the value goes, once, on every path.",
)
def finalizer_field(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C object systems keep the destructor in the class: `instance_finalize`, `free_func`, a `GDestroyNotify`
    that travels beside a pointer. The object and the function that ends it are two values which have to be
    kept together.

    Rust has this slot in each type already. `Drop` belongs to the type, the compiler calls it, and a `Box<dyn
    Trait>` carries it in its table of methods. An author of a device then writes `impl Drop` and cannot
    forget to fill in the table; the compiler checks the signature, and no caller can call it twice.

    ## Keep it when
    The struct is C's own, or C reads the table: such structs are `#[repr(C)]` and are passed over, as are
    those that keep a callback which C has handed in.

    ## Known problems
    Only the name of the field says that it cleans up.

    ```rust bad
    trait Device {
        const FINALIZE: Option<fn(&mut Self)>;
    }
    ```
    ```rust good
    struct Device {
        irq: u32,
    }

    impl Drop for Device {
        fn drop(&mut self) {
            self.irq = 0;
        }
    }
    ```
    ```rust good
    // C reads this table.
    #[repr(C)]
    pub struct Hooks {
        pub start: Option<fn()>,
        pub free_func: Option<fn()>,
    }
    ```
    """
    slot, name = captures["slot"], text(captures["name"])
    if not _CLEANUP.fullmatch(name):
        return "the name does not say that it cleans up"
    types = (captures["type"], *descendants(captures["type"]))
    if not any(n.type == "function_type" or text(n) == "GDestroyNotify" for n in types):
        return "the field is no function pointer"
    holder = enclosing(slot, "struct_item", "trait_item", "union_item")
    if holder is None or holder.type == "union_item" or has_attribute(holder, r"repr\("):
        return "the table is laid out for C"
    if takes_callback_of_c(holder, file.names):
        return "the callback is C's"
    return Hit(at=captures["name"], values={"name": name})
