"""adopted-descriptor: a safe function takes over the file descriptor behind any number that it is given."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, callee, descendants, documentation, field, text
from review_assist.syntax.roles import c_function, is_called_from_outside
from review_assist.syntax.source import Function, SourceFile, squeezed

_NAME = pattern(r"fd|fildes|sock|socket|(\w+_)?fd|fd_\w+")
_NUMBER = pattern(r"(\w+::)*(RawFd|i32|c_int)")
_TAKES_OVER = pattern(r"(\w+::)*(OwnedFd|File|[A-Z]\w*(Stream|Listener|Socket|Datagram))::from_raw_fd")
_ONLY_LOOKS = pattern(
    r"(\w+_)?(f?stat\w*|get\w*|set\w*|is\w*|tc\w*|mmap\d*|poll|epoll_ctl|ioctl|fcntl|dup\d?|lseek|p?readv?|p?writev?|"
    r"send\w*|recv\w*|bind|listen|connect|accept\d?|flock|f?sync|close)(_\w+)?"
)


@rule(
    level="warning",
    confidence="high",
    words=("fd", "sock", "fildes"),
    needs_rust="1.63",
    message="`{function}` is safe, and makes the descriptor behind the number `{name}` its own, whatever that is",
    ask="could `{function}` take `{name}` as an `OwnedFd`, as it seems to keep the descriptor?",
    why="""A descriptor in C is an `int`, and who closes it is a matter of documentation. Closed twice, the number
        may belong to another file by then. `OwnedFd` is closed once, when it is dropped, and `BorrowedFd` is open
        for as long as it lives.""",
    instead="""Take an `OwnedFd` where the function keeps or closes it, a `BorrowedFd<'_>` where it only uses it;
        `as_raw_fd()` and `into_raw_fd()` give the number that C wants.""",
    query="""
    (function_item name: (_) @name
      parameters: (parameters (parameter pattern: (identifier) @parameter type: (_) @type))
      body: (block) @body) @function
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    outranks=("raw-descriptor-parameter",),
    in_c="""
        struct stream *stream_new(int fd);      /* closes fd? */
    """,
    checks="The compiler then knows who closes it: it cannot be closed twice, or used when it is closed.",
)
def adopted_descriptor(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An open file is a number in C. It can be copied, kept, closed by whoever comes first and used after that, and
    the kernel gives the same number to the next file that is opened. What a function does with a descriptor that
    it is given stands in its documentation, or has to be read.

    In Rust the type says it, since 1.63. `OwnedFd` closes the descriptor when it is dropped; passing it on hands
    the duty over, and it cannot be used afterwards. `BorrowedFd` is tied to the owner's lifetime. A safe
    function that makes a `File` of a number closes what is not its own when it is given a wrong one, and may do
    so to a file that another thread has opened in between. That is why `from_raw_fd` is `unsafe`: somebody
    has to know whose it is.

    ## Keep it when
    The function is an `unsafe fn` whose `# Safety` section asks for an open descriptor, or C calls it.

    ## Known problems
    That a number is a descriptor is told by its name.

    ```rust bad
    fn log_to(fd: RawFd) -> Logger {
        // SAFETY: the descriptor is open.
        let file = unsafe { File::from_raw_fd(fd) };
        Logger::new(file)
    }
    ```
    ```rust good
    fn log_to(fd: OwnedFd) -> Logger {
        Logger::new(File::from(fd))
    }
    ```
    ```rust good
    // The number was made here.
    fn open_log(name: &CStr) -> io::Result<File> {
        // SAFETY: `name` is a C string.
        let fd = check(unsafe { libc::open(name.as_ptr(), libc::O_WRONLY | libc::O_APPEND) })?;
        // SAFETY: it was opened above, and nobody else has it.
        Ok(unsafe { File::from_raw_fd(fd) })
    }
    ```
    """
    function, name = file.function(captures["function"]), text(captures["parameter"])
    if function is None or function.is_unsafe or function.is_trait_method:
        return "the function is `unsafe`, not shown, or the trait gives its signature"
    if not _NAME.fullmatch(name) or not _NUMBER.fullmatch(squeezed(text(captures["type"]))):
        return "the parameter is not named like a descriptor, or is no number"
    if "afety" in documentation(function.node) or is_called_from_outside(function.node, file.names):
        return "its documentation tells the duty, or something outside of Rust calls it"
    uses = list(_calls_with(name, captures["body"]))
    if any(_TAKES_OVER.fullmatch(callee(call)) for call in uses) and "ManuallyDrop" not in text(captures["body"]):
        return Hit(at=captures["parameter"], values={"function": captures["name"], "name": name})
    kept = _makes_itself(function) and any(_keeps(call, file) for call in uses)
    values: dict[str, Node | str] = {"function": captures["name"], "name": name}
    return (
        Hit(at=captures["parameter"], values=values, confidence="medium")
        if kept
        else "it does not take the descriptor over"
    )


def _calls_with(name: str, body: Node) -> Iterator[Node]:
    """The calls in unsafe code that get the number itself."""
    for block in descendants(body, "unsafe_block"):
        for call in descendants(block, "call_expression"):
            if any(text(without_casts(argument)) == name for argument in arguments(call)):
                yield call


def _makes_itself(function: Function) -> bool:
    """Whether it is a constructor."""
    result, own = squeezed(text(field(function.node, "return_type"))), self_type(function.node)
    return bool(own) and result.removeprefix("io::").removeprefix("Result<").removeprefix("Option<").startswith(
        ("Self", own)
    )


def _keeps(call: Node, file: SourceFile) -> bool:
    """Whether a function of C, to all appearance, stores the descriptor in the object that it makes."""
    last = callee(call).rpartition("::")[2]
    name = c_function(call, file.names) or (last if last in file.names.foreign else "")
    return bool(name) and not _ONLY_LOOKS.fullmatch(name)
