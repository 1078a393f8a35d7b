"""File descriptors that are plain numbers: their names and types, and what calls do with them."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import arguments, callee, descendants, method, text
from review_assist.syntax.source import SourceFile, squeezed

NAME = pattern(r"_?(fd|fildes|sock|socket|memfd|(\w+_)?fd)_?")
NUMBER = pattern(r"(\w+::)*(RawFd|i32|c_int)")
_CLOSES = pattern(r"(\w+::)*close")
_GIVES = pattern(r"(\w+::)*(OwnedFd|File|[A-Z]\w*(Stream|Listener|Socket|Datagram))::from_raw_fd")
_USES = frozenset(
    """accept accept4 bind connect dup epoll_ctl fallocate fchmod fchown fcntl fdatasync fdopendir flock fstat
    fstat64 fstatat
    fstatfs fstatvfs fsync ftruncate futimens getpeername getsockname getsockopt ioctl isatty listen lseek
    lseek64 openat pread preadv pwrite pwritev read readv recv recvfrom recvmsg send sendmsg sendto setsockopt
    shutdown syncfs tcdrain tcflush tcgetattr tcgetpgrp tcsetattr tcsetpgrp ttyname ttyname_r unlinkat write writev
    """.split()
)
"""Functions of the system, and their namesakes in `nix` and `rustix`, that use a descriptor and leave it open."""
_WITHOUT_STD = pattern(r"#!\[no_std\]|\b(core|alloc)::")
_WITH_STD = pattern(r"\bstd::")


def calls_with(place: str, holder: Node, file: SourceFile) -> Iterator[tuple[str, Node]]:
    """What calls do with the descriptor in a place such as `fd`: `closes`, `uses`, `maps` or `gives` it away."""
    for call in descendants(holder, "call_expression", into_functions=True):
        if method(call) or not any(_names(argument, place) for argument in arguments(call)):
            continue
        name = callee(call).rpartition("::")[2]
        if (callee(call) == name and name in file.names.functions) or callee(call).startswith("syscall::"):
            continue  # a function of this file, or of Redox, that happens to be called like one of Unix
        if _CLOSES.fullmatch(callee(call)):
            yield "closes", call
        elif _GIVES.fullmatch(callee(call)):
            yield "gives", call
        elif name in _USES:
            yield "uses", call
        elif name == "mmap":
            yield "maps", call


def _names(argument: Node, place: str) -> bool:
    return squeezed(text(without_casts(argument))) == place


def is_of_the_system(name: str) -> bool:
    """Whether a function of this name is one of the system's own, as a C library has them."""
    return name in _USES or name == "close"


def has_no_std(file: SourceFile) -> bool:
    """Whether the types of the standard library are out of reach, as far as the patch shows it."""
    if file.profile.policy.no_std:
        return True
    shown = [text(root) for root in file.names.roots]
    return any(map(_WITHOUT_STD.search, shown)) and not any(map(_WITH_STD.search, shown))
