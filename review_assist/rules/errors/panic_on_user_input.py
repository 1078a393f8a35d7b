"""panic-on-user-input: a device stops the whole program over a value that a user or guest has chosen."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.errors._devices import is_driven
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, enclosing, field, macro_name, text
from review_assist.syntax.source import SourceFile

_INTERNAL = ("unreachable", "todo", "unimplemented")


@rule(
    level="warning",
    confidence="medium",
    words=("panic!", "unreachable!", "todo!", "unimplemented!"),
    message="`{macro}!` in `{function}` stops the whole program, and a user or a guest may cause it",
    ask="can a user or the guest get `{function}` to this `{macro}!`, and could it be an error instead?",
    why="""C keeps `abort()` for bugs of the program itself. A panic stops the program, too, with all
        other devices in it; whoever sets a device up can expect an error message, and a guest some
        answer.""",
    instead="""In setup and properties return an error, with the text of the panic as its message; in register
        access log the guest's mistake and answer with a harmless value.""",
    query="""
    (call_expression function: (identifier) @name
      (#any-of? @name "panic_" "unreachable_" "todo_" "unimplemented_")) @at
    (macro_invocation macro: (identifier) @name
      (#any-of? @name "panic" "unreachable" "todo" "unimplemented")) @at
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FileRole.BUILD,
        FileRole.BINDING,
        FunctionRole.TEST,
        FunctionRole.CONST,
    ),
    in_c="""
        if (s->channels > 32)
            abort();                        /* or g_assert() */
    """,
    checks="""
        The compiler then warns of a caller who drops the error; that a guest can stop the process is no
        longer to be reviewed.
    """,
)
def panic_on_user_input(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C device that gets a bad property or a strange register access calls `error_setg` or logs a guest error;
    `abort` and `assert` are for bugs of the program. In a first Rust version `panic!` stands in for all three,
    since it is the shortest thing that compiles.

    A panic is for what cannot happen unless the program itself is wrong. What a user types on the command
    line or a guest writes to a register can happen, so it needs an answer: `Err` with a message from the
    functions that set the device up, which `?` hands to whoever reports it, and a log entry plus a defined
    value from those that serve an access. A guest that can panic the host's process has found a
    denial of service.

    ## Keep it when
    The value was checked before and the macro documents a broken invariant; a panic in a `const` is a compile
    error and welcome.

    ## Known problems
    Which values can arrive here is not visible, so the rule asks. Devices are recognised by their path, as the
    profile of the project tells it; where none fits nobody knows who drives the code, and the rule is silent.

    ```rust bad path=rust/hw/timer/x/src/device.rs
    impl Timer {
        fn realize(&self) {
            if self.channels > 32 {
                panic!("at most 32 channels are possible");
            }
            self.start();
        }
    }
    ```
    ```rust good path=rust/hw/timer/x/src/device.rs
    impl Timer {
        fn realize(&self) -> Result<(), Error> {
            if self.channels > 32 {
                return Err(Error::new("at most 32 channels are possible"));
            }
            self.start()
        }
    }
    ```
    ```rust good path=rust/hw/timer/x/src/device.rs
    // Evaluated by the compiler.
    const fn depth(bits: u32) -> usize {
        if bits > 16 {
            panic!("too deep");
        }
        1 << bits
    }
    ```
    """
    at, function = captures["at"], file.function(captures["at"])
    macro = macro_name(at)
    if function is None or not file.is_device or _is_const(captures):
        return "the file is no device, or the code runs when it is compiled"
    if macro in _INTERNAL and not is_driven(function, file):
        return "no user or guest is seen to reach the function"
    return Hit(
        at=at,
        values={"macro": macro, "function": function.name},
        confidence="low" if macro == "unreachable" and not _is_in_default_arm(at) else None,
    )


def _is_in_default_arm(at: Node) -> bool:
    """In `_ => ...`, where every value arrives that nobody thought of."""
    arm = enclosing(at, "match_arm")
    return arm is not None and text(field(arm, "pattern")) == "_"


def _is_const(captures: Captures) -> bool:
    return any(parent.type in ("const_block", "const_item") for parent in ancestors(captures["at"]))
