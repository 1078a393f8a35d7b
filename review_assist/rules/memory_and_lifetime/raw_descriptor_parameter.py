"""raw-descriptor-parameter: a safe function gives whatever number it is called with to the system."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.memory_and_lifetime._descriptors import (
    NAME,
    NUMBER,
    calls_with,
    has_no_std,
    is_of_the_system,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, documentation, enclosing, field, text
from review_assist.syntax.roles import is_called_from_outside
from review_assist.syntax.source import SourceFile, squeezed


@rule(
    level="warning",
    confidence="medium",
    words=("fd", "sock", "fildes"),
    needs_rust="1.63",
    message="`{function}` is safe, and takes any number as the file descriptor `{name}`",
    ask="could `{function}` take `{name}` {better} instead of any number?",
    why="""A descriptor in C is an `int`, and that it is open, and stays so, is a matter of care. Used when it is
        closed, the number may belong to another file by then, or to one that another thread has opened.""",
    instead="""Take {cure}, so that the type says whose it is; `as_raw_fd()` gives the number where C wants it.""",
    query="""
    (function_item name: (_) @function
      parameters: (parameters (parameter pattern: (identifier) @name type: (_) @kind))
      body: (block) @body) @item
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    softer_in=(FileRole.MACROS,),
    in_c="int set_size(int fd, off_t size);       /* is fd open? */",
    checks="The compiler then knows that it is open: whoever calls has to hold what owns it.",
)
def raw_descriptor_parameter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An open file is a number in C, and a function that works on one takes an `int`. Rust's `RawFd` is no more
    than a name for that number: it can be copied, outlives the file that it stood for, and a caller may as well
    pass a 7.

    Since Rust 1.63 a parameter can say more. `BorrowedFd<'_>`, or `impl AsFd`, which files, sockets and pipes
    fit as they are, promises that the descriptor is open for as long as the call takes. `OwnedFd` takes it over,
    and closes it. A safe function that gives any number to the system breaks that promise for others: it may
    close, cut or read a file that is none of its caller's.

    ## Keep it when
    The number itself is meant, as the 2 of `2>&1` is in a shell, or it may be none at all.

    ## Known problems
    That a number is a descriptor is told by its name, and by the calls of the system that get it.

    ```rust bad
    fn set_size(fd: RawFd, size: i64) -> io::Result<()> {
        // SAFETY: ftruncate takes any number.
        check(unsafe { libc::ftruncate(fd, size) })
    }
    ```
    ```rust good
    fn set_size(fd: impl AsFd, size: i64) -> io::Result<()> {
        // SAFETY: ftruncate takes any number.
        check(unsafe { libc::ftruncate(fd.as_fd().as_raw_fd(), size) })
    }
    ```
    ```rust good
    // Which number a redirection is for: nothing is open there yet.
    fn redirect(fd: RawFd, target: PathBuf) -> Redirection {
        Redirection::new(fd, target)
    }
    ```
    """
    item, name, kind = captures["item"], text(captures["name"]), squeezed(text(captures["kind"]))
    function = file.function(item)
    if not NAME.fullmatch(name) or not NUMBER.fullmatch(kind) or has_no_std(file):
        return "it is no descriptor, or there is no standard library"
    if function is None or function.is_unsafe or function.is_trait_method or not function.name:
        return "its caller has a duty, or a trait gives the signature"
    if "afety" in documentation(item) or is_called_from_outside(item, file.names) or enclosing(item, "trait_item"):
        return "its documentation names a duty, or others decide on the signature"
    returns = text(field(item, "return_type")).rpartition("::")[2]
    if _may_be_none(name, captures["body"]) or (is_of_the_system(function.name) and returns == "c_int"):
        return "the number may be none, or the function stands in for one of the system"
    done = {what for what, _ in calls_with(name, captures["body"], file)}
    if not done or (done == {"maps"} and not kind.endswith("RawFd")):
        return "the system is not seen to get it"  # without a file, C maps memory with a -1
    if "gives" in done or _is_kept(name, captures["body"]):
        return "it goes into a value, which is the place to change"
    closes = "closes" in done
    better = "as an `OwnedFd`, which closes it when it is dropped," if closes else "as a `BorrowedFd<'_>`,"
    cure = "an `OwnedFd`, whose drop is the `close`" if closes else "a `BorrowedFd<'_>`, or what is `AsFd`"
    return Hit(
        at=captures["name"],
        values={"function": function.name, "name": name, "better": better, "cure": cure},
    )


def _may_be_none(name: str, body: Node) -> bool:
    """Whether -1 stands for no descriptor."""
    return re.search(rf"\b{name}\s*((==?|!=)\s*-1|(<|>=)\s*0)\b", text(body)) is not None


def _is_kept(name: str, body: Node) -> bool:
    """Whether it goes into a struct, whose field is then the place to change."""
    shorthand = any(text(each) == name for each in descendants(body, "shorthand_field_initializer"))
    return shorthand or any(text(field(each, "value")) == name for each in descendants(body, "field_initializer"))
