"""hand-written-callback: device or library code spells out an `extern "C"` callback for its own type."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.rules.raw_pointers._callbacks import (
    ELSEWHERE,
    context_cast,
    context_parameter,
    initialises,
    mutable_claim,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, enclosing, field
from review_assist.syntax.roles import has_symbol, is_abi
from review_assist.syntax.source import Function, SourceFile

_FAR = 30
"""Uses of the function that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=("extern",),
    message="`{function}` is a C callback by hand: it turns `{opaque}` into `{target}` itself",
    ask="could `{function}` be {shape}, with the C callback generated next to the binding?",
    why="""A C interface takes a function and a `void *`, and each callback begins with the same cast. {claim}In
        Rust a binding can be generic over the type and the method, so that cast and calling convention are
        written, and justified, once.""",
    instead="""Give the binding {taken}. If there is no such binding yet, write the one generic
        `extern "C"` function next to it, and keep `{type}` free of pointers.""",
    query="(function_item name: (identifier) @name) @function",
    silent_in=(FunctionRole.THUNK, FunctionRole.TEST, *ELSEWHERE),
    in_c="""
        static void on_event(void *opaque, int event)
        {{ UartState *s = opaque; uart_event(s, event); }}
    """,
    checks="The compiler then checks that the callback's object has the type it was registered with.",
)
def hand_written_callback(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C passes a callback as a function and a `void *`. Every callback begins by casting the pointer back to
    the type it knows it to be, and nothing but care keeps the registration and the cast in step.

    In Rust the two can be tied together. A binding that is generic over the owner and the function builds
    the C callback itself: `register(owner: &T, callback: fn(&T, u32))`. The cast then stands in one place,
    the compiler compares the types of both ends, and device code is made of ordinary methods that a test can
    call.

    Two kinds want more than the cast taken out. A callback that makes a `&mut` of its object claims that
    nobody else uses it meanwhile, which it can rarely know. One that gives a new object its first values has
    no object to refer to yet: it works on `MaybeUninit` memory.

    ## Keep it when
    No binding exists and this is the only user, or C finds the function by its name.

    ## Known problems
    Whether a binding exists cannot be seen from here.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    unsafe extern "C" fn example_event(opaque: *mut c_void, event: u32) {
        let state = unsafe { &*opaque.cast::<ExampleState>() };
        state.event(event);
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn event(&self, event: u32) {
            self.last_event.set(event);
        }
    }
    ```
    ```rust good path=rust/chardev/src/example.rs
    unsafe extern "C" fn rust_event<T, F: for<'a> FnCall<(&'a T, u32)>>(opaque: *mut c_void, event: u32) {
        // SAFETY: the opaque pointer was registered together with the type.
        F::call((unsafe { &*(opaque.cast::<T>()) }, event))
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or not is_abi(captures["function"]):
        return "C does not call the function"
    opaque = context_parameter(function.node)
    cast = context_cast(function.node, opaque) if opaque is not None else None
    if opaque is None or cast is None or _is_given_back(cast[0]):
        return "the function does not turn a context pointer into an object of its own, or it ends that object"
    is_found_by_name = has_symbol(function.node) and not file.is_device
    return Hit(
        at=captures["name"],
        confidence="low" if is_found_by_name and not _is_handed_out(function, file) else None,
        values={"function": function.name, "opaque": opaque, "type": cast[1], **_words(cast[1], function, file)},
    )


def _is_given_back(cast: Node) -> bool:
    """`Box::from_raw(opaque as *mut T)`: the callback ends the object, as `Drop` does, and is no method of it."""
    call = enclosing(cast, "call_expression")
    return call is not None and cast.parent == field(call, "arguments") and callee(call).endswith("::from_raw")


def _is_handed_out(function: Function, file: SourceFile) -> bool:
    """Whether this file gives its address to somebody: one that C only finds by its name has no binding to be."""
    holders = [use.parent for use in file.names.uses.get(function.name, ())[:_FAR]]
    return any(
        holder is not None and holder.type not in ("call_expression", "function_item") for holder in holders
    )


def _is_of_others(kind: str, file: SourceFile) -> bool:
    """Whether another crate declares the type, so that nobody here can give it a method."""
    origin = file.names.imports.get(kind, "")
    return "::" in origin and not origin.startswith(("crate::", "self::", "super::"))


def _words(kind: str, function: Function, file: SourceFile) -> dict[str, str]:
    """What the texts say of this callback's object: not filled yet, claimed as a whole, or shared."""
    is_mutable = mutable_claim(function.node, file)
    target = f"&mut {kind}" if is_mutable else kind
    if initialises(function, file):
        return {
            "target": target,
            "shape": f"a safe function on the memory of a `{kind}` that has no values yet",
            "claim": "Here fields may hold no valid value yet, and a reference to the whole claims that they do. ",
            "taken": f"a `fn(&mut MaybeUninit<{kind}>)`, which writes one field after the other",
        }
    if not file.is_device and _is_of_others(kind, file):
        borrow = "&mut " if is_mutable else "&"
        return {
            "target": target,
            "shape": f"a closure or a safe function that takes `{borrow}{kind}`",
            "claim": "",
            "taken": f"a closure, or a `fn({borrow}{kind}, ...)`",
        }
    if is_mutable:
        return {
            "target": target,
            "shape": f"a method of `{kind}` that takes `&self`",
            "claim": "`&mut` also claims that no timer or other callback uses the object meanwhile. ",
            "taken": f"a `fn(&{kind}, ...)`, and keep what changes in a cell or behind a lock",
        }
    return {"target": target, "shape": f"a method of `{kind}`", "claim": "", "taken": f"a `fn(&{kind}, ...)`"}
