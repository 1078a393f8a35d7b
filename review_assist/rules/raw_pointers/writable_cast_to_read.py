"""writable-cast-to-read: `p as *mut T` in a call that only reads, such as `slice::from_raw_parts`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, field, method, receiver, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_READS = pattern(
    r"(^|\bslice::)from_raw_parts$|(^|::)(CStr::from_ptr|ptr::read(_unaligned)?|copy(_nonoverlapping)?)$"
)

_STEPS = frozenset("add sub offset byte_add byte_sub wrapping_add wrapping_sub wrapping_offset cast".split())
_FAR = 10
"""How many names a pointer is followed back through."""


@rule(
    level="note",
    confidence="high",
    words=("*mut",),
    message="`{function}` only reads, and yet gets a `*mut`",
    ask="could `{function}`, which only reads, get `{pointer}` without `{code}`?",
    why="""In C const goes missing wherever a cast is written anyway. In Rust `*mut` says that somebody will write
        there, so the reader of `{code}` starts to look for who does.""",
    instead="Pass `{pointer}` as it is, or with `.cast::<T>()` where only what it points at changes.",
    query="""
    (call_expression arguments: (arguments . (type_cast_expression value: (_) @pointer
        type: (pointer_type (mutable_specifier))) @cast)) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_c="sum((uint8_t *)input, len);         /* input is const */",
    checks="The compiler then refuses a write through the pointer without another cast, which a reader can see.",
)
def writable_cast_to_read(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `(uint8_t *)input` is how a C function gets at bytes, and the const of `input` is lost on the way without
    anybody minding.

    A Rust pointer keeps its const through `.cast::<u8>()`, and the functions that only read ask for `*const`. A
    `*mut` turns into a `*const` by itself, so the cast compiles, but it tells the reader of a write that never
    happens, and a later hand may take it at its word.

    ## Keep it when
    Never: the functions concerned take `*const`.

    ## Known problems
    Only calls of the standard library that are known to read are looked at, and pointers that the function visibly
    has as a `*const`: of a `*mut` the cast takes nothing.

    ```rust bad
    /// # Safety
    ///
    /// `input` points to `len` bytes.
    pub unsafe fn sum(input: *const u8, len: usize) -> u32 {
        // SAFETY: the caller promises `len` bytes.
        let bytes = unsafe { std::slice::from_raw_parts(input as *mut u8, len) };
        bytes.iter().copied().map(u32::from).sum()
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `input` points to `len` bytes.
    pub unsafe fn sum(input: *const u8, len: usize) -> u32 {
        // SAFETY: the caller promises `len` bytes.
        let bytes = unsafe { std::slice::from_raw_parts(input, len) };
        bytes.iter().copied().map(u32::from).sum()
    }
    ```
    ```rust good
    // It is written to.
    /// # Safety
    ///
    /// `output` points to `len` bytes that nobody else uses.
    pub unsafe fn clear(output: *mut c_void, len: usize) {
        // SAFETY: the caller promises `len` bytes.
        unsafe { std::slice::from_raw_parts_mut(output as *mut u8, len) }.fill(0);
    }
    ```
    """
    call, cast = captures["call"], captures["cast"]
    if not _READS.search(callee(call)) or arguments(call)[:1] != [cast] or not _is_read_only(captures["pointer"]):
        return "the call may write, or the pointer is not seen to be read-only"
    return Hit(
        at=cast,
        values={
            "function": f"{callee(call)}()",
            "code": file.quote(cast),
            "pointer": file.quote(captures["pointer"]),
        },
    )


def _is_read_only(pointer: Node) -> bool:
    """Whether it is a `*const` or of a `&`, by a parameter, a `let`, a cast or the method that made it."""
    node = pointer
    for _ in range(_FAR):
        node = unwrapped(node)
        while node.type == "call_expression" and method(node) in _STEPS and (base := receiver(node)) is not None:
            node = unwrapped(base)
        if node.type in ("type_cast_expression", "reference_expression"):
            return _reads(text(field(node, "type")) if node.type == "type_cast_expression" else text(node))
        binding = local_binding(node) if node.type == "identifier" else None
        if binding is None:  # of a name it is in lines that the patch does not show
            return node.type == "identifier" or (node.type == "call_expression" and method(node) == "as_ptr")
        if declared := text(field(binding, "type")):
            return _reads(declared)
        if (value := field(binding, "value")) is None:
            return False
        node = value
    return False


def _reads(kind: str) -> bool:
    return re.match(r"\*\s*const\b|&\s*(?!\s|mut\b|raw\s+mut\b)", kind) is not None
