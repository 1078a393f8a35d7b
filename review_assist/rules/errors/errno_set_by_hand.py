"""errno-set-by-hand: a function that only Rust calls says why it fails by writing to errno."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, macro_name, text, unwrapped
from review_assist.syntax.roles import is_called_from_outside
from review_assist.syntax.source import SourceFile

_ADDRESSES = ("__errno_location", "__error", "__errno", "_errno", "errno_location")
_CODE = pattern(r"(?:(?:\w+::)*Errno\()?(?:\w+::)*(E[A-Z0-9]{2,})(?: as \w+)?\)?")
"""A reason that has a name: what is put back, or cleared before a call, has none."""


@rule(
    level="warning",
    confidence="medium",
    words=("errno", "__error"),
    message="`{function}` says why it fails by setting errno to `{code}`",
    ask="could `{function}` return a `Result` with `{code}` in it, instead of setting errno to it?",
    why="""A C library gives its reason in errno, beside the -1 or NULL that it returns. The next call may
        overwrite it, and nothing makes a caller look. In Rust the reason travels in the return value.""",
    instead="""Return `Err(io::Error::from_raw_os_error({code}))`, or an error of the function's own, and let
        callers use `?`. Only a function that C calls has to set errno, at its very end.""",
    query="""
    (assignment_expression left: (unary_expression (call_expression) @call) right: (_) @value) @at
    (assignment_expression left: (macro_invocation macro: (identifier) @name) @call right: (_) @value
      (#eq? @name "errno")) @at
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      arguments: (arguments . (_) @value .) (#eq? @name "set_errno")) @at
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    softer_in=(FileRole.BINDING, FileRole.MACROS),
    in_c="""
        errno = EINVAL;
        return -1;
    """,
    checks="The compiler then warns where the reason is dropped, and keeps it apart from the next one.",
)
def errno_set_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    The functions of a C library share one way to fail: they return -1 or NULL, and put the reason into `errno`. A
    port of such a function keeps both, although its callers are Rust by now.

    In Rust the two are one value. `io::Result<T>` carries the number of errno as an `io::Error`, whose text and
    `kind()` are there when they are needed, however many calls were made in between; an enum of the function's own
    says which of its few failures it was. Neither needs `unsafe`, and a caller that does not look is warned.

    ## Keep it when
    C code calls the function and reads errno, or the function stands in for one of the C library.

    ## Known problems
    Whether C calls a function through a pointer cannot be seen if it is a plain `fn`.

    ```rust bad
    fn take(queue: &mut Queue) -> i32 {
        if queue.is_empty() {
            // SAFETY: the address is valid in this thread.
            unsafe { *libc::__errno_location() = libc::EAGAIN };
            return -1;
        }
        queue.pop()
    }
    ```
    ```rust good
    fn take(queue: &mut Queue) -> io::Result<i32> {
        if queue.is_empty() {
            return Err(io::Error::from_raw_os_error(libc::EAGAIN));
        }
        Ok(queue.pop())
    }
    ```
    ```rust good
    // Cleared, since `readdir` tells its errors by errno alone.
    fn clear_errno() {
        // SAFETY: the address is valid in this thread.
        unsafe { *libc::__errno_location() = 0 };
    }
    ```
    """
    at, call, function = captures["at"], captures.get("call"), file.function(captures["at"])
    if function is None or not function.name or is_called_from_outside(function.node, file.names):
        return "C may call the function, and read errno"
    if call is not None and not macro_name(call) and callee(call).rpartition("::")[2] not in _ADDRESSES:
        return "it is not errno that is written"
    code = _CODE.fullmatch(text(unwrapped(captures["value"])))
    if code is None:
        return "what is written has no name: it is cleared, or put back"
    return Hit(at=at, values={"function": function.name, "code": code[1]})
