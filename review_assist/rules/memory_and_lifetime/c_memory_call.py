"""c-memory-call: `memcpy`, `memset`, `memcmp` and their kin where a slice has the method."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, method, receiver, text, unwrapped
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_SLICES = {
    "memcpy": "`to.copy_from_slice(from)` on two slices",
    "memmove": "`slice.copy_within(from..to, at)` inside of one slice, `copy_from_slice` between two",
    "memset": "`slice.fill(value)`",
    "memcmp": "`a == b` on two slices, or `a.cmp(b)` if the order counts",
    "bcopy": "`to.copy_from_slice(from)` on two slices",
    "bzero": "`slice.fill(0)`",
    "bcmp": "`a == b` on two slices",
    "memchr": "`slice.iter().position(|&byte| byte == wanted)`",
}
_OBJECTS = {
    "memcpy": "an assignment, `*to = from.clone()`, or a move",
    "memset": "an assignment of an initial value, such as `T::default()`",
    "memcmp": "`==`, with `#[derive(PartialEq)]` on the type: it does not compare padding",
}
_FRESH = {
    "memcpy": "`buffer.extend_from_slice(from)`",
    "memset": "`buffer.resize(length, value)`",
    "bzero": "`buffer.resize(length, 0)`",
}
"""Where the target holds no values yet, so that there is no slice of it."""
_ALLOCATION = pattern(r"(?i)(alloc|uninit)\w*(::<[^()]*>)?\s*\(")
_ONE_SIDED = frozenset(("memset", "bzero", "memchr"))
_SLICE = pattern(r"(&\s*('\w+\s*)?(mut\s+)?)?(\[|Vec<|Box<\[)")


@rule(
    level="warning",
    confidence="high",
    words=("mem", "bcopy", "bzero", "bcmp", "copy_nonoverlapping", "write_bytes"),
    message="`{function}` trusts an address and a length, where this could be {what}",
    ask="could this `{function}` become {what}?",
    why="""An address and a number of bytes go into `memcpy` and its kin, and nobody checks that they belong
        together. A slice carries its length: its methods use that, and mostly become the same machine
        code.""",
    instead="Use {what}; a pointer from C becomes a slice or a reference once, where it comes in.",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name "memcpy" "memmove" "memset" "memcmp" "bcopy" "bzero" "bcmp" "memchr"
        "copy_nonoverlapping" "write_bytes")) @call
    """,
    silent_in=(FileRole.SHIM, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    in_c="memcpy(dst, src, n);                /* n fits both? */",
    checks="At run time the lengths are checked before the copy, and the borrow checker excludes an overlap.",
)
def c_memory_call(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Copying, filling and comparing memory are library calls in C, on untyped addresses with a size in bytes.
    The classic mistakes are the size of the pointer instead of the object, a length taken from the wrong
    side, and a struct compared together with its padding.

    A Rust slice knows how many elements it has. `copy_from_slice` stops the program when the lengths differ
    instead of writing past the end, `fill` needs no size, `==` compares elements, and `copy_within` replaces
    `memmove`. They are safe to call and become `memcpy` and `memset` in the compiled program. For one object
    the answer is shorter still: assignment copies, and `#[derive(PartialEq)]` compares field by field.

    ## Keep it when
    The other side really is raw memory: a mapping shared with a device or another process, or memory that is
    not initialised yet.

    ## Known problems
    Whether both sides could be slices depends on where the pointers come from.

    ```rust bad
    fn load(to: &mut [u8], from: &[u8]) {
        // SAFETY: both have the same length.
        unsafe { libc::memcpy(to.as_mut_ptr().cast(), from.as_ptr().cast(), from.len()) };
    }
    ```
    ```rust good
    fn load(to: &mut [u8], from: &[u8]) {
        to.copy_from_slice(from);
    }
    ```
    ```rust good
    // The new part of a vector is not initialised yet: there is no slice to copy to.
    fn append(all: &mut Vec<u8>, more: &[u8]) {
        all.extend_from_slice(more);
    }
    ```
    """
    call = captures["call"]
    name = text(captures["name"])
    if name in ("copy_nonoverlapping", "write_bytes"):
        what = _between_slices(call, name, file)
        return (
            Hit(call, {"function": f"{callee(call)}()", "what": what}, "medium")
            if what
            else "the pointers are not seen to be those of slices"
        )
    if not c_function(call, file.names):
        return "it is no function of C"
    is_object = any("size_of" in text(argument) for argument in arguments(call))
    what = (_OBJECTS if is_object else _SLICES).get(name) or _SLICES[name]
    if name in _FRESH and not is_object and _is_fresh(call):
        what = f"{_FRESH[name]}, with a `Vec` in place of the allocation"
    return Hit(call, {"function": f"{callee(call)}()", "what": what}, _confidence(call, name, is_object, file))


def _confidence(call: Node, name: str, is_object: bool, file: SourceFile) -> Confidence:
    """High between two slices; low where one side is a local variable as a whole, such as a vector register."""
    sides = _pointers(call) if name not in _ONE_SIDED else _pointers(call)[:1]
    if not is_object and any(side.type == "reference_expression" and _is_whole(side) for side in sides):
        return "low"
    function = file.function(call)
    if function is not None and _has_other_memory(function.node):
        return "low"
    are_slices = bool(sides) and all(method(side) in ("as_ptr", "as_mut_ptr") for side in sides)
    if function is not None and function.role is FunctionRole.ABI:
        return "medium" if are_slices or not any(map(_is_given, sides)) else "low"
    return "high" if are_slices and not is_object else "medium"


def _is_fresh(call: Node) -> bool:
    """Whether the target was allocated by the `let` that names it."""
    target = next(iter(_pointers(call)), None)
    binding = local_binding(target) if target is not None and target.type == "identifier" else None
    value = binding.child_by_field_name("value") if binding is not None else None
    return value is not None and _ALLOCATION.search(text(value)[:200]) is not None


def _is_given(side: Node) -> bool:
    """Whether the pointer is, or is made of, a parameter: what C has handed in."""
    side = unwrapped(side)
    while side.type in ("call_expression", "field_expression", "unary_expression", "reference_expression"):
        below = receiver(side) if side.type == "call_expression" else next(iter(side.named_children), None)
        if below is None:
            return False
        side = unwrapped(below)
    binding = local_binding(side) if side.type == "identifier" else None
    return binding is not None and binding.type == "parameter"


def _is_whole(reference: Node) -> bool:
    place = reference.child_by_field_name("value")
    return place is not None and place.type in ("identifier", "field_expression")


def _between_slices(call: Node, name: str, file: SourceFile) -> str:
    """The safe call, if every pointer is visibly one of a slice whose elements are initialised; else empty."""
    function = file.function(call)
    is_filled_later = function is not None and _handles_uninitialised(function.node)
    if is_filled_later or "ptr" not in file.names.resolve(callee(call)):
        return ""
    slices = [p for p in _pointers(call) if method(p) in ("as_ptr", "as_mut_ptr") and _is_slice(p, file)]
    owners = [" ".join(text(receiver(p)).split()) for p in slices]
    if name == "write_bytes" and len(owners) == 1:
        return f"`{owners[0][:40]}.fill(...)`"
    if name == "copy_nonoverlapping" and len(owners) == 2:
        return f"`{owners[1][:40]}[..n].copy_from_slice(&{owners[0][:40]}[..n])`"
    return ""


@lru_cache(maxsize=64)
def _has_other_memory(function: Node) -> bool:
    """Memory without values, or values of the vector unit: `copy_from_slice` may not fit."""
    return re.search(r"set_len|[Uu]ninit|spare_capacity|\b_mm\d*_\w+\(", text(function)) is not None


@lru_cache(maxsize=64)
def _handles_uninitialised(function: Node) -> bool:
    return re.search(r"set_len|[Uu]ninit|spare_capacity", text(function)) is not None


def _pointers(call: Node) -> list[Node]:
    """The first two arguments, casts taken off."""
    found = []
    for argument in arguments(call)[:2]:
        node = argument
        while True:
            inner = node.child_by_field_name("value") if node.type == "type_cast_expression" else None
            if node.type == "call_expression" and method(node) in ("cast", "cast_mut", "cast_const"):
                inner = receiver(node)
            if inner is None:
                break
            node = inner
        found.append(node)
    return found


def _is_slice(pointer: Node, file: SourceFile) -> bool:
    owner = receiver(pointer)
    declared = file.names.type_of(owner) if owner is not None else None
    return declared is not None and _SLICE.match(declared) is not None
