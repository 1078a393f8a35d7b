"""slice-from-stored-pointer: `from_raw_parts(self.data, self.len)`, long after the slice was taken apart."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.rules.raw_pointers._pointers import usual_unless_at_home
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_as
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, enclosing, field, has_attribute, text
from review_assist.syntax.roles import implemented_trait
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_OWNERS = frozenset("Deref DerefMut AsRef AsMut Index IndexMut Borrow IntoIterator Drop".split())


@rule(
    level="warning",
    confidence="medium",
    words=("from_raw_parts",),
    message="`{call}` puts a slice together from a pointer and a length that were stored apart",
    ask="could `{pointer}` and `{length}` be one slice from the start, instead of `{call}` here?",
    why="""C keeps an address and a count side by side, and every user trusts that they still belong together. A
        slice is both in one; made this late, nothing at this place shows that the memory is still there or that
        the length is right.""",
    instead="""Make the slice once, where C hands both over, and keep that: `&'a [T]`, a `Box<[T]>` or a `Vec<T>`.
        If C owns the memory, let one method with a SAFETY comment lend the slice.""",
    query="""
    (call_expression function: [
      (scoped_identifier name: (identifier) @name) (identifier) @name
      (generic_function function: (scoped_identifier name: (identifier) @name))
    ] (#any-of? @name "from_raw_parts" "from_raw_parts_mut")) @call
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONST, FileRole.SHIM),
    softer_in=(FunctionRole.CONTRACT, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        for (i = 0; i < t->count; i++)
            use(t->entries[i]);             /* still count of them? */
    """,
    checks="The compiler then keeps the length with the memory, and refuses a slice that outlives its owner.",
)
def slice_from_stored_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A pointer and a length that travel separately are how C passes an array. The two meet again wherever the array
    is used, and each of these places has to be trusted.

    In Rust `slice::from_raw_parts` belongs to the one place where the pointer comes in from C. There it can be
    seen what the length means and how long the memory lives, and a SAFETY comment can say so. From then on a
    `&[T]` goes through the program: it can be stored, cut and walked without `unsafe`, and its lifetime is
    checked. A struct that keeps `data: *const u8, len: usize`, or a function that returns the pair, gives this up
    and has it made again at every use.

    ## Keep it when
    The struct is C's own, or it is the one container that owns the memory, frees it in its `Drop` and lends
    slices.

    ## Known problems
    Whether a field belongs to a struct of C is not known if the struct is declared elsewhere.

    ```rust bad
    impl Frame {
        fn brightness(&self) -> u32 {
            let pixels = unsafe { slice::from_raw_parts(self.data, self.len) };
            pixels.iter().map(|&p| u32::from(p)).sum()
        }
    }
    ```
    ```rust good
    impl Frame<'_> {
        fn brightness(&self) -> u32 {
            self.pixels.iter().map(|&p| u32::from(p)).sum()
        }
    }
    ```
    ```rust good
    // The boundary: C hands both over, and they meet at once.
    /// # Safety
    ///
    /// `data` points at `len` bytes.
    #[no_mangle]
    pub unsafe extern "C" fn frame_check(data: *const u8, len: usize) -> bool {
        // SAFETY: see above.
        check(unsafe { slice::from_raw_parts(data, len) })
    }
    ```
    """
    call = captures["call"]
    given = arguments(call)
    if len(given) != 2 or re.search(r"\b(Vec|String|Box)\b", text(field(call, "function"))):
        return "it makes no slice of a pointer and a length"
    pointer, length = (without_as(node) for node in given)
    usual = _stored(pointer, length, file)
    if usual is None or implemented_trait(call) in _OWNERS or _lends(call, file):
        return "the two were not stored apart, or this is the one place that lends the slice"
    return Hit(
        at=call,
        confidence=usual_unless_at_home(usual, call, file),
        values={"call": call, "pointer": pointer, "length": length},
    )


def _lends(call: Node, file: SourceFile) -> bool:
    """Whether it is what a method answers with: then this is the one place where the slice is made."""
    function = file.function(call)
    return (
        function is not None
        and re.search(r"&[^,>]*\[|\bOption<&", text(field(function.node, "return_type"))) is not None
    )


def _stored(pointer: Node, length: Node, file: SourceFile) -> Confidence | None:
    """How sure it is that both were kept apart: fields of one object, or a pair that a function returned."""
    if pointer.type == "field_expression" and length.type == "field_expression":
        owner = squeezed(text(field(pointer, "value")))
        if owner != squeezed(text(field(length, "value"))) or _is_of_container(pointer, owner, file):
            return None
        function = file.function(pointer)
        if function is not None and function.role is FunctionRole.BOUNDARY:
            return "low"
        is_seen = file.names.type_of(pointer) or owner == "self" or owner.startswith("(*")
        return "medium" if is_seen else "low"
    if pointer.type == "identifier" and length.type == "identifier":
        bound = local_binding(pointer)
        holder = enclosing(pointer, "block") if bound is None else bound
        is_pair = holder is not None and holder.type == "let_declaration" and bound == local_binding(length)
        shape = field(holder, "pattern") if is_pair and holder is not None else None
        return "medium" if shape is not None and shape.type == "tuple_pattern" else None
    return None


def _is_of_container(pointer: Node, owner: str, file: SourceFile) -> bool:
    """Whether the struct is C's by its layout, or owns and lends the memory as its business."""
    name = self_type(pointer) if owner == "self" else ""
    owners = file.names.fields.get(text(field(pointer, "field")), [])
    structs = [file.names.structs[struct] for struct, _ in owners if not name or struct == name]
    if any(has_attribute(struct, r"repr\((C|transparent)") or "PhantomData" in text(struct) for struct in structs):
        return True
    names = [text(field(struct, "name")) for struct in structs] + [name]
    source = file.content.source.decode(errors="replace")[:200_000]
    return any(
        n and re.search(rf"\bimpl\b[^{{;]*\b(Drop|Deref|Send|Sync)\b[^{{;]*\bfor\s+{re.escape(n)}\b", source)
        for n in names
    )
