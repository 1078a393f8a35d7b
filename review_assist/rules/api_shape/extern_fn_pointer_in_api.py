"""extern-fn-pointer-in-api: a Rust trait or struct asks for an `extern "C"` function pointer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    words=("extern",),
    message="`{name}` of `{holder}` wants a function with C's calling convention",
    ask="could `{name}` of `{holder}` be a Rust function, such as `{better}`?",
    why="""A table of function pointers is C's interface, and `void *` its `self`. In Rust the implementor
        then writes `unsafe`, casts the pointer and checks it for null, in each callback again.""",
    instead="""Let `{name}` be {shape}, and put one generic `extern "C"` function into the binding, which
        converts the pointer and calls it.""",
    query="""
    (trait_item body: (declaration_list [
      (const_item name: (identifier) @name type: (_) @type)
      (function_signature_item name: (identifier) @name return_type: (_) @type)
      (function_item name: (identifier) @name return_type: (_) @type)
    ] @slot)) @holder
    (struct_item body: (field_declaration_list
      (field_declaration name: (field_identifier) @name type: (_) @type) @slot)) @holder
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="void (*reset)(DeviceState *dev);    /* dc->reset = uart_reset; */",
    checks="""
        The compiler then checks the type of the object that the function is given; the cast from a pointer
        is in one place.
    """,
)
def extern_fn_pointer_in_api(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C builds its interfaces from structs of function pointers. Each implementation gets a `void *` or a base
    object and casts it to what it really is.

    A Rust trait is the same table with the type filled in: the method takes `&self`, and the compiler checks
    that it gets the right object. If the trait asks for `Option<unsafe extern "C" fn(*mut Object)>` all the
    same, each implementor has to write the cast, the null check and the `unsafe` that the trait was to take
    away, and a reviewer has to read them each time. One generic function in the binding can do this for all
    of them: it has C's calling convention, converts the pointer once, and calls the trait's method.

    ## Keep it when
    C reads the struct: such structs are `#[repr(C)]` and are passed over.

    ## Known problems
    A type alias for the function pointer hides it.

    ```rust bad
    pub trait DeviceImpl {
        const RESET: Option<unsafe extern "C" fn(device: *mut Device)> = None;
    }
    ```
    ```rust good
    pub trait DeviceImpl {
        const RESET: Option<fn(&Self)> = None;
    }
    ```
    ```rust good
    // C reads this struct.
    #[repr(C)]
    pub struct Operations {
        pub reset: Option<unsafe extern "C" fn(device: *mut Device)>,
    }
    ```
    """
    holder, declared = captures["holder"], text(captures["type"])
    if not re.search(r'\bextern\s*("C[\w-]*"\s*)?fn\b', declared):
        return "it is no `extern` function pointer"
    if holder.type == "struct_item":
        return _of_field(captures, file)
    if re.search(r"\bunsafe\s+trait\b", text(holder)[:80]):
        return "the trait is `unsafe`"
    return _hit(
        captures, "Option<fn(&Self)>", "a method with `&self`, or `Option<fn(&Self)>` if it may be missing", None
    )


def _of_field(captures: Captures, file: SourceFile) -> Hit | str:
    holder = captures["holder"]
    if has_attribute(holder, r"repr\(") or enclosing(holder, "foreign_mod_item") is not None:
        return "the struct is laid out for C"
    if not (file.is_complete or file.is_added(holder)):
        return "what stands above the struct is not shown"
    if not re.search(r"\b(c_void|gpointer)\b", text(captures["type"])):
        return "it takes no user data: it is one of several implementations, such as those in assembly"
    if _is_bridge(holder, text(captures["name"])):
        return "a private struct holds what C registered, for a trait to call"
    shape = "a closure, `Box<dyn FnMut(...)>`, or a method of a trait"
    return _hit(captures, "Box<dyn FnMut(...)>", shape, "low" if file.role is FileRole.BINDING else "medium")


def _is_bridge(holder: Node, name: str) -> bool:
    """Whether a private struct holds what C registered, for a trait's methods to call: the trait is the API."""
    if is_public(holder) or holder.parent is None:
        return False
    kind = text(field(holder, "name"))
    return any(
        item.type == "impl_item"
        and field(item, "trait") is not None
        and text(field(item, "type")).partition("<")[0] == kind
        and re.search(rf"\bself\.{name}\b", text(item)) is not None
        for item in holder.parent.named_children
    )


def _hit(captures: Captures, better: str, shape: str, confidence: Confidence | None) -> Hit:
    holder = text(captures["holder"].child_by_field_name("name"))
    values: dict[str, str] = {"name": text(captures["name"]), "holder": holder, "better": better, "shape": shape}
    return Hit(at=captures["name"], values={**values}, confidence=confidence)
