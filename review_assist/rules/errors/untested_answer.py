"""untested-answer: the -1 with which a system call fails is used as if it were an answer."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._tested_answers import only_in
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import callee, field, text
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, uncommented

_ANSWERS = {
    **dict.fromkeys(("open", "openat", "creat", "socket", "accept", "accept4", "dup"), "a descriptor"),
    **dict.fromkeys(
        ("epoll_create", "epoll_create1", "eventfd", "timerfd_create", "memfd_create"), "a descriptor"
    ),
    **dict.fromkeys(("read", "pread", "readv", "recv", "recvfrom", "recvmsg", "readlink"), "a number of bytes"),
    **dict.fromkeys(("lseek", "lseek64"), "a place in the file"),
    "fcntl": "flags",
}
_ASKS = pattern(r"\bF_(GETFL|GETFD|DUPFD(_CLOEXEC)?|GET_SEALS)\b")
"""What `fcntl` is asked for, if its answer says more than whether it worked."""
_BITS = ("|", "&", "^", "<<", ">>")
_TAKES = pattern(r"(\w+::)*[A-Z]\w*::from_raw_fd")
_MANY = 40
"""Uses of a name that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=("fcntl", "open", "socket", "accept", "dup", "_create", "eventfd", "read", "recv", "lseek", "creat"),
    message="`{call}()` answers -1 when it fails, which is used as {what} here",
    ask="what if `{call}()` fails: should its -1 be told from {what} before it is used?",
    why="""C returns its answers and its failures through the same number, and the compiler does not mind if nobody
        tells them apart. As flags a -1 has every bit set, as a size or an offset it is enormous.""",
    instead="""Test it first, `if {name} == -1 {{ return Err(io::Error::last_os_error()); }}`, or call it through
        the standard library or a crate such as `nix` or `rustix`, whose answer is a `Result`.""",
    query="""
    (let_declaration pattern: (identifier) @name value: (_) @value) @let
    (binary_expression [(call_expression) (unsafe_block)] @direct) @whole
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.MACROS,),
    needs="function",
    in_c="fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);    /* -1? */",
    checks="The compiler then makes the code handle the failure before there is an answer to use.",
)
def untested_answer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that answers with a number has no place for a failure, so one of the numbers means that: -1, with
    the reason in `errno`. Most callers test for it, some do not, and the -1 then goes on as flags with every bit
    set, as a length of nearly everything, or as a descriptor that no call accepts, with an error that
    names the wrong call.

    A `Result` has two places. `File`, `TcpStream` and their relatives return one, as do the wrappers of `nix`
    and `rustix`; what a call gave cannot be used before its failure was thought of, if only by `?`.

    ## Keep it when
    The call cannot fail here, and a comment says why.

    ## Known problems
    Only a few functions of the system are known, and only a name that no code looks at is told.

    ```rust bad
    fn set_nonblocking(stream: &TcpStream) -> io::Result<()> {
        // SAFETY: the descriptor is open.
        let flags = unsafe { libc::fcntl(stream.as_raw_fd(), libc::F_GETFL) };
        // SAFETY: as above.
        check(unsafe { libc::fcntl(stream.as_raw_fd(), libc::F_SETFL, flags | libc::O_NONBLOCK) })
    }
    ```
    ```rust good
    fn set_nonblocking(stream: &TcpStream) -> io::Result<()> {
        stream.set_nonblocking(true)
    }
    ```
    ```rust good
    fn flags_of(stream: &TcpStream) -> io::Result<i32> {
        // SAFETY: the descriptor is open.
        let flags = unsafe { libc::fcntl(stream.as_raw_fd(), libc::F_GETFL) };
        if flags == -1 {
            return Err(io::Error::last_os_error());
        }
        Ok(flags & libc::O_ACCMODE)
    }
    ```
    """
    if (direct := captures.get("direct")) is not None:
        return _used_at_once(direct, captures["whole"], file)
    call, function = _call(captures["value"]), file.function(captures["let"])
    what = _answer(call, file)
    if call is None or not what or function is None or not file.is_visible(captures["let"]):
        return "it is no call that answers with a number or -1"
    name = text(captures["name"])
    uses = [
        use
        for use in file.names.uses.get(name, ())[:_MANY]
        if use != captures["name"] and local_binding(use) == captures["let"]
    ]
    if not uses or not all(_is_taken(use, file) for use in uses) or _is_in_macro(name, function.node, file):
        return "some code that gets the number may look at it"
    return Hit(at=captures["let"], values={"call": text(field(call, "function")), "what": what, "name": name})


def _used_at_once(direct: Node, whole: Node, file: SourceFile) -> Hit | str:
    """`fcntl(fd, F_GETFL) | O_NONBLOCK`."""
    call = _call(direct)
    what = _answer(call, file)
    if call is None or not what or text(field(whole, "operator")) not in _BITS:
        return "it is no call that answers with a number or -1, or the answer is compared"
    return Hit(at=whole, values={"call": text(field(call, "function")), "what": what, "name": "the answer"})


def _call(value: Node) -> Node | None:
    """The call of `unsafe { f() }`, or the call itself."""
    node = without_casts(only_in(without_casts(value)))
    return node if node.type == "call_expression" else None


def _answer(call: Node | None, file: SourceFile) -> str:
    """What the call answers when it does not fail; empty if it is none of those that are known."""
    name = c_function(call, file.names) if call is not None else ""
    return _ANSWERS.get(name, "") if name != "fcntl" or _ASKS.search(text(call)) else ""


def _is_taken(use: Node, file: SourceFile) -> bool:
    """Whether the number is used as an answer there: no code that could look at it gets it."""
    node = use
    while node.parent is not None and node.parent.type in ("parenthesized_expression", "type_cast_expression"):
        node = node.parent
    holder = node.parent
    if holder is None:
        return False
    if holder.type == "binary_expression":
        return text(field(holder, "operator")) in _BITS
    if holder.type == "compound_assignment_expr":
        return text(field(holder, "operator")) in ("|=", "&=") and field(holder, "right") == node
    if holder.type != "arguments" or holder.parent is None:
        return False
    call = holder.parent
    return bool(c_function(call, file.names)) or _TAKES.fullmatch(callee(call)) is not None


def _is_in_macro(name: str, function: Node, file: SourceFile) -> bool:
    """Whether it is mentioned where the parser does not look, which may be a test."""
    start, end = function.start_byte, function.end_byte
    parsed = sum(start <= use.start_byte < end for use in file.names.uses.get(name, ()))
    return _words(function)[name.removeprefix("r#")] > parsed


@lru_cache(maxsize=64)
def _words(function: Node) -> Counter[str]:
    """How often a function has each word, comments left out."""
    return Counter(re.findall(r"\w+", uncommented(text(function))))
