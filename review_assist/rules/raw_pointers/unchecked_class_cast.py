"""unchecked-class-cast: `.cast::<Parent>()`, C's class cast without the check."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._callbacks import context_parameter
from review_assist.rules.raw_pointers._pointers import has_safety_comment, is_void, last_segment, pointee
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, receiver, text, unwrapped
from review_assist.syntax.roles import is_abi
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_PLUMBING = pattern(r"MaybeUninit|ManuallyDrop|Self|c_\w+|__m\d+|UnsafeCell|Opaque|Node|Header")


@rule(
    level="warning",
    confidence="medium",
    words=(".cast::<", " as *"),
    message="`{code}` is C's class cast, and nothing checks that there is a `{class}`",
    ask="is there a checked way to the `{class}`, instead of `{code}`?",
    why="""C's cast macros, such as `SYS_BUS_DEVICE(obj)`, can look at the object's class when they run. A
        pointer cast looks at nothing, and stays as it is when the struct's layout or its parent changes.""",
    instead="""Use the cast of the bindings if they have one, which knows that there is a `{class}`, or
        call the parent's method on the object itself.""",
    query="""
    (call_expression function: (generic_function
      function: (field_expression field: (field_identifier) @_cast (#eq? @_cast "cast"))
      type_arguments: (type_arguments . [(type_identifier) (scoped_type_identifier)] @class .))) @call
    (type_cast_expression value: (type_cast_expression) @from
      type: (pointer_type type: [(type_identifier) (scoped_type_identifier)] @class)) @call
    """,
    silent_in=(
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FileRole.BINDING,
        FileRole.SHIM,
        FileRole.MACROS,
        FileRole.TEST,
        FunctionRole.TEST,
    ),
    in_c="SysBusDevice *sbd = (SysBusDevice *)s;  /* not SYS_BUS_DEVICE(s) */",
    checks="The compiler then accepts the cast only to a parent that the type declares.",
)
def unchecked_class_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Object systems in C put the parent struct first and cast: a pointer to the object is a pointer to its
    parent. The better ones wrap the cast into a macro that looks up the class and aborts if it does not fit.

    `pointer.cast::<Parent>()` is that cast without the macro. It compiles for any two types. Bindings for an
    object system usually know which class inherits from which, and offer the step up as a safe call that
    fails to compile if it is not allowed, and the step down as one that returns an `Option`.

    ## Keep it when
    The binding itself is being written, or there is none for this class yet.

    ## Known problems
    That a type is a class is guessed: from the cast of a whole object, `self` or a pointer to one, to
    another struct.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn map(&mut self) {
            let bus = addr_of_mut!(*self).cast::<SysBusDevice>();
            unsafe { sysbus_map(bus, 0, self.base) };
        }
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn map(&self) {
            self.mmio_map(0, self.base);
        }
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn address(&self) -> *mut u8 {
            self.buffer.get().cast::<u8>()
        }
    }
    ```
    """
    if (twice := captures.get("from")) is not None:
        return _of_casts(captures, twice, file)
    source, class_ = receiver(captures["call"]), text(captures["class"])
    if source is None or is_void(class_) or _PLUMBING.search(last_segment(class_)):
        return "the target is no class of C"
    if not re.match(r"[A-Z]\w", last_segment(class_)) or not _is_object(unwrapped(source), class_, file):
        return "what is cast is not known to be an object of another class"
    if _is_callback(captures["call"], source, file):
        return "a callback takes its own object back, which is another rule's"
    return Hit(
        at=captures["call"],
        confidence="low" if has_safety_comment(captures["call"]) else None,
        values={"code": captures["call"], "class": class_},
    )


def _of_casts(captures: Captures, twice: Node, file: SourceFile) -> Hit | str:
    """`self as *mut Self as *mut Parent`, and `shape as *const dyn Shape as *const Circle`."""
    first, class_ = text(field(twice, "type")), text(captures["class"])
    is_object = re.fullmatch(r"\*(mut|const) (Self|_|dyn\b.*|\(dyn\b.*\))", first) is not None
    if not is_object or _PLUMBING.search(last_segment(class_)) or not re.match(r"[A-Z]\w", last_segment(class_)):
        return "what is cast is no trait object or `self`, or the target no class of C"
    if "dyn" not in first and (text(field(twice, "value")) != "self" or class_ in file.names.structs):
        return "what is cast is not known to be an object of another class"
    return Hit(
        at=captures["call"],
        confidence="low" if has_safety_comment(captures["call"]) else None,
        values={"code": captures["call"], "class": class_},
    )


def _is_callback(call: Node, source: Node, file: SourceFile) -> bool:
    """Whether a callback of C takes its own object back, about which another rule speaks."""
    function = file.function(call)
    return function is not None and is_abi(function.node) and context_parameter(function.node) == text(source)


def _is_object(source: Node, class_: str, file: SourceFile) -> bool:
    """`self` as a whole, or a name declared as a pointer to some other struct."""
    if re.fullmatch(
        r"addr_of(_mut)?!\(\*self\)|self|\(self as \*(const|mut) \w+\)|&raw (mut|const) \*self", text(source)
    ):
        return True
    binding = local_binding(source) if source.type == "identifier" else None
    kind = binding.child_by_field_name("type") if binding is not None else None
    if kind is None or kind.type != "pointer_type":
        return False
    target = last_segment(pointee(kind))
    return (
        target[:1].isupper()
        and target != last_segment(class_)
        and not _PLUMBING.search(target)
        and class_ not in file.names.structs
    )
