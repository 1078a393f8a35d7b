"""c-string-in-device: device code makes a pointer of a constant C string and hands it to C."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import called, is_literal, surrounding_call
from review_assist.syntax.nodes import receiver, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    words=(".as_ptr()",),
    message="`{literal}` goes to C's `{function}` straight from the device",
    ask="could a binding take a `&str`, so that `{literal}` is not made here for `{function}`?",
    why="""A C call needs `unsafe` and a pointer each time it is written. A device that meets Rust types
        only needs neither; the binding converts once, for all devices.""",
    instead="""Call the safe method of the binding with a `&str`; if there is none for `{function}` yet, that
        is the place to add it.""",
    query="""
    (call_expression function: (field_expression
      value: [(string_literal) (macro_invocation) (identifier) (scoped_identifier)]
      field: (field_identifier) @method)
      (#eq? @method "as_ptr")) @at
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.BINDING, FileRole.MACROS),
    in_c='qdev_prop_set_chr(dev, "chardev", s->chr);',
    checks="The compiler then checks the text's type, and the NUL is added in one place, the binding.",
)
def c_string_in_device(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `qdev_prop_set_string(dev, "name", value)` passes a `char *` without a thought: in C a literal is one. In
    Rust the same call needs a C literal, a pointer to it and an `unsafe` block, at each place it is made from.

    What the device wants to say is a name and a value. A method of the binding, say `set_property(&self, name:
    &str, value: ...)`, is a safe function with types that can be checked; it makes the `CString`, calls
    C, and holds the only `unsafe` block with the one comment that explains it. Devices then have no reason
    to know that there are C strings.

    ## Keep it when
    The call is made once in the whole tree and nobody will make it again, or the literal is part of a
    constant table for C.

    ## Known problems
    Whether the binding has such a method already is not visible. Devices are recognised by their path, as the
    profile of the project tells it; where none fits there may be no layer of bindings, and the rule is silent.

    ```rust bad path=rust/hw/char/x/src/device.rs
    fn setup(device: &Device, backend: &Backend) {
        // SAFETY: both are alive.
        unsafe { bindings::qdev_prop_set_chr(device.raw(), c"chardev".as_ptr(), backend.raw()) };
    }
    ```
    ```rust good path=rust/hw/char/x/src/device.rs
    fn setup(device: &Device, backend: &Backend) {
        device.set_chr_property("chardev", backend);
    }
    ```
    ```rust good path=rust/hw/char/x/src/device.rs
    // Part of a table, not of a call.
    const NAME: *const c_char = c"serial".as_ptr();
    ```
    """
    call = surrounding_call(captures["at"])
    owner = receiver(captures["at"])
    if call is None or owner is None or not file.is_device or not _is_constant(owner, file):
        return "the string is no constant, or the file is no device or driver"
    path = called(call)
    if not is_c_path(path, file.names) and not path.rpartition("::")[2].islower():
        return "the pointer does not go to C"
    return Hit(at=captures["at"], values={"literal": captures["at"], "function": path})


def _is_constant(owner: Node, file: SourceFile) -> bool:
    """A literal, or a constant that is one as far as is visible: a `&CStr`, or a name that bindgen made."""
    if owner.type in ("string_literal", "macro_invocation"):
        return is_literal(owner)
    if not text(owner).rpartition("::")[2].isupper():
        return False
    declared = file.names.type_of(owner)
    return "CStr" in declared if declared is not None else is_c_path(text(owner), file.names)
