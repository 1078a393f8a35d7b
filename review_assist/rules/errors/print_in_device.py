"""print-in-device: a device writes to the terminal with `println!` or `eprintln!`."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.errors._devices import is_driven
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import macro_name
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    clippy=("print_stdout", "print_stderr"),
    words=("println!", "print!", "dbg!"),
    message="`{macro}!` in a device bypasses the log",
    ask="could this `{macro}!` go to the log, or become an error?",
    why="""What `fprintf(stderr, ...)` was in C: nobody can turn it off, and a guest that repeats the access
        floods the terminal or the log of the host. A log can be filtered, and an error reaches whoever chose
        the setting.""",
    instead="""For a guest's mistake use the project's log of guest errors, for a bad setting return an error,
        for tracing a trace point.""",
    query="""
    (call_expression function: (identifier) @name
      (#any-of? @name "println_" "eprintln_" "print_" "eprint_" "dbg_")) @at
    (macro_invocation macro: (identifier) @name
      (#any-of? @name "println" "eprintln" "print" "eprint" "dbg")) @at
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FileRole.BUILD,
        FileRole.BINDING,
        FunctionRole.TEST,
    ),
    in_c='fprintf(stderr, "write to bad offset %#lx\\n", offset);',
    checks="A reader no longer has to ask whether a guest can flood the terminal with this line.",
)
def print_in_device(captures: Captures, file: SourceFile) -> Hit | str:
    """
    While a device is being written, `printf` is the quickest way to see what it does, and some of the calls
    stay: for offsets that do not exist, for features that are missing, for settings that make no sense.

    `println!` and `eprintln!` are Rust's `printf`. In a device they have three readers who each need another
    way. The developer wants a trace point, which costs nothing when it is off. The operator wants guest errors
    in a log with a mask. The user who got a setting wrong wants an error from the command or the monitor that
    set it. Standard output may also belong to somebody else: a serial console, or a management tool that
    parses it.

    ## Keep it when
    Never in a device that is merged; in a tool, a build script or a test it is right, and the rule is silent.

    ## Known problems
    Devices are recognised by their path, as the profile of the project tells it. Where no profile fits the rule is
    silent: printing may be what that program is for.

    ```rust bad path=rust/hw/char/x/src/device.rs
    impl Uart {
        fn write(&self, offset: u64, value: u64) {
            match offset {
                0 => self.send(value),
                _ => eprintln!("write to bad offset {offset}"),
            }
        }
    }
    ```
    ```rust good path=rust/hw/char/x/src/device.rs
    impl Uart {
        fn write(&self, offset: u64, value: u64) {
            match offset {
                0 => self.send(value),
                _ => log_mask_ln!(Log::GuestError, "write to bad offset {offset}"),
            }
        }
    }
    ```
    ```rust good path=src/bin/uart.rs
    // A tool: its output is its purpose.
    fn main() {
        println!("{}", describe());
    }
    ```
    """
    at = captures["at"]
    if not file.is_device:
        return "the file is no device or driver"
    return Hit(
        at=at,
        values={"macro": macro_name(at)},
        confidence="high" if is_driven(file.function(at), file) else "medium",
    )
