"""shared-object-mut-self: a method of a device's shared state takes `&mut self`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import implementing, is_declared_object, is_object
from review_assist.syntax.nodes import is_mutable, modifiers, text
from review_assist.syntax.roles import is_abi
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    words=("&mut self",),
    message="`{type}` is a QOM object, which is shared, but `{function}` takes it as `&mut self`",
    ask="could `{function}` take `&self`, as a `{type}` is shared with the rest of QEMU?",
    why="""A C device writes its fields through a pointer that timers, the memory core and the backend hold
        as well. `&mut self` claims that nobody else can reach the object meanwhile; for a shared object
        that is not true.""",
    instead="""Take `&self`{others}, and keep what changes in a struct of registers behind a `BqlRefCell`; borrow
        that at the entry points and pass `&mut` registers down.""",
    query="(impl_item !trait type: (_) @type body: (declaration_list) @body)",
    only_in=("qemu",),
    silent_in=(
        FileRole.BINDING,
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FunctionRole.ABI,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
    ),
    in_c="""
        void uart_raise(UartState *s, uint32_t mask)
        {{ s->level |= mask; }}               /* others hold s as well */
    """,
    checks="The compiler then makes every change go through the cell, which notices at run time if two overlap.",
)
def shared_object_mut_self(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A device model in C is one struct. Its callbacks get a pointer to it as `opaque`, from the memory core,
    from a timer, from the character backend, and each writes the fields it likes; the big lock sees to it that
    only one of them runs at a time.

    `&mut self` promises more than that. It says that during the call no other path to the object exists, not
    even one that only reads, and the compiler optimises accordingly. A device calls out all the time (it
    raises an interrupt, it writes to the backend) and what it called may come back in through another
    callback while the `&mut` is still alive. QEMU's objects are therefore shared from the end of their
    initialisation on: methods take `&self`, and `BqlCell` and `BqlRefCell` hold what changes and check at run
    time what the borrow checker cannot see.

    ## Keep it when
    The method belongs to a struct of registers inside of the device rather than to the device, or runs
    before the object is visible to anybody else.

    ## Known problems
    The struct, or an `impl` of a trait such as `DeviceImpl` for it, has to be visible in the file or its hunks.

    ```rust bad path=rust/hw/char/uart/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct UartState {
        pub parent_obj: ParentField<SysBusDevice>,
        pub level: u32,
    }
    impl UartState {
        pub fn raise(&mut self, mask: u32) {
            self.level |= mask;
        }
    }
    ```
    ```rust good path=rust/hw/char/uart/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct UartState {
        pub parent_obj: ParentField<SysBusDevice>,
        pub regs: BqlRefCell<UartRegisters>,
    }
    impl UartState {
        pub fn raise(&self, mask: u32) {
            self.regs.borrow_mut().raise(mask);
        }
    }
    ```
    ```rust good path=rust/hw/char/uart/src/device.rs
    #[derive(Default)]
    pub struct UartRegisters {
        level: u32,
    }
    impl UartRegisters {
        pub fn raise(&mut self, mask: u32) {
            self.level |= mask;
        }
    }
    ```
    """
    name = re.sub(r"<.*", "", text(captures["type"]), flags=re.DOTALL)
    struct = file.names.structs.get(name)
    is_certain = is_declared_object(struct) if struct is not None else name in implementing(file.names.roots)
    if not is_certain and (struct is None or not is_object(struct)):
        return "the type is not known to be an object that C shares"
    methods = [(m, r) for m, r in _mutable_methods(captures["body"]) if file.is_added(r)]
    if not methods:
        return "no added method takes `&mut self`"
    method, receiver = methods[0]
    return Hit(
        at=receiver,
        values={
            "type": name,
            "function": text(method.child_by_field_name("name")),
            "others": _others(len(methods) - 1),
        },
        confidence=None if is_certain else "medium",
    )


def _others(count: int) -> str:
    """Not in the message: what is told of one method has to be the same before and after a patch."""
    if count < 1:
        return ""
    return ", here and in another method" if count == 1 else f", here and in {count} other methods"


def _mutable_methods(body: Node) -> Iterator[tuple[Node, Node]]:
    """Each method with `&mut self`, and that parameter."""
    for method in body.named_children:
        holder = method.child_by_field_name("parameters")
        for receiver in holder.named_children if holder is not None else ():
            if receiver.type == "self_parameter" and is_mutable(receiver) and not _is_initialiser(method):
                yield method, receiver


def _is_initialiser(function: Node) -> bool:
    """Runs before the object is shared, or says by `unsafe` that it has its own rules."""
    name = text(function.child_by_field_name("name"))
    return "unsafe" in modifiers(function) or name in ("init", "instance_init") or is_abi(function)
