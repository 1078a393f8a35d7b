"""glib-call-outside-bindings: Rust code calls a GLib function that the standard library has."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.glib_and_c_types._glib_functions import replacement
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    callee,
    enclosing,
    field,
    method,
    modifiers,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.roles import c_function, implemented_trait, is_abi, is_trait_method
from review_assist.syntax.source import SourceFile

_OWNERS = frozenset("Drop Clone GlobalAlloc Allocator FreeForeign CloneToForeign FromForeign".split())


@rule(
    level="warning",
    confidence="high",
    words=tuple(f"{before}g_" for before in " \t(:!*&{[=-"),
    message="`{function}` is a call into GLib where Rust has {native}",
    ask="could {native} take the place of `{function}` here?",
    why="""In C GLib is the standard library, and what it returns has to be freed by its rules. In Rust
        each such call is `unsafe`, and its result needs an owner that is written by hand.""",
    instead="Use {native}. {advice}.",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#match? @name "^g_")) @call
    """,
    silent_in=(FileRole.SHIM, FunctionRole.ABI, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    outranks=("manual-reference-count",),
    in_c="""
        char *s = g_strdup_printf("%u", index);
        g_free(s);                          /* on each path, once */
    """,
    checks="The compiler then checks types and lifetimes, and frees the value when its owner goes.",
)
def glib_call_outside_bindings(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `g_strdup_printf`, `g_list_append`, `g_hash_table_lookup`: in a C program that has GLib these are the
    plain way to do everyday things, and `g_free` follows each of them.

    From Rust they are foreign calls. Each needs `unsafe` and a promise about its pointers, its result has no
    type, no owner and no lifetime, and the reviewer is back to pairing allocation and release by eye. The
    standard library has a counterpart for nearly all of them, and there the compiler does the pairing. Calls
    into GLib remain where C hands a GLib object in or wants one back: that is the work of the binding, once
    for each kind of object.

    ## Keep it when
    The memory came from GLib and goes back to it, in the `Drop` or the conversion of a wrapper type, or C
    needs the object that is built here. Where the same hunk shows that C gets it, the rule is silent.

    ## Known problems
    Functions that have no counterpart in the standard library are not mentioned.

    ```rust bad path=rust/hw/misc/x/src/device.rs
    fn label(index: u32) -> *mut i8 {
        // SAFETY: the format takes one unsigned.
        unsafe { glib_sys::g_strdup_printf(FORMAT.as_ptr(), index) }
    }
    ```
    ```rust good path=rust/hw/misc/x/src/device.rs
    fn label(index: u32) -> String {
        format!("timer{index}")
    }
    ```
    ```rust good path=rust/util/src/text.rs
    impl Drop for ForeignText {
        fn drop(&mut self) {
            // SAFETY: GLib allocated it.
            unsafe { glib_sys::g_free(self.raw.cast()) }
        }
    }
    ```
    """
    call = captures["call"]
    name = c_function(call, file.names)
    found = replacement(name) if name else None
    if found is None or implemented_trait(call) in _OWNERS or _is_made_for_c(call, file):
        return "it calls nothing of GLib that Rust has, or makes something for C to free"
    if "free" in name and _takes_over(call):
        return "it frees what it took over and has copied"
    if name.startswith("g_set_error") and _fills_parameter(call):
        return "it fills the error that the signature asks for, which another rule speaks of"
    releases = re.search(r"free|unref|destroy", name) is not None and file.role is FileRole.BINDING
    values = {"function": f"{callee(call)}()", "native": found[0], "advice": found[1].rstrip(".")}
    return Hit(at=call, values={**values}, confidence="medium" if releases else None)


def _is_made_for_c(call: Node, file: SourceFile) -> bool:
    """Whether a conversion, or a helper of what C calls, returns it as a pointer: C frees it, by GLib's rules."""
    helper = enclosing(call, "function_item")
    if helper is None or not text(field(helper, "return_type")).startswith("*"):
        return False
    if is_trait_method(helper):
        return True
    users = (enclosing(use, "function_item") for use in file.names.uses.get(text(field(helper, "name")), ()))
    return any(user is not None and is_abi(user) for user in users)


def _takes_over(call: Node) -> bool:
    """Whether a conversion frees what it was given, and took a copy of: `unsafe fn from_full(p: *mut c_char)`."""
    function, given = enclosing(call, "function_item"), arguments(call)
    if function is None or not is_trait_method(function) or "unsafe" not in modifiers(function) or not given:
        return False
    inner = unwrapped(given[0])
    while inner.type == "type_cast_expression" or method(inner) == "cast":
        inner = unwrapped(field(inner, "value") or receiver(inner) or inner)
    return _is_parameter(inner, function) and field(function, "return_type") is not None


def _fills_parameter(call: Node) -> bool:
    """Whether the error goes where the caller's pointer points: the function converts it, for C."""
    given, function = arguments(call), enclosing(call, "function_item")
    return bool(given) and function is not None and _is_parameter(given[0], function)


def _is_parameter(node: Node, function: Node) -> bool:
    holder = field(function, "parameters")
    return holder is not None and text(node) in [text(field(each, "pattern")) for each in holder.named_children]
