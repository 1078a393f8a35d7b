"""C strings in Rust: where they are made, and where they go."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import callee, enclosing, field, is_string, macro_name, method, receiver
from review_assist.syntax.source import Function, SourceFile

BORROWS = frozenset(
    "as_c_str as_ref as_bytes as_bytes_with_nul to_bytes_with_nul as_str as_slice as_deref borrow".split()
)
_PASSES_ON = BORROWS | frozenset("unwrap expect unwrap_or_default unwrap_unchecked unwrap_or_else".split())
_NO_MEMORY = pattern(r"(^|[/_])post_?fork[_.]|:(\w+_)?(signal|async|after_fork)(_\w+)?$|:\w+_(async_)?safe$")
_CAST = frozenset(("cast", "cast_mut", "cast_const"))


def uncast(node: Node) -> Node:
    """The expression behind `as` casts, `.cast()`, parentheses and `?`."""
    node = without_casts(node)
    while node.type == "try_expression" and node.named_children:
        node = without_casts(node.named_children[0])
    return node


def pointed_to(node: Node) -> Node | None:
    """What `x.as_ptr()`, with any casts around it, is called on; None if the node is something else.

    `as_char_ptr` is what Linux calls it.
    """
    call = uncast(node)
    if call.type == "call_expression" and method(call) in ("as_ptr", "as_mut_ptr", "as_char_ptr"):
        return receiver(call)
    return None


def origin(node: Node) -> Node:
    """Where a value comes from: `CString::new(s)` of `CString::new(s).unwrap().as_c_str()`."""
    while True:
        node = uncast(node)
        owner = receiver(node) if node.type == "call_expression" and method(node) in _PASSES_ON else None
        if owner is None:
            return node
        node = owner


def makes_c_string(node: Node) -> bool:
    """Whether the expression makes a `CString`."""
    made = origin(node)
    return (
        made.type == "call_expression"
        and re.search(r"(^|::)CString::(new|from_vec\w*)$", callee(made)) is not None
    )


def is_literal(node: Node) -> bool:
    """A string literal of any kind, or a macro that makes one: `c_str!("x")`, `concat!("a", "b")`."""
    if node.type == "reference_expression" and field(node, "value") is not None:
        node = field(node, "value") or node
    if any(is_string(node, prefix) for prefix in ("", "b", "c")):
        return True
    return (
        node.type == "macro_invocation"
        and re.search(r"^(c|cstr|c_?str|concat|cs|s)$", macro_name(node)) is not None
    )


def may_not_allocate(function: Function, file: SourceFile) -> bool:
    """Code between `fork` and `exec` and in signal handlers, as its names say: a C string is all it can have."""
    return _NO_MEMORY.search(f"{file.path}:{function.name}") is not None


def called(call: Node) -> str:
    """The method, or the path, that a call names; unlike `callee` without what a method is called on."""
    return method(call) or callee(call)


def surrounding_call(node: Node) -> Node | None:
    """The call in whose arguments the node stands directly, casts and `as_ptr()` looked through."""
    arguments = enclosing(node, "arguments", "block", "let_declaration")
    while arguments is not None and arguments.type == "arguments":
        call = arguments.parent
        if call is None or method(call) not in _CAST | _PASSES_ON:
            return call
        arguments = enclosing(call, "arguments", "block", "let_declaration")
    return None
