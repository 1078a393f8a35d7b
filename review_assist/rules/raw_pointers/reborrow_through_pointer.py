"""reborrow-through-pointer: `&mut *addr_of_mut!(self.x)`, a reference made by way of a raw pointer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._origins import owner
from review_assist.rules.raw_pointers._pointers import pointee
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
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

_LONG = 40
_COUNTS = pattern(r"(&\s*)?(\w+::)*(Bql)?RefCell<")


@rule(
    level="warning",
    confidence="medium",
    clippy=("deref_addrof", "borrow_deref_ref"),
    words=("&*", "&mut *"),
    message="`{code}` makes a reference by way of a raw pointer, so the borrow is not checked",
    ask="could this be `{better}`, or does `{code}` have to hide a borrow from the compiler?",
    why="""C takes an address and uses it for as long as it likes. A reference that was a raw pointer in between is
        tied to nothing: the compiler no longer sees that it overlaps with another borrow, or outlives the
        object, and both are undefined behaviour.""",
    instead="""Write `{better}`. If that {fails}, two borrows overlap: borrow the fields one by one,
        end one borrow before the other begins, or hand the raw pointer to C without a reference.""",
    query="(reference_expression value: (unary_expression) @deref) @reference",
    silent_in=(FunctionRole.THUNK, FileRole.SHIM, FileRole.MACROS),
    softer_in=(FunctionRole.CONTRACT, FileRole.TEST, FunctionRole.TEST),
    in_c="MemoryRegion *mr = &s->region;      /* and s is used beside it */",
    checks="The compiler then checks that the two borrows do not overlap.",
)
def reborrow_through_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function takes the address of a member once and goes on with it. That the object is used under its own
    name as well meanwhile is nothing anybody would remark on.

    In Rust `&mut self.member` borrows from `self`, and while it is used the compiler keeps everybody else
    away from that member. `&mut *addr_of_mut!(self.member)`, in an unsafe block, gives a reference of which
    it knows nothing: any lifetime, no conflict with any other borrow. Mostly it was written because the plain
    borrow did not compile, and then the error was right: two references overlapped. Two different fields may
    be borrowed at once, a method that needs only one of them can take that one, and a C function that wants
    an address needs no reference at all.

    ## Keep it when
    The lifetime has to be longer than the compiler can see, with a SAFETY comment that says who keeps the
    object, or the place is a `static mut` or a field of a packed struct.

    ## Known problems
    Whether the plain borrow compiles cannot be seen from here.

    ```rust bad
    impl ExampleState {
        fn map(&mut self) {
            let region = unsafe { &mut *addr_of_mut!(self.region) };
            self.init_mmio(region);
        }
    }
    ```
    ```rust good
    impl ExampleState {
        fn map(&mut self) {
            self.bus.init_mmio(&mut self.region);
        }
    }
    ```
    ```rust good
    fn table() -> &'static mut Table {
        // SAFETY: called once, before any thread exists.
        unsafe { &mut *addr_of_mut!(TABLE) }
    }
    ```
    """
    reference, deref = captures["reference"], captures["deref"]
    if not text(deref).startswith("*") or not deref.named_children or is_raw_borrow(reference):
        return "nothing is dereferenced"
    if cell := _of_cell(unwrapped(deref.named_children[0]), file):
        if _is_answer(reference, file):
            return "it is what the function gives back, of which another rule speaks"
        better = f"{cell}.{'borrow_mut' if is_mutable(reference) else 'borrow'}()"
        return Hit(at=reference, values={"code": reference, "better": better, "fails": "panics"})
    inside = _borrowed(unwrapped(deref.named_children[0]))
    root = owner(inside) if inside is not None else None
    if inside is None or root is None or (root.type != "self" and local_binding(root) is None):
        return "the pointer is not made right there of a variable's address"
    place = re.sub(r"^.*?!\s*\(\s*|\s*\)$", "", text(inside)) if macro_name(inside) else text(inside)
    if not re.fullmatch(r"[a-z_]\w*(\.\w+)*", place) or len(place) > _LONG:
        return "the place is more than a variable and its fields"
    borrow = "&mut " if is_mutable(reference) else "&"
    return Hit(at=reference, values={"code": reference, "better": borrow + place, "fails": "does not compile"})


def _of_cell(pointer: Node, file: SourceFile) -> str:
    """`self.regs` of `self.regs.as_ptr()`, if it is a cell that counts its borrows."""
    held = receiver(pointer) if method(pointer) == "as_ptr" else None
    is_cell = held is not None and _COUNTS.match(file.names.type_of(held) or "") is not None
    return text(held) if is_cell and len(text(held)) <= _LONG else ""


def _is_answer(reference: Node, file: SourceFile) -> bool:
    function = file.function(reference)
    return function is not None and text(field(function.node, "return_type")).startswith("&")


def _borrowed(pointer: Node) -> Node | None:
    """`x.f` of `&raw mut x.f` or `&mut x.f as *mut _`, or the whole `addr_of!(x.f)`; None for other types."""
    if macro_name(pointer) in ("addr_of", "addr_of_mut"):
        return pointer
    if is_raw_borrow(pointer):
        return pointer.child_by_field_name("value")
    kind = pointer.child_by_field_name("type") if pointer.type == "type_cast_expression" else None
    if kind is None or kind.type != "pointer_type" or pointee(kind) not in ("_", "Self"):
        return None
    value = unwrapped(pointer.child_by_field_name("value") or pointer)
    return value.child_by_field_name("value") if value.type == "reference_expression" else None
