"""struct-copied-from-pointer: `let x = unsafe { *p };` copies a struct that only a name was wanted for."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    callee,
    descendants,
    enclosing,
    is_in_unsafe,
    is_mutable,
    mentions,
    method,
    text,
    unwrapped,
)
from review_assist.syntax.source import SourceFile

_LARGE = 5000
"""Nodes of a function that is too long to be searched for every `let`."""
_WRAPPED = ("as_ptr", "as_mut_ptr", "get")
"""Methods by which a wrapper hands out the object of C inside of it: one object, not an element of many."""
_READS = pattern(r"((std|core)::)?ptr::read(_unaligned)?")
_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")


@rule(
    level="error",
    confidence="high",
    words=("unsafe",),
    message="`{name}` is a copy of `{place}`{so}",
    ask="is `{name}` meant to be a copy of `{place}`{so}?",
    why="""In C `T *x = p;` makes a second name for the same object. In Rust `let x = *p` copies the whole of
        it if the type is `Copy`, as structs from bindgen are, and changes to `x` end with it.""",
    instead="To use the object itself write {cure}.",
    query="""
    (let_declaration pattern: (identifier) @name
      value: [(unsafe_block) (unary_expression) (call_expression)] @value) @let
    (field_expression value: (unsafe_block) @value field: (_) @part) @access
    """,
    needs="function",
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST,),
    in_c="""
        struct table t = *shared;           /* a copy */
        t.count++;                          /* shared->count is as it was */
    """,
    checks="A reader no longer has to look for changes that are made to a copy: there is none.",
)
def struct_copied_from_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that works on a global or on an argument often begins with a shorter name for it: `struct
    config *c = &config;`. Everything that is done to `c` is done to the object.

    The line that looks like it in Rust, `let mut c = unsafe { *pointer };`, copies. For a type that is not
    `Copy` the compiler refuses it, but structs that bindgen makes of C's are `Copy`. The program compiles,
    changes the copy and throws it away. A reference, `&mut *pointer`, is the second name that was meant. Where
    the copy is only read, nothing is lost but time and stack: all of the struct is copied for the sake of a
    field, and what changes afterwards is not seen.

    ## Keep it when
    The copy is wanted as a scratch value. It is then passed on, returned or written back, and this says
    nothing.

    ## Known problems
    A function that is shown only in part may write the copy back elsewhere; then this is asked, not stated.
    A copy that is only read is told where a wrapper hands out the pointer; an element of an array may be small.

    ```rust bad
    impl Table {
        fn next_slot(&self) -> u8 {
            let mut table = unsafe { *addr_of_mut!(shared_table) };
            let slot = table.count;
            table.count += 1;
            slot
        }
    }
    ```
    ```rust bad
    impl Bus {
        fn is_mapped(&self, id: usize) -> bool {
            // SAFETY: the big lock is held.
            let bus = unsafe { *self.0.as_ptr() };
            !bus.regions[id].is_null()
        }
    }
    ```
    ```rust good
    impl Bus {
        fn is_mapped(&self, id: usize) -> bool {
            // SAFETY: the big lock is held.
            let bus = unsafe { &*self.0.as_ptr() };
            !bus.regions[id].is_null()
        }
    }
    ```
    ```rust bad
    impl Device {
        fn parent(&self) -> *mut bindings::device {
            // SAFETY: the device is valid as long as `self` is.
            unsafe { *self.as_raw() }.parent
        }
    }
    ```
    ```rust good
    impl Table {
        fn next_slot(&self) -> u8 {
            // SAFETY: only ever called under the big lock.
            let table = unsafe { &mut *addr_of_mut!(shared_table) };
            let slot = table.count;
            table.count += 1;
            slot
        }
    }
    ```
    ```rust good
    fn with_limit(defaults: &Limits, limit: u32) -> Limits {
        let mut limits = *defaults;
        limits.open_files = limit;
        limits
    }
    ```
    """
    place = _dereferenced(captures["value"])
    if (part := captures.get("part")) is not None:
        return _of_a_field(captures, place, part, file)
    function = enclosing(captures["let"], "function_item", "closure_expression")
    if place is None or function is None or function.descendant_count > _LARGE:
        return "nothing is copied out from behind a pointer, or the function is too long to be sure"
    name = text(captures["name"])
    start = captures["let"].end_byte
    uses = [n for n in descendants(function, "identifier") if text(n) == name and n.start_byte > start]
    if not uses or not all(_is_inside(use) for use in uses) or _is_in_macro(function, name):
        return "the copy is used as a whole, so it may be wanted"
    if not is_mutable(captures["let"]):
        return _read_only(captures["let"], name, place, file)
    changes = [change for use in uses if (change := _change(use)) is not None]
    if not changes:
        return "the copy is not changed"
    so = f", so `{file.quote(changes[0])}` never reaches the original"
    cure = f"`let {name} = unsafe {{ &mut *{_pointer(place, file)} }};`"
    return Hit(
        at=captures["let"],
        values={"name": name, "place": place, "so": so, "cure": f"{cure}, which takes a `*mut` pointer"},
        names=frozenset(re.findall(r"\w+", text(place))),
    )


