"""null-check: `p.is_null()` on a pointer that Rust code itself passed around."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import ALLOCATION, calls_c, is_pointer, usual_unless_at_home
from review_assist.rules.raw_pointers._spoken import names_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    ancestors,
    child,
    descendants,
    field,
    is_in_unsafe,
    macro_name,
    method,
    receiver,
    text,
)
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import Function, SourceFile

_FAR = 30
"""How many operands of a condition are looked at."""

_GIVES_BACK = pattern(r"(^|_)(free|dealloc(ate)?|drop)(_|$)")
"""Functions to which null is nothing to do, as it is to C's `free`."""


@rule(
    level="note",
    confidence="medium",
    words=(".is_null(", "null()", "null_mut()"),
    clippy=("cmp_null",),
    message="`{code}` asks at run time whether there is an object",
    ask="could `{pointer}` be an `Option`, so that `{code}` is asked by the type?",
    why="""A C function asks for NULL where somebody remembered to. With `Option` the question cannot be left
        out, and after `if let` or `let ... else` the answer is a name that is known to be good.""",
    needs_rust="1.65",
    instead_before="""Carry it as `Option<&T>`, and ask with `match` or `if let`. Where the pointer comes from C,
        `{pointer}.as_ref()` or `NonNull::new({pointer})` makes the `Option` of it.""",
    instead="""Carry it as `Option<&T>` and write `let Some({name}) = {pointer} else {{ ... }};`. Where the
        pointer comes from C, `{pointer}.as_ref()` or `NonNull::new({pointer})` makes the `Option` of it.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @method (#eq? @method "is_null"))) @call
    (binary_expression left: (_) @left operator: ["==" "!="]
      right: (call_expression function: [
        (identifier) @_null (scoped_identifier name: (identifier) @_null)
        (generic_function function: (scoped_identifier name: (identifier) @_null))
      ] arguments: (arguments) @_none (#any-of? @_null "null" "null_mut") (#eq? @_none "()"))) @call
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FunctionRole.CONST, FileRole.SHIM),
    softer_in=(FunctionRole.BOUNDARY, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if (!peer)
            return;
    """,
    checks="The compiler then lets nobody use the object without this question, and nobody has to ask it twice.",
)
def null_check(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Half of the `if`s of a C function ask whether a pointer is NULL. Some of them are needed, some are
    not, and where one is missing the program crashes.

    In Rust the type tells. A `&T` is never null and needs no check. An `Option<&T>` may be nothing, and
    cannot be used before that was looked at: `if let Some(peer) = peer`, `let Some(peer) = peer else {
    return };`, or `?`. The check and the good name are one and the same thing, so they cannot come apart
    when the code is moved.

    ## Keep it when
    The pointer comes from C and is looked at here for the first time, though `as_ref()` and `NonNull::new()`
    check and convert in one step.

    ## Known problems
    Where a field or a variable got its pointer from is only partly visible.

    ```rust bad
    pub unsafe fn detach(peer: *mut Peer) {
        if peer.is_null() {
            return;
        }
        unsafe { (*peer).attached = false };
    }
    ```
    ```rust good
    pub fn detach(peer: Option<&mut Peer>) {
        let Some(peer) = peer else { return };
        peer.attached = false;
    }
    ```
    ```rust good
    pub fn describe(value: &serde_json::Value) -> &str {
        if value.is_null() { "nothing" } else { "something" }
    }
    ```
    """
    call = captures["call"]
    pointer = captures.get("left") or receiver(call)
    if pointer is None or _is_asserted_or_said(call):
        return "it is in an assertion, or an earlier check of the same condition speaks for it"
    if not is_pointer(pointer, file) and not (is_in_unsafe(call) and pointer.type == "identifier"):
        return "whether it is a raw pointer cannot be seen"
    return Hit(
        at=call,
        confidence=usual_unless_at_home(_confidence(pointer, file), call, file),
        values={
            "code": call,
            "pointer": pointer,
            "name": pointer if pointer.type == "identifier" else pointer.child_by_field_name("field") or "object",
        },
        names=names_of(pointer, file),
    )


def _is_asserted_or_said(call: Node) -> bool:
    """In an assertion, which is another rule's; or not the first such question of its condition."""
    below = call
    for parent in ancestors(call):
        if parent.type == "binary_expression":
            left = parent.child_by_field_name("left")
            if left is not None and left != below and _asks(left):
                return True
        elif macro_name(parent).startswith(("assert", "debug_assert")):
            return True
        elif parent.type == "block":
            return False
        below = parent
    return False


def _asks(node: Node) -> bool:
    """Whether the operands that a chain of `||` ends in ask for null."""
    for _ in range(_FAR):
        last = node.child_by_field_name("right") if node.type == "binary_expression" else node
        while last is not None and last.type in ("unary_expression", "parenthesized_expression"):
            last = child(last, 0)
        if last is not None and method(last) == "is_null":
            return True
        left = node.child_by_field_name("left") if node.type == "binary_expression" else None
        if left is None:
            return False
        node = left
    return False


def _confidence(pointer: Node, file: SourceFile) -> Confidence:
    binding = local_binding(pointer) if pointer.type == "identifier" else None
    value = binding.child_by_field_name("value") if binding is not None else None
    calls = (value, *descendants(value, "call_expression")) if value is not None else (pointer,)
    function = file.function(pointer)
    if value is not None and ALLOCATION.search(text(value)):
        return "low"
    if function is not None and _GIVES_BACK.search(function.name):
        return "low"
    if _moves(pointer, function) or re.match(r"\*(mut|const) \*", file.names.type_of(pointer) or ""):
        return "low"  # a cursor, or the place for a result
    is_parameter = binding is not None and binding.type == "parameter"
    if is_parameter and function is not None and "Option<" in text(field(function.node, "return_type")):
        return "low"  # it makes the `Option` that the others are asked to use
    if any(node.type == "call_expression" and calls_c(node, file) for node in calls):
        return "low"
    if pointer.type == "field_expression" and not text(pointer).startswith("(*"):
        return "low"
    return "medium" if is_pointer(pointer, file) or binding is not None else "low"


def _moves(pointer: Node, function: Function | None) -> bool:
    """Whether the function gives the name another address on the way: `p = p.add(1)`, `p = next(p)`."""
    name = re.escape(text(pointer))
    return function is not None and re.search(rf"(?<![\w.]){name} = ", text(function.node)) is not None
