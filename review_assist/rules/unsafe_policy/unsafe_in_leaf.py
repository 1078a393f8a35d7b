"""unsafe-in-leaf: a device or driver uses `unsafe` itself, though a layer of bindings exists for that."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import has_safety_comment, keyword, unsafe_of
from review_assist.syntax.nodes import callee, comments_above, descendants, field, macro_name, text
from review_assist.syntax.roles import c_function, is_c_path
from review_assist.syntax.source import SourceFile

_GAP = pattern(r"\b(TODO|FIXME|XXX|bindings?|wrappers?|abstractions?)\b", re.IGNORECASE)
"""A comment with one of these words names the gap already."""
_OWN_BINDINGS = pattern(r"(crate|super)::(\w+::)*(c|bindings|ffi|sys)(::\w+)*")
"""Where a crate keeps what bindgen made for itself: then nothing lies between it and C."""
_TYPE_OF_C = pattern(r"(c|bindings|ffi|sys|(\w+::)*(c|bindings|ffi|sys|\w+_sys))::\w+")
_LOOK_AT = 100
"""Unsafe blocks of one function; it speaks of the first that the patch wrote without a reason."""


@rule(
    level="note",
    confidence="medium",
    words=("unsafe",),
    message="`{function}` needs `unsafe` for {what}, in a file that is meant to do without",
    ask="which binding is missing, so that `{function}` needs `unsafe` for {what}?",
    why="""A C driver calls whatever the headers offer. Here a layer of bindings is meant to hold the unsafe
        code, so that it is reviewed once, and a driver can be reviewed for what it does.""",
    instead="""Use the safe binding for {what} if there is one; otherwise add it to the binding crate, or name
        the missing one in a TODO and justify this block with `// SAFETY:`.""",
    query="(function_item body: (block) @body) @function",
    silent_in=(
        FileRole.BINDING,
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FileRole.BUILD,
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.TEST,
    ),
    outranks=("missing-safety-comment",),
    covers=("missing-safety-comment",),
    in_c="ioctl(s->fd, TIOCSBRK, on);         /* straight from the device */",
    checks="The compiler then checks the device without exception: there is no `unsafe` left in it to review.",
)
def unsafe_in_leaf(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A driver in C includes the headers it needs and calls what they declare; there is nothing in between. A
    driver in Rust stands on a layer of bindings that wraps the same functions into types: a timer that cannot
    outlive its owner, a string that is terminated, a call that asserts the lock.

    The `unsafe` of such a project is meant to be in that layer, where it is written and justified once. An
    `unsafe` block in the driver itself usually marks a gap in it, and every other driver will meet the same
    gap. So the question in review is less whether the block is right than which binding would replace it.

    ## Keep it when
    No binding can express it yet. A SAFETY comment shows that the block was thought about, and silences this,
    unless the block calls C itself; then it takes a word on the missing binding, such as a TODO.

    ## Known problems
    Only asked where the layer is known to exist, by the folder: QEMU's devices and Linux's drivers. A file
    whose crate has bindings of its own (`use crate::bindings`, `impl bindings::inode`) is such a layer itself, and
    passed over.

    ```rust bad path=rust/hw/char/uart/src/device.rs
    impl UartState {
        fn send_break(&self, on: i32) {
            unsafe { backend_ioctl(self.backend.as_ptr(), SET_BREAK, on) };
        }
    }
    ```
    ```rust good path=rust/hw/char/uart/src/device.rs
    impl UartState {
        fn send_break(&self, on: bool) {
            self.backend.send_break(on);
        }
    }
    ```
    ```rust good path=rust/hw/char/uart/src/device.rs
    impl UartState {
        fn send_break(&self, on: i32) {
            // SAFETY: the backend lives as long as the device. TODO: a binding for ioctls.
            unsafe { backend_ioctl(self.backend.as_ptr(), SET_BREAK, on) };
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None:
        return "the function is not shown"
    if function.is_unsafe:
        return "the function is `unsafe`: it has another duty"
    if not file.is_device:
        return "the file is no device or driver"
    if _is_the_layer(file):
        return "the file is itself the layer that wraps C"
    for block in islice(descendants(captures["body"], "unsafe_block"), _LOOK_AT):
        if not file.is_added(block):
            continue
        what = _c_call(block, file) if has_safety_comment(block, file) else _operation(block, file)
        if what:
            return Hit(
                at=keyword(block),
                values={"function": function.name, "what": what},
                names=unsafe_of(function, file),
            )
    return "no added `unsafe` block of it calls C, or dereferences, without a reason"


def _is_the_layer(file: SourceFile) -> bool:
    """
    Whether the file's own crate binds C, so that the file is one of those that wrap it.

    Only the crate of a type can have an `impl` of its own for it: `impl bindings::inode { .. }` tells as much.
    """
    names = file.names
    if any(_OWN_BINDINGS.fullmatch(path) for path in (*names.imports.values(), *names.globs)):
        return True
    own = (block for root in names.roots for block in descendants(root, "impl_item") if not field(block, "trait"))
    return any(_TYPE_OF_C.fullmatch(text(field(block, "type"))) for block in own)


def _c_call(unsafe_block: Node, file: SourceFile) -> str:
    """The function of C that an explained block calls, if no comment says that a binding is missing."""
    beside = re.search(r"/[/*].*", text(unsafe_block).partition("\n")[0])
    if _GAP.search(comments_above(unsafe_block)) or (beside is not None and _GAP.search(beside[0])):
        return ""
    has_glob = any(re.search(r"(^|::)bindings(::|$)", glob) for glob in file.names.globs)
    for call in descendants(unsafe_block, "call_expression"):
        name = c_function(call, file.names)
        if re.fullmatch(r"[a-z_]\w*", name) and (has_glob or is_c_path(callee(call), file.names)):
            return f"`{name}`"
    return ""


def _operation(unsafe_block: Node, file: SourceFile) -> str:
    """The first call of a function, or dereference, in the block, for a message; empty if there is neither."""
    for node in descendants(unsafe_block, "call_expression", "unary_expression"):
        if macro_name(node):
            continue
        if node.type == "call_expression" and re.fullmatch(r"(\w+::)*[a-z_]\w*", callee(node)):
            return f"`{callee(node).rpartition('::')[2]}`"
        if node.type == "unary_expression" and text(node).startswith("*") and "self as " not in text(node):
            return f"`{file.quote(node, 40)}`"
    return ""
