"""mutable-reference-from-opaque: a callback turns the `void *` that C hands back into `&mut T`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.raw_pointers._callbacks import context_parameter
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import is_mutable, method, receiver, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    words=(".as_mut()", "&mut *"),
    message="`{code}` claims that nobody else uses {target} while `{function}` runs",
    ask="can anything else hold a reference to {target} while `{function}` runs, for `{code}` to be right?",
    why="""In C a callback's opaque pointer is one more alias. `&mut T` means that it is the only one: if the
        object is also reached from a timer, from another callback or from the caller further up, two of them
        alive at once are undefined behaviour.""",
    instead="""Make a shared reference, `&T`, and keep what changes in a cell or behind a lock (in QEMU a
        `BqlRefCell`); its borrow is checked at run time.""",
    query="""
    (reference_expression (mutable_specifier) value: (unary_expression) @deref) @reference
    (call_expression function: (field_expression field: (field_identifier) @_method
      (#eq? @_method "as_mut"))) @reference
    """,
    silent_in=(FunctionRole.THUNK, FileRole.BINDING, FileRole.SHIM, FileRole.MACROS),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
)
def mutable_reference_from_opaque(captures: Captures, file: SourceFile) -> Hit | None:
    """
    A C callback gets back the pointer that was registered with it, casts it and works on the object. That
    somebody else may be working on the same object is a matter of locks and of luck.

    In Rust `&mut T` is a promise that there is no second reference, to the whole of `T`, as long as it is
    used. A callback can rarely promise that: the object is known to the framework, to timers and to other
    callbacks, and a call from within one may lead back into another. `&T` promises less. What has to change
    lies in a `Cell`, a `RefCell` or a lock then, or in the form of them that the framework offers, and a
    second borrow is an error that is found instead of one that is compiled in.

    ## Keep it when
    The object belongs to this callback alone: nobody else has its address, and nothing called here comes
    back.

    ## Known problems
    Who else has the address cannot be seen from one file.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    unsafe extern "C" fn example_tick(opaque: *mut c_void) {
        let state = unsafe { &mut *opaque.cast::<ExampleState>() };
        state.ticks += 1;
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn tick(&self) {
            self.regs.borrow_mut().ticks += 1;
        }
    }
    ```
    ```rust good
    // Its own type, not an opaque one: the caller of this interface owns the queue.
    /// # Safety
    ///
    /// `queue` comes from `queue_new` and is not used by anybody else during the call.
    #[no_mangle]
    pub unsafe extern "C" fn queue_clear(queue: *mut Queue) {
        // SAFETY: see above.
        if let Some(queue) = unsafe { queue.as_mut() } {
            queue.clear();
        }
    }
    ```
    """
    function = file.function(captures["reference"])
    if function is None:
        return None
    origin = _cast_pointer(captures, file)
    if origin is None:
        return None
    pointer, kind = origin
    opaque = context_parameter(function.node)
    if kind != "field" and (opaque is None or text(pointer) != opaque):
        return None
    target = f"the `{kind}`" if kind not in ("field", "") else f"what `{text(pointer)}` points at"
    return Hit(
        at=captures["reference"],
        values={"code": captures["reference"], "target": target, "function": function.name},
    )


def _cast_pointer(captures: Captures, file: SourceFile) -> tuple[Node, str] | None:
    """The pointer underneath and the type it was cast to; `field` for a `NonNull` field."""
    reference = captures["reference"]
    if captures.get("deref") is not None:
        deref = captures["deref"]
        is_deref = text(deref).startswith("*") and bool(deref.named_children) and is_mutable(reference)
        return _through_casts(deref.named_children[0]) if is_deref else None
    target = receiver(reference)
    if target is None:
        return None
    if target.type == "field_expression" and re.match(r"(Option<)?NonNull<", file.names.type_of(target) or ""):
        return target, "field"
    binding = local_binding(target) if target.type == "identifier" else None
    value = binding.child_by_field_name("value") if binding is not None else None
    return _through_casts(value if value is not None else target)


_STEPS = frozenset(("cast", "unwrap", "expect", "as_ptr"))
_WRAPPERS = re.compile(r"^(?:\w+::)*NonNull(::<[^>]*>)?::new(_unchecked)?$")


def _through_casts(node: Node) -> tuple[Node, str] | None:
    """`opaque` and `T` of `opaque.cast::<T>()`, `opaque as *mut T`, or either of them in a `NonNull`."""
    kind = ""
    for _ in range(12):
        node = _inside(node)
        if node.type == "identifier":
            return (node, kind) if kind else None
        if node.type == "type_cast_expression":
            kind = kind or text(node.child_by_field_name("type")).removeprefix("*mut").strip()
            below = node.child_by_field_name("value")
        elif node.type == "call_expression" and method(node) in _STEPS:
            kind = kind or _turbofish(node)
            below = receiver(node)
        elif node.type == "call_expression" and _WRAPPERS.match(text(node.child_by_field_name("function"))):
            inside = node.child_by_field_name("arguments")
            below = inside.named_children[0] if inside is not None and inside.named_children else None
        else:
            return None
        if below is None:
            return None
        node = below
    return None


def _inside(node: Node) -> Node:
    """Parentheses and `unsafe { }` around a single expression taken off."""
    node = unwrapped(node)
    while node.type in ("unsafe_block", "block") and len(node.named_children) == 1:
        node = unwrapped(node.named_children[0])
    return node


def _turbofish(call: Node) -> str:
    function = call.child_by_field_name("function")
    kinds = function.child_by_field_name("type_arguments") if function is not None else None
    return text(kinds)[1:-1].strip() if kinds is not None else ""
