"""const-cast-away: `&x as *const T as *mut T`, `addr_of!(x) as *mut _`: a shared address made writable."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._origins import (
    is_shared_reference,
    is_slice,
    is_stored,
    is_written_through,
    owner,
    says_why,
    self_parameter,
    wants_writable,
)
from review_assist.rules.raw_pointers._pointers import is_void, last_segment, pointee
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import (
    enclosing,
    field,
    is_mutable,
    is_raw_borrow,
    macro_name,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_Origin = tuple[Node, str, Confidence]
"""The place a pointer was made of, what to start from instead, and how sure it is that it was read-only."""
_ASK = "is anything ever written through `{code}`, a pointer that was taken as read-only"
_ASK_TO_SAY = "could a comment say that nothing is written through `{code}`, which was taken as read-only"
"""Of what goes to C only to come back."""
_BEHIND_POINTER = pattern(r"\(\s*\*\s*(?!self\b\s*\))")
"""`(*p).field`: of what a raw pointer leads to, a reference would claim too much."""
_OF_ADDR = "`addr_of!` made of a variable, or of a place behind a reference,"
_CELL = "keep the data in a cell, or in the wrapper that the bindings have for data of C"


@rule(
    level="error",
    confidence="high",
    clippy=("as_ptr_cast_mut", "cast_ref_to_mut", "invalid_reference_casting"),
    words=("*mut", "cast_mut"),
    message="`{code}` makes a writable pointer of one that was taken as read-only",
    ask="{question}?",
    why="""Casting const away is harmless in C as long as the object itself is not const. In Rust a write
        through a pointer that {origin} is undefined behaviour, unless the bytes lie in an `UnsafeCell`:
        the compiler may assume that they do not change.""",
    instead="If it is written to, {cure}. If it is only read, keep `*const` as far as the callee allows it.",
    query="""
    (type_cast_expression type: (pointer_type (mutable_specifier))) @cast
    (call_expression function: (field_expression field: (field_identifier) @_method
      (#eq? @_method "cast_mut"))) @cast
    """,
    outranks=("raw-pointer-local",),
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FileRole.MACROS),
    in_macros=True,
    in_c="flush_backend((struct backend *)s->backend);    /* was const */",
    checks="The compiler then refuses a write through what was borrowed for reading.",
)
def const_cast_away(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Many C interfaces take a pointer without `const` although they only read, and casting the const away is
    the usual way to call them. It is even allowed to write through such a pointer, if the object is not
    const itself.

    Rust is stricter. `&x` promises that nobody changes `x` while the reference is alive, and the optimiser
    relies on it. A write through a pointer that was made of it is undefined behaviour, even if it happens in
    C. Where data is shared and changes all the same, an `UnsafeCell` in its type tells the compiler: `Cell`,
    a lock, an atomic, or the wrapper that the bindings put around a struct of C.

    ## Keep it when
    The callee is known to read only and lacks the `const`, or the data lies in an `UnsafeCell`; a comment
    that says so spares the next reader the search.

    ## Known problems
    Whether anybody writes cannot be seen from here, nor whether there is an `UnsafeCell` inside of the type.

    ```rust bad
    impl Port {
        fn flush(&self) {
            unsafe { flush_backend(addr_of!(self.backend) as *mut _) };
        }
    }
    ```
    ```rust good
    impl Port {
        fn flush(&mut self) {
            // SAFETY: the backend was set up in `new`.
            unsafe { flush_backend(addr_of_mut!(self.backend)) };
        }
    }
    ```
    ```rust good
    pub fn bytes_of(words: &mut [u32]) -> *mut u8 {
        words.as_mut_ptr() as *mut u8
    }
    ```
    """
    cast = captures["cast"]
    if _is_link(cast):
        return "the outermost cast speaks for the chain"
    made_of, is_const = _origin(cast, file)
    if not is_const or made_of is None:
        return "the pointer is not seen to come from something read-only"
    source, start, usual = made_of
    if _is_cell(source, cast, file) or (_is_context(cast) and file.role is FileRole.BINDING):
        return "what it points at may change by its own type, or C only hands it back"
    is_written = is_written_through(cast)
    is_shared = is_shared_reference(source, file)
    is_seen = is_shared and source.type in ("macro_invocation", "reference_expression")
    if (method(cast) == "cast_mut" and not (is_written or is_seen)) or file.function(cast) is None:
        usual = "low"
    if not is_written and (says_why(cast) or wants_writable(cast)):
        usual = "low"
    if is_shared and usual == "medium" and file.role is FileRole.BINDING:
        usual = "high"
    if usual == "high" and not is_written and is_stored(cast):
        usual = "medium"
    is_cookie = _is_context(cast) and not is_written
    origin = _OF_ADDR if source.type == "macro_invocation" else "came from `&`"
    return Hit(
        at=cast,
        confidence="high" if is_written and is_shared else usual,
        level="note" if is_cookie else None,
        values={
            "code": cast,
            "question": (_ASK_TO_SAY if is_cookie else _ASK).format(code=file.quote(cast)),
            "cure": _cure(source, start, file),
            "origin": origin,
        },
        names=_pointees(cast),
    )


def _pointees(cast: Node) -> frozenset[str]:
    kind = field(cast, "type")
    return frozenset((last_segment(pointee(kind)),)) if kind is not None else frozenset()


def _cure(source: Node, start: str, file: SourceFile) -> str:
    """What allows writing there, after what is known of the reference or variable behind the place."""
    if is_shared_reference(source, file):
        return f"{_CELL}: a `&` does not allow it"
    root = owner(source)
    if _BEHIND_POINTER.match(text(source)):
        return f"start from {start}"
    if root is None or root.type != "self":
        is_static = root is not None and source.type == "macro_invocation" and local_binding(root) is None
        return f"start from {start}, if that is a `static mut`" if is_static else f"start from {start}, or {_CELL}"
    if re.match(r"&\s*('\w+\s+)?mut\b", self_parameter(root)):
        return f"start from {start}, as `self` is a `&mut` here"
    return f"start from {start}, if the `self` of this method is a `&mut`; if it is a `&`, {_CELL}"


def _is_context(cast: Node) -> bool:
    """Whether it becomes the `void *` of a callback, which gives it back as it got it."""
    kind, access = cast.child_by_field_name("type"), cast.parent
    while access is not None and access.type in (
        "parenthesized_expression",
        "field_expression",
        "generic_function",
    ):
        access = access.parent
    is_next = access is not None and method(access) == "cast" and text(receiver(access)).strip("()") == text(cast)
    return (kind is not None and (is_void(pointee(kind)) or pointee(kind) == "()")) or (
        is_next and "c_void>" in text(access)
    )


def _is_link(cast: Node) -> bool:
    """Whether another cast to a writable pointer follows: the outermost one speaks."""
    parent = cast.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    if parent is None or parent.type != "type_cast_expression":
        return False
    return text(parent.child_by_field_name("type")).startswith("*mut")


def _is_cell(source: Node, cast: Node, file: SourceFile) -> bool:
    """Whether the text says that the data may change behind a shared reference."""
    binding = local_binding(source) if source.type == "identifier" else None
    own = file.names.structs.get(self_type(cast)) if source.type == "self" else None
    if re.search(r"\bOpaque<", text(own)):
        return True
    known = (text(cast), file.names.type_of(source) or "", text(binding))
    return any(re.search(r"\bAtomic[A-Z]|Cell\b|Opaque\b", code) for code in known)


def _origin(cast: Node, file: SourceFile) -> tuple[_Origin | None, bool]:
    """What the pointer was made of, and whether it was read-only on the way."""
    node, is_const = cast, False
    while True:
        below = node.child_by_field_name("value") if node.type == "type_cast_expression" else receiver(node)
        if below is None:
            return None, False
        node = unwrapped(below)
        if node.type == "type_cast_expression":
            is_const = is_const or text(node.child_by_field_name("type")).startswith("*const")
        elif node.type != "call_expression" or method(node) not in ("cast", "cast_const", "cast_mut"):
            return _read_only(node, is_const, cast, file)


def _read_only(node: Node, is_const: bool, cast: Node, file: SourceFile) -> tuple[_Origin | None, bool]:
    if node.type == "reference_expression" and not is_mutable(node):
        value = node.child_by_field_name("value") or node
        is_reborrow = value.type == "unary_expression" and not is_raw_borrow(node)
        start = _raw_start(text(value), file) if _BEHIND_POINTER.match(text(value)) else f"`&mut {text(value)}`"
        return (value, start, "medium" if is_reborrow else "high"), True
    if macro_name(node) == "addr_of":
        place = re.sub(r"^.*?addr_of!\s*\(\s*|\s*\)$", "", text(node), flags=re.DOTALL)
        return (node, f"`addr_of_mut!({place})`", "medium" if place.startswith("(*") else "high"), True
    if node.type == "self":
        return (node, "`&mut self`", "high"), is_const
    if node.type in ("identifier", "field_expression"):
        is_declared = (file.names.type_of(node) or "").startswith("*const")
        is_written = is_declared and (is_written_through(cast) or method(cast) == "cast_mut")
        return (node, "a `&mut` or a `*mut`", "medium"), is_const or is_written
    return _of_slice(node, file)


def _raw_start(place: str, file: SourceFile) -> str:
    if (whole := re.fullmatch(r"\(?\*([\w.]+(?:\(\))?)\)?", place)) is not None:
        return f"`{whole[1]}` itself, without a reference on the way"
    has_raw_borrow = file.profile.minimum_rust is not None and file.profile.minimum_rust >= (1, 82)
    code = f"&raw mut {place}" if has_raw_borrow else f"addr_of_mut!({place})"
    return f"`{code}`, which makes no reference on the way"


def _of_slice(node: Node, file: SourceFile) -> tuple[_Origin | None, bool]:
    """`x.as_ptr()` of what is visibly a slice; where C only reads, arguments and fields often lack the `const`."""
    source = receiver(node) if method(node) == "as_ptr" else None
    if source is None or not is_slice(source, file):
        return None, False
    holder = enclosing(node, "block", "arguments", "struct_expression", "assignment_expression")
    usual: Confidence = "medium" if holder is not None and holder.type == "block" else "low"
    return (source, f"`{text(source)}.as_mut_ptr()`", usual), True
