"""fatal-error-pointer: a call into C is given `error_fatal` or `error_abort`, so a failure ends the process."""

from __future__ import annotations

import re

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import macro_name, text
from review_assist.syntax.source import SourceFile, squeezed


@rule(
    level="warning",
    confidence="medium",
    words=("error_fatal", "error_abort"),
    message="`{pointer}` makes any failure of this call end the process",
    ask="should a failure here end the process, as `{pointer}` makes it, or could the caller decide?",
    why="""In C the caller passes `&error_fatal` because checking costs four lines. With `Result` it costs a `?`,
        and whether an error is fatal can be decided where the command line is known.""",
    instead="""Call C with an empty error slot and return its error as a `Result`; a caller for whom
        it is fatal unwraps it there.""",
    query="""
    [
      (macro_invocation macro: (_) (token_tree)) @pointer
      (reference_expression value: (_)) @pointer
    ]
    """,
    outranks=("const-cast-away",),
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.MACROS),
    in_c="sysbus_realize(SYS_BUS_DEVICE(dev), &error_fatal);",
    checks="""
        The compiler then warns of a failure that nobody handles; ending the process is a decision that
        stands in the code.
    """,
)
def fatal_error_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    QEMU's C code passes `&error_fatal` or `&error_abort` where a failure is not expected: the callee then
    prints the message and exits, or aborts. It saves the caller the test, and it is fine in code that builds a
    machine from the command line.

    A Rust function that does so decides for all its callers, and its signature does not tell: it
    looks as if it cannot fail. If it returns a `Result` instead, the signature tells, `?` is the whole
    test, and the caller that knows the failure to be fatal says so with `unwrap` or a helper of that meaning.
    A device that is plugged in while the guest runs must not end the process.

    ## Keep it when
    The call is made while the machine is put together and cannot be made later, or a failure is a bug of the
    program itself. The one helper that unwraps a `Result` this way needs it, too.

    ## Known problems
    Whether the code can run after start-up is not visible.

    ```rust bad
    fn realize(device: &Device) {
        // SAFETY: the device is alive.
        unsafe { bindings::sysbus_realize(device.as_mut_ptr(), addr_of_mut!(bindings::error_fatal)) };
    }
    ```
    ```rust good
    fn realize(device: &Device) -> Result<(), Error> {
        // SAFETY: the device is alive, and the closure gets an empty slot.
        Error::with_slot(|errp| unsafe { bindings::sysbus_realize(device.as_mut_ptr(), errp) })
    }
    ```
    ```rust good
    // Its own variable, which only sounds alike.
    fn report(error_fatal_count: &mut u32) {
        *error_fatal_count += 1;
    }
    ```
    """
    pointer = captures["pointer"]
    code = squeezed(text(pointer))
    if pointer.type == "macro_invocation" and macro_name(pointer) not in ("addr_of_mut", "addr_of"):
        return "it is no address"
    if not re.fullmatch(r"(\w+!\(|&(raw)?(mut|const)?)(\w+::)*error_(fatal|abort)\)?", code):
        return "it is not the error pointer that ends the process"
    function = file.function(pointer)
    if function is not None and re.search(r"fatal|abort", function.name):
        return "the function says by its name that it ends the process"
    return Hit(at=pointer, values={"pointer": pointer})
