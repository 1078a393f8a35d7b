"""unchecked-null-reference: a function that C calls makes a reference of a pointer that may be null."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.raw_pointers._pointers import has_safety_comment
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    callee,
    comments_above,
    descendants,
    documentation,
    field,
    is_mutable,
    method,
    receiver,
    text,
)
from review_assist.syntax.roles import is_abi
from review_assist.syntax.source import SourceFile

_LARGE = 5000
"""Nodes of a function that is too long to be searched for every reference."""


@rule(
    level="warning",
    confidence="medium",
    words=("&*", "&mut *"),
    message="`{code}` makes a reference of `{pointer}`, which C may pass as NULL",
    ask="`{code}` assumes that `{pointer}` is not null: can C pass NULL?",
    why="""A C function that is given NULL crashes when it reads through it. A Rust reference must not be
        null even if nobody reads: from `&*p` on the compiler may drop every later check.""",
    instead="""Use `{pointer}.{method}()`, which makes an `Option` of it, and handle `None`; or state in the
        `# Safety` section that `{pointer}` is not null.""",
    query="(reference_expression value: (unary_expression (identifier) @pointer) @deref) @reference",
    needs="function",
    silent_in=(FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        void port_attach(struct port *port, struct backend *be)
        {{ attach(port, be->id); }}           /* be == NULL? */
    """,
    checks="The compiler then makes the code handle `None` before there is a reference.",
)
def unchecked_null_reference(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C header does not say which arguments may be NULL, and an implementation in C that passes such an
    argument on unread works by accident. Its translation may not: `&*p` claims that there is an object, at
    that very point.

    Rust has the question as a method. `unsafe { p.as_ref() }` and `p.as_mut()` return an `Option`: `None`
    for NULL, a reference otherwise. What remains unsafe is the rest of the promise, that the pointer is good
    if it is not null, and that is what the `# Safety` section states for the callers on the side of C.

    ## Keep it when
    The interface does not allow NULL, and the `# Safety` section says so.

    ## Known problems
    A check that is hidden in a helper or in the caller cannot be seen.

    ```rust bad
    #[no_mangle]
    pub unsafe extern "C" fn port_attach(port: *mut Port, backend: *mut Backend) {
        let backend = unsafe { &*backend };
        attach(port, backend);
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `port` and `backend` are null or point to what their types say.
    #[no_mangle]
    pub unsafe extern "C" fn port_attach(port: *mut Port, backend: *mut Backend) {
        // SAFETY: see above.
        if let (Some(port), Some(backend)) = unsafe { (port.as_ref(), backend.as_ref()) } {
            port.attach(backend);
        }
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `port` must not be null.
    #[no_mangle]
    pub unsafe extern "C" fn port_reset(port: *mut Port) {
        // SAFETY: see above.
        unsafe { &*port }.reset();
    }
    ```
    """
    function = file.function(captures["reference"])
    if function is None or not is_abi(function.node) or not text(captures["deref"]).startswith("*"):
        return "C does not call the function"
    name = text(captures["pointer"])
    if not _is_pointer_parameter(name, function.node) or _is_checked(name, captures["reference"], function.node):
        return "it is no pointer that C hands in, or the function has looked at it"
    if has_safety_comment(captures["reference"]):
        return "a SAFETY comment says why"
    promise = documentation(function.node) + comments_above(captures["reference"])
    if re.search(r"\b(null|valid|nonnull|well-formed|must point|points? to)\b", promise, re.IGNORECASE):
        return "the documentation says that it is valid"
    return Hit(
        at=captures["reference"],
        values={
            "code": captures["reference"],
            "pointer": name,
            "method": "as_mut" if is_mutable(captures["reference"]) else "as_ref",
        },
    )


def _is_pointer_parameter(name: str, function: Node) -> bool:
    holder = field(function, "parameters")
    return any(
        text(parameter.child_by_field_name("pattern")) == name
        and text(parameter.child_by_field_name("type")).startswith("*")
        for parameter in (holder.named_children if holder is not None else ())
    )


def _is_checked(name: str, reference: Node, function: Node) -> bool:
    """Whether something earlier in the function looks at the pointer, or gives its name to another value."""
    if function.descendant_count > _LARGE:
        return True
    body = function.child_by_field_name("body")
    nodes = (
        descendants(body, "call_expression", "binary_expression", "let_declaration") if body is not None else ()
    )
    earlier = (node for node in nodes if node.start_byte < reference.start_byte)
    return any(_looks_at(name, node, reference) for node in earlier)


def _looks_at(name: str, node: Node, reference: Node) -> bool:
    if node.type == "let_declaration":
        binds = text(node.child_by_field_name("pattern")).removeprefix("mut ") == name
        return binds and node.end_byte < reference.start_byte
    if node.type == "binary_expression":
        return name in (text(node.child_by_field_name("left")), text(node.child_by_field_name("right")))
    if text(receiver(node)) == name and method(node):
        return method(node) in ("is_null", "as_ref", "as_mut")
    return callee(node).rpartition("::")[2] == "new" and any(text(a) == name for a in arguments(node))
