"""c-struct-field-access: a device reads the fields of the C struct behind its parent class."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import method, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_UPCASTS = ("upcast", "upcast_mut", "dynamic_cast", "downcast")


@rule(
    level="warning",
    confidence="medium",
    words=("upcast", "dynamic_cast", "downcast"),
    message="`{code}` reads a field of the C struct behind `{class}`",
    ask="could the binding of `{class}` have an accessor for `{code}`?",
    why="""A device in C may look into the structs of its parents, because the header shows them. From Rust
        such a read depends on C's layout, and on a lock that nobody sees at this place.""",
    instead="""Add a method to the binding of `{class}` that returns the value, and call that; it can check
        the lock, and an index, in one place.""",
    query="""
    (field_expression value: [(call_expression) (index_expression) (field_expression) (identifier)] @value) @access
    """,
    silent_in=(
        FunctionRole.THUNK,
        FileRole.BINDING,
        FileRole.SHIM,
        FileRole.MACROS,
        FileRole.TEST,
        FunctionRole.TEST,
    ),
    in_c="hwaddr base = SYS_BUS_DEVICE(s)->mmio[0].addr;",
    checks="""
        The compiler then lets device code reach the field through the accessor, where lock and index are
        checked once.
    """,
)
def c_struct_field_access(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a device casts itself to its parent class and reads the parent's fields. The header declares them,
    so they are everybody's.

    A binding in Rust puts the struct of C behind a type of its own, with methods. A method can assert that
    the lock is held, check an index and return an `Option`, and when the struct changes in C, one place has
    to follow. A field that is read from outside has none of this, and keeps the binding from ever making the
    struct private.

    ## Keep it when
    The parent is written in Rust itself, and the field is part of what it offers.

    ## Known problems
    Whether the parent is a struct of C or of Rust is only known if it is declared in the same file.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn base(&self) -> u64 {
            self.upcast::<SysBusDevice>().mmio[0].addr
        }
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn base(&self) -> u64 {
            self.mmio_addr(0).unwrap()
        }
    }
    ```
    ```rust good path=rust/hw/misc/example/src/device.rs
    impl ExampleState {
        fn name(&self) -> String {
            self.upcast::<DeviceState>().name()
        }
    }
    ```
    """
    access = captures["access"]
    parent = access.parent
    if parent is None or parent.type == "field_expression" or _is_callee(access) or _is_indexed_further(access):
        return "the rest of the chain speaks for it"
    upcast = _upcast(access)
    class_ = _class(upcast) if upcast is not None else ""
    if not class_ or class_ in file.names.structs:
        return "it does not start from a cast to a class of C"
    return Hit(at=access, values={"code": access, "class": class_})


def _is_callee(access: Node) -> bool:
    parent = access.parent
    while parent is not None and parent.type == "generic_function":
        access, parent = parent, parent.parent
    return (
        parent is not None
        and parent.type == "call_expression"
        and parent.child_by_field_name("function") == access
    )


def _is_indexed_further(access: Node) -> bool:
    """`a.mmio` of `a.mmio[0].addr`: the whole chain speaks once."""
    parent = access.parent
    return (
        parent is not None
        and parent.type == "index_expression"
        and parent.named_children[0] == access
        and parent.parent is not None
        and parent.parent.type == "field_expression"
    )


def _upcast(access: Node) -> Node | None:
    """The cast at the root of `self.upcast::<T>().a[0].b`, or of the `let` that named it."""
    node = unwrapped(access.named_children[0])
    while node.type in ("field_expression", "index_expression"):
        node = unwrapped(node.named_children[0])
    if node.type == "identifier":
        binding = local_binding(node)
        value = binding.child_by_field_name("value") if binding is not None else None
        node = value if value is not None else node
    return node if node.type == "call_expression" and method(node) in _UPCASTS else None


def _class(upcast: Node) -> str:
    function = upcast.child_by_field_name("function")
    kinds = function.child_by_field_name("type_arguments") if function is not None else None
    return text(kinds)[1:-1].strip() if kinds is not None else ""
