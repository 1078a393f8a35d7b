"""addr-of-macro: `addr_of_mut!((*p).field)`, for which the language has `&raw mut` by now."""

from __future__ import annotations

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import macro_name
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    pedantic=True,
    only_in=("linux",),
    needs_rust="1.82",
    words=("addr_of!", "addr_of_mut!"),
    message="`{code}` is `{cure}` in the Rust that the kernel asks for",
    ask="could `{code}` be `{cure}`?",
    why="""C has one `&`, and what comes out is an address. Rust's `&` makes a reference, with promises about what
        is behind it. The macro was the way around that before there was an operator that makes the address
        alone.""",
    instead="Write `{cure}`.",
    query="""
    (macro_invocation macro: [(identifier) (scoped_identifier)] (token_tree) @tokens) @at
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    in_c="list_add(&dev->node, &devices);",
    checks="A reader then sees from the operator alone that no reference is made.",
)
def addr_of_macro(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `&p->field` in C is arithmetic: the address of the field, whatever is stored there. `&mut (*p).field` in Rust
    says more. It is a reference, so for as long as it lives nobody else may look at the field, and the field
    must hold a value. In memory that C shares or has not yet filled, both are untrue.

    `addr_of!` and `addr_of_mut!` make the address without the reference. Since Rust 1.82 that is part of the
    language, `&raw const place` and `&raw mut place`, which reads like the borrow that it is not, needs no import,
    and is what the macros have become inside. The kernel's Rust is newer than that, and its tree was converted.

    ## Keep it when
    The code is carried to an older branch.

    ## Known problems
    None that are known.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    fn node(&self) -> *mut bindings::list_head {
        // SAFETY: `self.as_raw()` is valid by the type invariants.
        unsafe { core::ptr::addr_of_mut!((*self.as_raw()).node) }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    fn node(&self) -> *mut bindings::list_head {
        // SAFETY: `self.as_raw()` is valid by the type invariants.
        unsafe { &raw mut (*self.as_raw()).node }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // Rust's own memory, and nobody else looks at it.
    fn rate(&mut self) -> &mut u32 {
        &mut self.rate
    }
    ```
    """
    at, tokens = captures["at"], captures["tokens"]
    name = macro_name(at)
    if name not in ("addr_of", "addr_of_mut"):
        return "it is another macro"
    operator = "&raw mut" if name == "addr_of_mut" else "&raw const"
    quoted = file.quote(tokens, 40)
    cure = f"{operator} {quoted[1:-1] if quoted.endswith(')') else '..'}"
    return Hit(at=at, values={"code": at, "cure": cure})
