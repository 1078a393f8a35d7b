"""errno-read-by-hand: errno is fetched through its address, or its text through `strerror`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, arguments, callee, enclosing, field, macro_name, statements, text
from review_assist.syntax.roles import c_function
from review_assist.syntax.source import SourceFile

_ADDRESSES = ("__errno_location", "__error", "__errno", "_errno", "errno_location")
_HELPER_LIMIT = 120
"""Bytes of the body of a function that only fetches errno."""
_TEXTS = ("strerror", "strerror_r", "perror")


@rule(
    level="warning",
    confidence="high",
    words=("errno", "__error", "strerror", "perror"),
    message="`{read}` asks for errno by hand: in Rust this is {better}",
    ask="could `{read}` be {better}?",
    why="""In C the next call may overwrite errno, so it is read at once and passed around as a number.
        `io::Error` takes it once, and then is a value that can be returned and printed.""",
    instead="""Right after the call that failed use `io::Error::last_os_error()`: `kind()` or
        `raw_os_error()` compares it, `Display` is its text, and `?` hands it on. A number that is there
        already becomes one by `from_raw_os_error()`.""",
    query="""
    (unary_expression (call_expression function: [(identifier) (scoped_identifier)]) @call) @at
    (macro_invocation macro: (identifier) @name (token_tree) @tokens (#eq? @name "errno")) @at
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name "strerror" "strerror_r" "perror")) @at
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    outranks=("c-string-call",),
    in_c="""
        if (ftruncate(fd, size) < 0)
            return -errno;
    """,
    checks="""
        The compiler then keeps the error apart from other numbers, and warns if the `Result` that carries
        it is dropped.
    """,
)
def errno_read_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C library tells why a call failed by a number in thread-local memory. It is only right between that call
    and the next one, and a log line in between is enough to lose it. In Rust its address comes from a
    function whose name differs from system to system: `__errno_location`, `__error`, `_errno`.

    `std::io::Error::last_os_error()` reads it on every system, without `unsafe`, and makes a value of it. The
    value is compared by `kind()` or `raw_os_error()`, prints the text that `strerror` would find, and
    fits every function that returns `io::Result`. The number then need not be negated, passed on and
    looked up again.

    ## Keep it when
    errno is written: before `readdir` or `strtol`, which report by it alone, or because C will read it. The
    standard library has no function for that, and the rule is silent.

    ## Known problems
    A helper that holds the only such line of a project is asked about like any other.

    ```rust bad
    fn set_size(fd: i32, size: i64) -> Result<(), i32> {
        // SAFETY: ftruncate takes any number.
        if unsafe { libc::ftruncate(fd, size) } != 0 {
            // SAFETY: the address is valid in this thread.
            return Err(unsafe { *libc::__errno_location() });
        }
        Ok(())
    }
    ```
    ```rust good
    fn set_size(fd: BorrowedFd<'_>, size: i64) -> std::io::Result<()> {
        // SAFETY: ftruncate takes any number.
        if unsafe { libc::ftruncate(fd.as_raw_fd(), size) } != 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok(())
    }
    ```
    ```rust good
    // Written, since the next call tells its errors by errno alone.
    fn clear_errno() {
        // SAFETY: the address is valid in this thread.
        unsafe { *libc::__errno_location() = 0 };
    }
    ```
    """
    at = captures["at"]
    if _is_written(at) or _is_printed(at):
        return "it is written, or is what `strerror` is given"
    call = captures.get("call") or at
    name = "errno" if macro_name(at) == "errno" else c_function(call, file.names)
    if name not in (*_ADDRESSES, *_TEXTS, "errno") or (at.type == "unary_expression" and name in _TEXTS):
        return "it is not errno or its text"
    return Hit(
        at=at,
        values={"read": _read(at, call), "better": _better(name)},
        confidence="medium" if _is_helper(at, file) or _gets_a_number(call, name) else None,
    )


def _read(at: Node, call: Node) -> str:
    if at.type == "macro_invocation":
        return "errno!()"
    return ("*" if at.type == "unary_expression" else "") + f"{callee(call)}()"


def _better(name: str) -> str:
    if name == "perror":
        return "a message with `io::Error::last_os_error()` in it"
    if name in _TEXTS:
        return "an `io::Error`, which prints that text and the number"
    return "`io::Error::last_os_error()`"


def _is_written(at: Node) -> bool:
    parent = at.parent
    return parent is not None and parent.type == "assignment_expression" and field(parent, "left") == at


def _is_printed(at: Node) -> bool:
    """Whether it is what `strerror` is given: then one note tells both."""
    call = enclosing(at, "call_expression")
    return call is not None and at.parent in call.children and callee(call).rpartition("::")[2] in _TEXTS


def _gets_a_number(call: Node, name: str) -> bool:
    """Whether `strerror` gets a number whose origin is not errno on the spot."""
    given = arguments(call) if name in _TEXTS and call.type == "call_expression" else []
    return bool(given) and "errno" not in text(given[0]).lower() and "__error" not in text(given[0])


def _is_helper(at: Node, file: SourceFile) -> bool:
    """Whether reading it is all that the function is for."""
    function = file.function(at)
    body = field(function.node, "body") if function is not None else None
    if (
        body is None
        or body.end_byte - body.start_byte >= _HELPER_LIMIT
        or any(parent.type == "return_expression" for parent in ancestors(at))
    ):
        return False
    return len(statements(body)) == 1
