"""slice-taken-apart: `from_raw_parts(v.as_ptr(), v.len())`, a slice made of the parts of another one."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.rules.raw_pointers._origins import is_slice
from review_assist.rules.raw_pointers._pointers import has_safety_comment, is_vector_code
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, method, receiver, text, unwrapped
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_NO_SLICE_YET = ("spare_capacity", "MaybeUninit", "set_len", "capacity(")
_STEPS = ("add", "wrapping_add")


@rule(
    level="warning",
    confidence="medium",
    words=("from_raw_parts",),
    message="`{call}` puts a slice together from the parts of `{slice}`, which is one",
    ask="could this be `{better}` instead of a slice put together from a pointer and a length?",
    why="""C has no way to pass a part of an array but an address and a count. A range of a slice is a slice:
        its bounds are checked, its lifetime is tied to the owner, and `from_raw_parts` drops both.""",
    instead="""Write `{better}`; for two parts that are written at the same time there is `split_at_mut`, for
        pieces of one size `chunks_exact_mut`.""",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name "from_raw_parts" "from_raw_parts_mut")) @call
    """,
    silent_in=(FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    in_c="send(buf, len);                     /* pointer and length apart */",
    checks="The compiler then keeps the length with its pointer; a range is checked against it at run time.",
)
def slice_taken_apart(captures: Captures, file: SourceFile) -> Hit | str:
    """
    To hand over a part of an array, C passes an address in the middle of it and a count. Whoever translates
    that finds `as_ptr()`, `add()` and `slice::from_raw_parts()`, and has the same two values again.

    In Rust a part of a slice is written as a range, `&all[start..end]`. It stops the program where the range
    is too long, keeps the owner borrowed, and needs no `unsafe`. Made of raw parts, the new slice may be
    longer than the memory, may outlive it, and may be a second `&mut` to the same elements. If the plain
    range does not compile, that last one is usually the reason, and `split_at_mut`, `copy_within` or an
    iterator over the pieces says what was meant.

    ## Keep it when
    The elements change their type or are not initialised yet, or the lifetime has to be made longer, with a
    SAFETY comment that says who keeps the memory.

    ## Known problems
    Only a pointer that is taken in the call itself, or in a `let` of the same function, is seen.

    ```rust bad
    fn header(packet: &[u8], length: usize) -> &[u8] {
        unsafe { std::slice::from_raw_parts(packet.as_ptr(), length) }
    }
    ```
    ```rust good
    fn header(packet: &[u8], length: usize) -> &[u8] {
        &packet[..length]
    }
    ```
    ```rust good
    fn bytes(words: &[u32]) -> &[u8] {
        // SAFETY: every byte of a u32 is a u8, and there are four of them.
        unsafe { std::slice::from_raw_parts(words.as_ptr().cast(), words.len() * 4) }
    }
    ```
    """
    call, given = captures["call"], arguments(captures["call"])
    function = file.function(call)
    if (
        len(given) != 2
        or function is None
        or not callee(call).startswith(("from_raw", "slice::", "std::", "core::"))
    ):
        return "it makes no slice of a pointer and a length"
    parts = _parts(given[0])
    if parts is None or any(word in text(function.node) for word in _NO_SLICE_YET):
        return "the pointer is not taken from a slice here, or the memory holds nothing yet"
    source, start = parts
    if not is_slice(source, file) or _is_of_another_type(call):
        return "whether it was a slice of that type cannot be seen"
    base, length = file.quote(source), file.quote(given[1])
    if len(base + length) > 40:
        return "it is too long to say better"
    return Hit(
        at=call,
        confidence=_confidence(call, file),
        values={"call": call, "slice": base, "better": _better(call, base, start, length, file)},
    )


def _parts(pointer: Node) -> tuple[Node, Node | None] | None:
    """The slice and the step of `v.as_ptr().add(n)`, also by way of a `let p = v.as_ptr();`."""
    node, start = unwrapped(pointer), None
    if method(node) in _STEPS and len(arguments(node)) == 1:
        start = arguments(node)[0]
        node = unwrapped(receiver(node) or node)
    value = bound_value(node)
    node = unwrapped(value) if value is not None else node
    source = receiver(node) if method(node) in ("as_ptr", "as_mut_ptr") else None
    return (source, start) if source is not None else None


def _confidence(call: Node, file: SourceFile) -> Confidence:
    """A reason that was given may be the lifetime, which a range cannot change."""
    return "low" if has_safety_comment(call) or is_vector_code(call, file) else "medium"


def _is_of_another_type(call: Node) -> bool:
    """`from_raw_parts::<T>(..)` says that the type is the point."""
    function = call.child_by_field_name("function")
    return function is not None and "<" in text(function)


def _better(call: Node, base: str, start: Node | None, length: str, file: SourceFile) -> str:
    borrow = "&mut " if callee(call).endswith("_mut") else "&"
    if start is not None:
        return f"{borrow}{base}[{file.quote(start)}..][..{length}]"
    return f"{borrow}{base}[..]" if length == f"{base}.len()" else f"{borrow}{base}[..{length}]"
