"""error-out-pointer: errors travel through an `Error **` that Rust code handles itself."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, documentation, field, text
from review_assist.syntax.roles import has_symbol
from review_assist.syntax.source import Function, SourceFile, squeezed

_ERROR_POINTER = pattern(r"\*mut\*mut(\w+::)*G?Error|&mut\*mut(\w+::)*G?Error|Option<&mut\*mut(\w+::)*G?Error>")

_FAILS = pattern(
    r"\?|\b(Err|unwrap\w*|expect|is_err|is_none|ok|panic|abort|exit|false|null(_mut)?|let _)\b|-\s*1\b"
)
_FILLS = pattern(r"^(set|propagate|store|fill|report)_(\w+_)?g?err(or)?(_|$)|_propagate$")


@rule(
    level="warning",
    confidence="high",
    words=("Error",),
    message="`{function}` {does} `{parameter}`",
    ask="`{function}` {does} `{parameter}`: {question}?",
    why="""C's one return value is taken, so the error comes back through a pointer to a pointer, under rules
        about NULL and ownership that live in a comment. `Result` carries both, and cannot be filled twice.""",
    instead="""Let the Rust code return `Result`; the function that C calls moves the error into its caller's
        error pointer, in its last line.""",
    query="(function_item parameters: (parameters (parameter type: (_) @type) @parameter)) @function",
    silent_in=(FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    outranks=("raw-pointer-parameter", "glib-type-outside-bindings"),
    in_c="""
        if (!qdev_realize(dev, bus, errp)) {{
            return false;
        }}
    """,
    checks="""
        The compiler then warns where a `Result` is dropped, and the value cannot be reached without dealing
        with the error.
    """,
)
def error_out_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Functions of QEMU take a last parameter `Error **errp`, functions of GLib a `GError **`. The rules are
    subtle: it may be NULL, it must be empty on entry, it is set exactly when the function fails,
    and whoever receives the error frees it. Reviewers know these rules by heart because the compiler does not.

    A `Result<T, E>` says all of it. The error is a value that moves to the caller, there is one or there is
    none, nobody can fill it twice or forget to free it, and `?` hands it on. The conversion to the C
    form is the business of the binding: one helper that stores the error of a `Result` through the pointer, and
    one that calls C with a pointer to an empty slot and returns a `Result`.

    ## Keep it when
    C calls the function and its signature is given. Then the pointer is filled in the last
    line, and is not ignored: an `_errp` that nobody sets turns a failure into a success.

    ## Known problems
    Whether a callee fills the pointer is not visible.

    ```rust bad
    pub fn realize(device: &mut Device, errp: *mut *mut Error) -> bool {
        device.check(errp) && device.start(errp)
    }
    ```
    ```rust good
    pub fn realize(device: &mut Device) -> Result<(), DeviceError> {
        device.check()?;
        device.start()
    }
    ```
    ```rust good path=rust/util/src/error.rs
    // The one place where the two worlds meet.
    /// # Safety
    ///
    /// `errp` is null or points to an empty slot.
    pub unsafe extern "C" fn device_check(errp: *mut *mut Error) -> bool {
        store(check(), errp)
    }
    ```
    """
    function, parameter = file.function(captures["function"]), captures["parameter"]
    if function is None or not _ERROR_POINTER.match(squeezed(text(captures["type"]))):
        return "it is no pointer to an error pointer"
    is_given = (
        function.is_trait_method
        or function.role in (FunctionRole.ABI, FunctionRole.CONTRACT)
        or has_symbol(function.node)
    )
    if is_given and (not _is_ignored(parameter, function.node) or _cannot_fail(function.node)):
        return "C or a trait gives the signature, and the error is seen to"
    return Hit(
        at=parameter,
        values={
            "function": function.name,
            "parameter": parameter,
            "does": "never fills the error pointer" if is_given else "takes its caller's error pointer",
            "question": "can nothing fail in it" if is_given else "could it return a `Result` instead",
        },
        confidence="medium" if is_given else "low" if _is_converter(function) else "high",
    )


def _is_converter(function: Function) -> bool:
    """The helper that fills the pointer: its name says so, or it is unsafe and says what it asks of its caller."""
    if _FILLS.search(function.name):
        return True
    return function.is_unsafe and "Safety" in documentation(function.node)


def _is_ignored(parameter: Node, function: Node) -> bool:
    name = text(field(parameter, "pattern"))
    return name.startswith("_") and name not in _mentioned(function)


def _cannot_fail(function: Node) -> bool:
    """Whether it works on nothing that C hands in, and drops or unwraps no failure: there is none to store."""
    holder, body = field(function, "parameters"), field(function, "body")
    kinds = [text(field(parameter, "type")) for parameter in holder.named_children] if holder is not None else []
    objects = [kind for kind in kinds if re.match(r"\*|&|(\w+::)*NonNull\b", kind)]
    return len(objects) == 1 and body is not None and _FAILS.search(text(body)) is None


@lru_cache(maxsize=1)
def _mentioned(function: Node) -> frozenset[str]:
    """Every identifier of the body; without one, nothing can be said to be ignored."""
    body = field(function, "body")
    return frozenset(text(node) for node in descendants(body, "identifier")) if body is not None else frozenset()
