"""pointer-arithmetic: `*p.add(i)`, `p = p.add(1)`: walking memory by address."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._addresses import of_addresses
from review_assist.rules.raw_pointers._holders import cure_of_holder
from review_assist.rules.raw_pointers._memory import (
    is_loaded,
    is_other_kind,
    is_text,
    is_volatile,
    is_way_to_holder,
)
from review_assist.rules.raw_pointers._origins import is_found
from review_assist.rules.raw_pointers._pointers import (
    ALLOCATION,
    ARITHMETIC,
    is_pointer,
    usual_unless_at_home,
)
from review_assist.rules.raw_pointers._spoken import names_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    enclosing,
    is_in_unsafe,
    is_mutable,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_DOES = {"assignment_expression": "walks through memory", "unary_expression": "reaches into memory"}

_ALLOCATOR = pattern(r"(^|[/_])alloc(at(e|ors?))?\.rs$")
_SHORT = 200
"""Characters of a pointer's origin that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=(".add(", ".sub(", ".offset(", ".wrapping_add(", ".wrapping_sub(", "offset_from(", "as usize"),
    message="`{code}` {does} by pointer arithmetic",
    ask="could {cure}?",
    why="""An array in C is an address, and its end is known elsewhere. A slice is the address together with
        the length: an index is checked, an iterator cannot run past the end, and neither is `unsafe`.""",
    instead="Without the arithmetic: {advice}.",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @method
      (#any-of? @method "add" "sub" "offset" "wrapping_add" "wrapping_sub"))) @call
    (type_cast_expression
      value: (parenthesized_expression (binary_expression left: (type_cast_expression) @number))
      type: (pointer_type)) @detour
    (binary_expression left: (type_cast_expression) @from right: (type_cast_expression) @to) @distance
    (call_expression function: (field_expression value: (_) @from field: (field_identifier) @method
      (#any-of? @method "offset_from" "byte_offset_from")) arguments: (arguments . (_) @to .)) @distance
    """,
    silent_in=(FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FunctionRole.BOUNDARY, FunctionRole.CONTRACT, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        for (p = buf; p < buf + len; p++)
            sum += *p;
    """,
    checks="The compiler then keeps the length with the pointer: no access can leave the slice unnoticed.",
)
def pointer_arithmetic(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C `p[i]`, `*(p + i)` and `p++` are the only way through an array. The length is a second variable, or a
    terminator in the data, and a reviewer checks that every step stays inside.

    In Rust a slice `&[T]` is both in one. `buffer[i]` panics instead of reading what lies behind, `get(i)`
    answers `None`, `iter()`, `chunks_exact(n)` and `split_at(n)` walk through it with no index at all, and
    the compiler usually removes the checks it can prove. The unsafe step is one: making the slice at the
    boundary.

    ## Keep it when
    The layout is not that of a slice (a header followed by data, memory of a device, an allocator), or a
    measured hot loop needs it. Then a SAFETY comment says why every step stays inside.

    ## Known problems
    An address that wraps around on purpose, or is only compared, looks the same.

    ```rust bad
    pub unsafe fn checksum(bytes: *const u8, length: usize) -> u32 {
        let mut sum = 0;
        for i in 0..length {
            sum += u32::from(unsafe { *bytes.add(i) });
        }
        sum
    }
    ```
    ```rust good
    pub fn checksum(bytes: &[u8]) -> u32 {
        bytes.iter().map(|&byte| u32::from(byte)).sum()
    }
    ```
    ```rust good
    // Not a pointer at all.
    pub fn later(start: Instant, pause: Duration) -> Instant {
        start.add(pause).add(pause)
    }
    ```
    """
    at = captures.get("call") or captures.get("detour") or captures["distance"]
    if is_volatile(at, file):
        return "the memory is read or written as volatile, which no slice allows"
    if "call" not in captures.nodes:
        return of_addresses(captures, file)
    call = captures["call"]
    pointer, steps = receiver(call), arguments(call)
    if pointer is None or len(steps) != 1 or not is_in_unsafe(call) or _is_link(call):
        return "it is no step of a raw pointer in unsafe code, or the last step of the chain speaks"
    place = _read(call) or _step(call) or call
    if not (is_pointer(pointer, file) or (place != call and enclosing(call, "unsafe_block") is not None)):
        return "whether it is a raw pointer cannot be seen"
    if is_way_to_holder(steps[0]):
        return "it is the way from a field to the struct that holds it"
    is_no_step = text(steps[0]) == "0" or is_loaded(call)
    if (place == call and is_no_step) or _ALLOCATOR.search(file.path):
        return "it makes no step, a vector instruction gets the address, or the file is an allocator"
    cure, advice = _cure(pointer, steps[0], place, file)
    return Hit(
        at=place,
        confidence=usual_unless_at_home(_confidence(pointer, place, file), call, file),
        values={
            "code": place,
            "does": _DOES.get(place.type, "moves on in memory"),
            "cure": cure,
            "advice": advice,
        },
        names=names_of(pointer, file),
    )


def _cure(pointer: Node, step: Node, place: Node, file: SourceFile) -> tuple[str, str]:
    """What could be there instead, as a question puts it and as advice does."""
    origin = bound_value(unwrapped(pointer))
    name, code = file.quote(pointer), file.quote(place)
    if origin is not None and ALLOCATION.search(text(origin)[:_SHORT]):
        return (
            f"`{name}` be filled in one step, or be a `Vec`, rather than walked over with `{code}`",
            f"fill `{name}` with one `ptr::copy_nonoverlapping`, or build a `Vec` if no C has to free it; a slice "
            "would claim values that memory fresh from an allocator need not hold",
        )
    if is_text(pointer, place, file):
        return (
            f"the text behind `{name}` be read as a `&CStr`, whose bytes are a slice, rather than with `{code}`",
            f"where C hands it in, `CStr::from_ptr({name}).to_bytes()` makes a slice of it once; Rust can "
            "take that slice, or a `&CStr`",
        )
    if place.type == "assignment_expression" and is_found(pointer):
        return (
            f"the text around `{name}` be split where the character stands, rather than with `{code}`",
            "on a slice or a `&str` `split_once` gives both parts, without the separator and without writing a "
            "NUL over it; `splitn` and `split` give more than two",
        )
    if method(pointer) in ("as_ptr", "as_mut_ptr") and (holder := receiver(pointer)) is not None:
        index = _index(step, place, file) if place.type == "unary_expression" else None
        question, advice = cure_of_holder(holder, file.quote(index) if index is not None else "..", file)
        return f"{question} rather than with `{code}`", advice
    better = _better(pointer, step, place, file)
    return (
        f"the memory behind `{name}` be a slice, so that `{code}` becomes {better}",
        f"where pointer and length are both known, make a slice of it once ({_maker(pointer, place, file)}), "
        f"then use {better}",
    )


def _maker(pointer: Node, place: Node, file: SourceFile) -> str:
    """What makes the slice; whether other code writes to it is not known."""
    if _is_written(place):
        return "`slice::from_raw_parts_mut`"
    is_read_only = (file.names.type_of(unwrapped(pointer)) or "").startswith("*const")
    return "`slice::from_raw_parts`" + ("" if is_read_only else ", with `_mut` if it is written to")


def _confidence(pointer: Node, place: Node, file: SourceFile) -> Confidence:
    is_own_field = pointer.type == "field_expression" and text(pointer.child_by_field_name("value")) == "self"
    if is_own_field or "size_of" in text(place) or method(place).startswith("wrapping_"):
        return "low"
    if place.type == "call_expression":
        return "medium" if pointer.type == "identifier" and not is_other_kind(place) else "low"
    return "high" if is_pointer(pointer, file) else "medium"


def _is_link(call: Node) -> bool:
    """Whether the call's result goes on into the next step, `p.add(1).add(2)`: the last one speaks."""
    parent = call.parent
    outer = parent.parent if parent is not None and parent.type == "field_expression" else None
    return outer is not None and outer.type == "call_expression" and method(outer) in ARITHMETIC


def _read(call: Node) -> Node | None:
    """`*p.add(i)`, parentheses aside."""
    parent = call.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    return parent if parent is not None and parent.type == "unary_expression" and text(parent)[0] == "*" else None


def _step(call: Node) -> Node | None:
    """`p = p.add(1)`."""
    parent, pointer = call.parent, receiver(call)
    if parent is None or parent.type != "assignment_expression" or pointer is None:
        return None
    return parent if text(parent.child_by_field_name("left")) == text(unwrapped(pointer)) else None


def _better(pointer: Node, step: Node, place: Node, file: SourceFile) -> str:
    if place.type == "assignment_expression":
        return "an iterator over it"
    index = _index(step, place, file)
    if index is None:
        return "an index or a range of it"
    base, distance = file.quote(pointer), file.quote(index)
    goes_forward = method(place) in ("add", "offset") or place.type == "unary_expression"
    if pointer.type not in ("identifier", "field_expression") or not goes_forward or len(base + distance) > 40:
        return "an index or a range of it"
    return f"`{base}[{distance}]`" if place.type == "unary_expression" else f"`{base}[{distance}..]`"


def _index(step: Node, place: Node, file: SourceFile) -> Node | None:
    """The step as an index of a slice, which is a `usize`; None if it is not known to be one."""
    step = unwrapped(step)
    if step.type == "type_cast_expression":
        inner = unwrapped(step.child_by_field_name("value") or step)
        return inner if file.names.type_of(inner) == "usize" or inner.type == "integer_literal" else None
    if step.type == "integer_literal" or file.names.type_of(step) == "usize":
        return step
    is_signed = ".offset(" in text(place) or ".wrapping_offset(" in text(place)
    return None if is_signed or step.type == "unary_expression" else step


def _is_written(place: Node) -> bool:
    """`*p.add(i) = value`, `*p.add(i) += value`, `&mut *p.add(i)`."""
    parent = place.parent
    if place.type != "unary_expression" or parent is None:
        return False
    if parent.type == "reference_expression":
        return is_mutable(parent)
    is_assignment = parent.type in ("assignment_expression", "compound_assignment_expr")
    return is_assignment and parent.child_by_field_name("left") == place
