"""status-handed-on: a safe function answers with the status of the C function that it wraps."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import PLAIN_INTS, return_type, returned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_MAY_FAIL = pattern(
    r"(^|_)(start|stop|send|transmit|init|setup|open|close|set|add|del|remove|register|unregister|attach|detach|"
    r"bind|listen|connect|accept|create|destroy|load|save|enable|disable|reset|flush|sync|resume|suspend|apply|"
    r"configure|request|submit|update|write|commit|mount|unmount|map|unmap|lock|realize|probe|run|do)(_|$)"
)
_IS_A_NUMBER = pattern(
    r"(^|_)(fd|pid|count|len|size|num|id|index|pos|offset|level|mask|value|signal|is|has|get|version)(_|$)"
)

_GIVES_A_DESCRIPTOR = pattern(r"open(at2?)?|creat|dup[23]?|socket|accept4?|\w*(epoll|eventfd|timerfd|memfd)\w*")


@rule(
    level="warning",
    confidence="medium",
    words=("-> i32", "c_int"),
    message="`{function}` hands on the `{type}` of `{called}()` as it is",
    ask="""is the `{type}` that `{function}` hands on from `{called}()` a status, and could that become a
        `Result` here?""",
    why="""In C each caller knows by custom whether -1, a negative errno or anything but 0 means failure. Past the
        wrapper nobody does: a caller in Rust who drops the number gets no warning, and `?` does not know it.""",
    instead="""Turn the number into a `Result` in `{function}`, where the custom of `{called}()` is known. If it is
        not a status, a name or a type of its own can say what it is.""",
    query="(function_item return_type: (_) @type body: (block)) @function",
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
    ),
    in_c="""
        int bus_send(struct bus *b, uint8_t v)
        {{ return b->ops->send(b, v); }}      /* 0, or -EIO */
    """,
    checks="The compiler then warns about a caller that ignores a failure, and `?` hands it on.",
)
def status_handed_on(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Layers of C hand an `int` from one to the next, and what it means stays a matter of custom: for one library
    0 is success, for another 1 is, for a third a negative errno tells what went wrong.

    A wrapper in Rust is where the custom is known for the last time. It turns the number into a
    `Result`, once; from there on the compiler sees to it that nobody forgets it. If it hands the number on, the
    rest of the program is written as in C, with comparisons to 0 all over.

    ## Keep it when
    The function is C's interface itself, as in a `-sys` crate, or the number is an answer: a count, a
    descriptor, a level.

    ## Known problems
    Whether the number is a status is guessed from the name of the function; it is only asked.

    ```rust bad
    impl Bus {
        pub fn send(&self, byte: u8) -> i32 {
            // SAFETY: the bus is alive, and C keeps no pointer to it.
            unsafe { bindings::bus_send(self.as_ptr(), byte) }
        }
    }
    ```
    ```rust good
    impl Bus {
        pub fn send(&self, byte: u8) -> Result<(), Nack> {
            // SAFETY: the bus is alive, and C keeps no pointer to it.
            match unsafe { bindings::bus_send(self.as_ptr(), byte) } {
                0 => Ok(()),
                _ => Err(Nack),
            }
        }
    }
    ```
    ```rust good
    // An answer, no status.
    impl Bus {
        pub fn pending_count(&self) -> i32 {
            // SAFETY: the bus is alive, and C keeps no pointer to it.
            unsafe { bindings::bus_pending_count(self.as_ptr()) }
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_unsafe or not function.is_whole or function.is_trait_method:
        return "the function is `unsafe`, not all shown, or the trait gives its signature"
    if return_type(function.node) not in PLAIN_INTS:
        return "it returns no plain integer"
    if not _MAY_FAIL.search(function.name) or _IS_A_NUMBER.search(function.name):
        return "its name does not say that it may fail"
    answers = returned(function.node)
    if len(answers) != 1 or not is_c_path(callee(answers[0]), file.names):
        return "it does more than call one C function"
    called = callee(answers[0]).rpartition("::")[2]
    if _GIVES_A_DESCRIPTOR.fullmatch(called):
        return "C gives it a descriptor"
    return Hit(at=captures["type"], values={"function": function.name, "type": captures["type"], "called": called})
