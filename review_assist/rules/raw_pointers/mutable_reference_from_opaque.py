"""mutable-reference-from-opaque: a callback turns the `void *` that C hands back into `&mut T`."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._callbacks import (
    context_parameter,
    initialises,
    is_callback_by_hand,
    origin_of_mutable,
)
from review_assist.rules.raw_pointers._pointers import is_argued
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import ancestors, field, is_mutable, method, receiver, text
from review_assist.syntax.roles import has_symbol
from review_assist.syntax.source import Function, SourceFile, squeezed

_CONVERTER = pattern(r"(from|borrow)_(raw|ptr|mut_ptr)(_mut)?")
_SLOT = pattern(r"(\w+)::(\w+)\.(?:unwrap|expect)\([^()]*\)")
_MEMORY = pattern(r"(\w+::)*MaybeUninit\b")
"""What holds no object yet: memory that the caller hands over."""
_OPAQUE = pattern(
    r"(?i)opaque|user_?data|(^|_)(data|ctx|context|cookie|priv|private|closure|arg|self|this|obj|dev)$"
)


@rule(
    level="warning",
    confidence="medium",
    words=(".as_mut()", "&mut *"),
    message="`{code}` claims that nobody else uses {target} while {span}",
    ask="can anything else hold a reference to {target} while {span}, for `{code}` to be right?",
    why="""In C a callback's opaque pointer is one more alias. `&mut T` means that it is the only one: if the
        object is also reached from a timer, from another callback or from the caller further up, two of them
        alive at once are undefined behaviour.""",
    instead="""Make a shared reference, `&T`, and keep what changes in a `RefCell` or behind a lock,
        which checks at run time what `&mut` only claims.""",
    query="""
    (reference_expression (mutable_specifier) value: (unary_expression) @deref) @reference
    (call_expression function: (field_expression field: (field_identifier) @_method
      (#eq? @_method "as_mut"))) @reference
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    in_c="""
        static void tick(void *opaque)
        {{ UartState *s = opaque; s->ticks++; }}
    """,
    checks="""
        The compiler then allows shared access only; whether two changes overlap is checked at run time by
        the cell or lock.
    """,
)
def mutable_reference_from_opaque(captures: Captures, file: SourceFile) -> Hit | str:
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
    Who else has the address cannot be seen from one file. A type around an `Opaque` is lent as `&mut Self` rightly
    where nobody else has the object; a SAFETY comment can say so. Of a function with C's calling convention,
    `hand-written-callback` speaks, and says this too.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    /// Called back by the clock, with the pointer that it was given.
    unsafe fn example_tick(opaque: *mut c_void) {
        let state = unsafe { &mut *opaque.cast::<ExampleState>() };
        state.ticks += 1;
    }
    ```
    ```rust bad path=rust/hw/misc/example/src/device.rs
    fn example_expired(timer: &BqlRefCell<ExampleTimer>) {
        let mut timer = timer.borrow_mut();
        // SAFETY: the device outlives its timers.
        let regs = &mut unsafe { timer.state.as_mut() }.regs;
        timer.expire(regs);
    }
    ```
    ```rust bad path=rust/hw/core/src/example.rs
    /// # Safety
    ///
    /// `dev` is an instance of `T`.
    unsafe extern "C" fn rust_reset<T: DeviceImpl>(dev: *mut DeviceState) {
        let state = dev.cast::<T>();
        // SAFETY: the caller promises it.
        T::RESET.unwrap()(unsafe { &mut *state });
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
    if function is not None and (own := _lent_wrapper(captures["reference"], function, file)):
        span = f"the result of `{function.name}` is there"
        return Hit(
            at=captures["reference"],
            values={"code": captures["reference"], "target": f"the `{own}`", "span": span},
        )
    if function is None or (
        _is_interface(function, file) and not _goes_to_method(captures["reference"], function)
    ):
        return "it is in a layer that can ask its callers for exclusive access"
    origin = origin_of_mutable(captures["reference"], file) or _field_of_device(captures["reference"], file)
    if origin is None:
        return "it is not made from a pointer to an object that C shares"
    pointer, kind = origin
    opaque = context_parameter(function.node)
    if kind == "field" and function.is_trait_method:
        return "the trait gives the signature"
    if kind != "field" and (opaque is None or text(pointer) != opaque):
        return "the pointer is not the context that C hands back"
    if _MEMORY.match(kind) or _is_called_by_name(function, opaque or ""):
        return "it is plain memory, or the caller's own object"
    if kind != "field" and (is_callback_by_hand(function, file) or initialises(function, file)):
        return "the object is not shared yet, or `hand-written-callback` speaks of the function"
    target = f"the `{kind}`" if kind not in ("field", "") else f"what `{text(pointer)}` points at"
    return Hit(
        at=captures["reference"],
        values={"code": captures["reference"], "target": target, "span": f"`{function.name}` runs"},
    )


def _lent_wrapper(reference: Node, function: Function, file: SourceFile) -> str:
    """The type whose `from_raw` lends `&'a mut Self` of what C shares, though its cell makes do with `&Self`."""
    result, name = squeezed(text(field(function.node, "return_type"))), self_type(function.node)
    struct = file.names.structs.get(name)
    if not _CONVERTER.fullmatch(function.name) or not re.fullmatch(rf"&('\w+)?mut(Self|{name})", result):
        return ""
    if struct is None or "Opaque<" not in text(struct) or is_argued(reference):
        return ""
    return name if is_mutable(reference) or method(reference) else ""


def _is_interface(function: Function, file: SourceFile) -> bool:
    """Where a `&mut` may well be right: the caller of a binding can be asked to have no other."""
    return function.role is FunctionRole.THUNK or file.role is FileRole.BINDING


def _is_called_by_name(function: Function, opaque: str) -> bool:
    """Whether C calls it by its name, with an object or memory of the caller's: nothing was registered before."""
    return has_symbol(function.node) and not _OPAQUE.search(opaque)


def _goes_to_method(reference: Node, function: Function) -> bool:
    """Whether a thunk hands an object to its class: `T::RESET.unwrap()(&mut *p)` with `T: DeviceImpl`."""
    call = next((parent for parent in islice(ancestors(reference), 5) if parent.type == "call_expression"), None)
    called = _SLOT.fullmatch(squeezed(text(field(call, "function")))) if call is not None else None
    if called is None or called[2] in ("INSTANCE_INIT", "CLASS_INIT"):
        return False
    bounds = text(field(function.node, "type_parameters"))
    return re.search(rf"\b{called[1]}\s*:[^,>]*Impl\b", bounds) is not None


def _field_of_device(reference: Node, file: SourceFile) -> tuple[Node, str] | None:
    """`t.state` of `unsafe { t.state.as_mut() }`: a pointer, as no safe `as_mut()` stands alone in `unsafe`."""
    block = reference.parent
    if not file.is_device or method(reference) != "as_mut" or block is None or block.type != "block":
        return None
    is_alone = block.parent is not None and block.parent.type == "unsafe_block" and block.named_child_count == 1
    held = receiver(reference)
    return (held, "field") if is_alone and held is not None and held.type == "field_expression" else None
