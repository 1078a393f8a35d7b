"""dangling-c-string: a pointer is taken from a string that is freed at the end of the same statement."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import BORROWS, makes_c_string, origin
from review_assist.syntax.nodes import callee, enclosing, field, macro_name, method, receiver, tail, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_OWNED = frozenset(("to_string", "to_owned", "to_vec", "into_bytes", "to_c_string", "to_cstring"))
_PASSES_THROUGH = frozenset(
    "type_cast_expression parenthesized_expression field_expression unsafe_block expression_statement "
    "field_initializer field_initializer_list struct_expression block".split()
)
_KEEPS_ON = frozenset(("cast", "cast_mut", "cast_const"))


@rule(
    level="error",
    confidence="high",
    words=("as_ptr()", "as_mut_ptr()"),
    clippy=("temporary_cstring_as_ptr",),
    message="the pointer from `{pointer}` dangles: the string is freed {when}",
    ask="does the pointer from `{pointer}` outlive the string, which is freed {when}?",
    why="""A C pointer to a string says nothing of who keeps the string. Here nobody does: {dropped}, and C then
        reads memory that was freed.""",
    instead="""Keep the string as long as the pointer is used: {keep} A function can return the
        string itself; if C keeps it, `into_raw()` hands it over.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @method)
      (#any-of? @method "as_ptr" "as_mut_ptr")) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_c="""
        char *path = g_strdup(name);
        g_free(path);
        open(path, O_RDONLY);               /* freed */
    """,
    checks="""
        A reader then sees the owner's scope; the compiler does not follow `as_ptr()`, so the call has to
        stay inside of it.
    """,
)
def dangling_c_string(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A string literal in C lives for ever, so a pointer to one can be kept anywhere. A Rust string that has to
    end in a NUL is made at run time: `CString::new(s)` allocates, and whoever owns the result frees it.

    A value without a name is dropped at the end of the statement it stands in. `let p =
    CString::new(s).unwrap().as_ptr();` leaves a pointer to freed memory. It compiles, since a raw pointer has
    no lifetime that the compiler could check; recent compilers warn. With a name in between, the string lives
    to the end of the block. Inside of the argument list of the call that uses it the temporary lives long
    enough: until that call has returned.

    ## Keep it when
    Never. If C stores the pointer, not even a name is enough: `into_raw()` gives the string away.

    ## Known problems
    Whether C keeps a pointer that it was given is not visible.

    ```rust bad
    use std::ffi::CString;

    fn open(name: &str) -> i32 {
        let path = CString::new(name).unwrap().as_ptr();
        // SAFETY: a C string.
        unsafe { libc::open(path, libc::O_RDONLY) }
    }
    ```
    ```rust good
    use std::ffi::CString;

    fn open(name: &str) -> i32 {
        let path = CString::new(name).unwrap();
        // SAFETY: a C string that lives to the end of the function.
        unsafe { libc::open(path.as_ptr(), libc::O_RDONLY) }
    }
    ```
    ```rust good
    // Until the call returns the temporary lives.
    use std::ffi::CString;

    fn open(name: &str) -> i32 {
        // SAFETY: a C string that lives through the call.
        unsafe { libc::open(CString::new(name).unwrap().as_ptr(), libc::O_RDONLY) }
    }
    ```
    """
    call = captures["call"]
    owner = receiver(call)
    if owner is None:
        return "it is no pointer of a string"
    if owner.type == "identifier":
        return _of_local(call, owner, file)
    if not _is_temporary(owner) or not _outlives_statement(call):
        return "the string lives longer than the pointer, as far as can be seen"
    owned = _owned(owner)
    lent = squeezed(text(call)[len(text(owned)) :])
    values: dict[str, Node | str] = {
        "pointer": call,
        "when": "at the end of the statement",
        "dropped": "it has no name, so Rust drops it where the statement ends",
        "keep": f"give the string a name, `let name = {file.quote(owned)};`, and call `name{lent}` where C is "
        "called, while `name` is in scope.",
    }
    return Hit(at=call, values=values)


def _owned(node: Node) -> Node:
    """`CString::new(s)?` of `CString::new(s)?.as_bytes()`: to name what only borrows would keep nothing alive."""
    while method(node) in BORROWS and (below := receiver(node)) is not None:
        node = below
    return node


def _of_local(call: Node, owner: Node, file: SourceFile) -> Hit | str:
    """`c.as_ptr()` as what a function returns, where the function made `c` for itself."""
    made, function = bound_value(owner), enclosing(call, "function_item", "closure_expression")
    if made is None or function is None or not _is_temporary(made) or not _is_returned(call):
        return "the pointer does not leave the function in which the string lives"
    if re.search(rf"\b(forget|ManuallyDrop::new|leak)\(\s*{re.escape(text(owner))}\b", text(function)):
        return "the string is leaked on purpose"
    name = text(owner)
    values: dict[str, Node | str] = {
        "pointer": call,
        "when": "when the function returns",
        "dropped": f"`{name}` is a variable of this function, so Rust drops it where that ends",
        "keep": f"let the caller make `{name}`, or take it along with the pointer.",
    }
    return Hit(at=call, values=values)


def _is_temporary(owner: Node) -> bool:
    made = origin(owner)
    if makes_c_string(owner) or (made.type == "call_expression" and macro_name(made) == "format"):
        return True
    if made.type == "macro_invocation":
        return macro_name(made) == "format"
    is_string = re.search(r"(^|::)String::from$", callee(made)) if made.type == "call_expression" else None
    return bool(is_string) or (made.type == "call_expression" and method(made) in _OWNED)


def _outlives_statement(pointer: Node) -> bool:
    """Whether the pointer is stored or returned: the value of a `let`, of an assignment, or of a function."""
    node, parent = pointer, pointer.parent
    while parent is not None:
        if parent.type == "let_declaration":
            return field(parent, "value") == node and field(parent, "alternative") is None
        if parent.type == "assignment_expression":
            return field(parent, "right") == node
        if parent.type in ("return_expression", "struct_expression") or _is_closure_body(node, parent):
            return True
        if parent.type == "block" and tail(parent) == node:
            holder = parent.parent
            if holder is not None and holder.type in ("function_item", "closure_expression"):
                return text(field(holder, "return_type")).startswith("*") or holder.type == "closure_expression"
        elif not _passes_through(parent):
            return False
        node, parent = parent, parent.parent
    return False


def _is_closure_body(node: Node, parent: Node) -> bool:
    """`|a| CString::new(a).unwrap().as_ptr()`: the string goes when the closure has answered."""
    return parent.type == "closure_expression" and field(parent, "body") == node


def _is_returned(pointer: Node) -> bool:
    """Whether the pointer is the value of its function, or goes into a struct that is."""
    node, parent = pointer, pointer.parent
    while parent is not None:
        if parent.type == "return_expression":
            return True
        if parent.type == "block" and parent.parent is not None and parent.parent.type == "function_item":
            return tail(parent) == node
        if not _passes_through(parent) or (parent.type == "block" and tail(parent) != node):
            return False
        node, parent = parent, parent.parent
    return False


def _passes_through(node: Node) -> bool:
    if node.type == "call_expression":
        return method(node) in _KEEPS_ON
    return node.type in _PASSES_THROUGH