def _of_a_field(captures: Captures, place: Node | None, part: Node, file: SourceFile) -> Hit | str:
    """`unsafe { *p }.field`: the block is a value, so that all of `*p` is copied into it first."""
    if place is None or place.type == "call_expression":
        return "nothing is copied out from behind a pointer"
    return Hit(
        at=captures["access"],
        level="warning",
        values={
            "name": f"unsafe {{ {file.quote(place)} }}",
            "place": place,
            "so": f", of which only `{text(part)}` is read",
            "cure": f"`unsafe {{ (*{_pointer(place, file)}).{text(part)} }}`",
        },
    )


def _read_only(declaration: Node, name: str, place: Node, file: SourceFile) -> Hit | str:
    """A copy of which fields are read; of an element of an array it may well be meant."""
    pointer, shown = unwrapped(place.named_children[0]), file.quote(place)
    if place.type == "call_expression":
        pointer = unwrapped(arguments(place)[0])
        shown = f"*{file.quote(pointer)}"
        if callee(place).endswith("unaligned") or pointer.type not in ("identifier", "self"):
            return "it is read from an address that is computed, or need not be aligned"
    elif pointer.type != "call_expression" or method(pointer) not in _WRAPPED:
        return "the pointer is not that of an object of Rust"
    cure = f"`let {name} = unsafe {{ &*{file.quote(pointer)} }};`"
    so = ", the whole of it, though only parts are read"
    return Hit(at=declaration, level="warning", values={"name": name, "place": shown, "so": so, "cure": cure})


def _pointer(place: Node, file: SourceFile) -> str:
    return file.quote(arguments(place)[0] if place.type == "call_expression" else place.named_children[0])


def _dereferenced(value: Node) -> Node | None:
    """`*p` of `unsafe { *p }`, or of `*p` in unsafe code."""
    if value.type == "unsafe_block":
        block = next((c for c in value.named_children if c.type == "block"), None)
        inner = block.named_children[0] if block is not None and len(block.named_children) == 1 else None
    else:
        inner = value if is_in_unsafe(value) else None
    inner = unwrapped(inner) if inner is not None else None
    if inner is not None and inner.type == "call_expression":
        return inner if _READS.fullmatch(callee(inner)) and len(arguments(inner)) == 1 else None
    if inner is None or inner.type != "unary_expression" or not inner.named_children:
        return None
    return inner if text(inner).startswith("*") else None


def _is_inside(use: Node) -> bool:
    """Whether only a part of the copy is used, `x.field`; a method could do anything with the whole."""
    access = use.parent
    if access is None or access.type != "field_expression" or access.child_by_field_name("value") != use:
        return False
    holder = access.parent
    if holder is None or holder.type == "reference_expression":
        return False
    return holder.type != "call_expression" or holder.child_by_field_name("function") != access


def _change(use: Node) -> Node | None:
    """The assignment to a part of the copy, `x.field = ..` or `x.a[i].b += ..`."""
    node = use
    while node.parent is not None and node.parent.type in ("field_expression", "index_expression"):
        if node.parent.named_children[0] != node:
            return None
        node = node.parent
    holder = node.parent
    if holder is None or holder.type not in _ASSIGNMENTS or node == use:
        return None
    return holder if holder.child_by_field_name("left") == node else None


def _is_in_macro(function: Node, name: str) -> bool:
    """Whether a macro that stays closed mentions the name: it may write it back."""
    return any(mentions(tokens, name) for tokens in descendants(function, "token_tree"))
