"""raw-descriptor-field: `fd: RawFd` in a struct that owns the descriptor, a number that nobody has to close."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, descendants, field, has_attribute, text, unwrapped
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_NAME = pattern(r"(\w+_)?(fd|sock|socket|descriptor)_?")
_NUMBER = pattern(r"(Option<)?(\w+::)*(RawFd|i32|c_int)>?")
_OPENS = pattern(
    r"(\w+::)*(open(at2?)?|creat|socket|accept4?|dup|fcntl_dupfd|epoll_create1?|eventfd|timerfd_create|inotify_init1?"
    r"|memfd_create|userfaultfd|kqueue|signalfd|shm_open|fanotify_init|pidfd_open)|.*\.into_raw_fd"
)
_CLOSES = pattern(r"(\w+::)*(libc|nix|rustix|unistd)::(\w+::)*close")
_STEPS = 6
_LIMIT = 200
"""Initialisers that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=("RawFd", "fd:", "sock"),
    message="`{struct}` owns the descriptor in `{field}: {type}`, {how}",
    ask="could `{field}` of `{struct}` be an `OwnedFd`, as it is a number here, {how}?",
    why="""In C a descriptor is an `int`, and each way out of a function has to remember the `close()`. A number
        that is copied or dropped closes nothing, so an error halfway leaks it, and a copy can be closed twice.""",
    instead="""Make it `{owned}`, which closes itself when the value goes{drop}. A call that needs the descriptor
        borrows it by `as_fd()`, or by `as_raw_fd()` where C wants the number.""",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list
      (field_declaration name: (field_identifier) @name type: (_) @type))) @item
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    needs_rust="1.63",
    in_c="""
        s->fd = open(path, O_RDONLY);
        if (setup(s) < 0)
            return -1;                      /* and s->fd? */
    """,
    checks="The compiler then closes it once, on every way out, and refuses its use afterwards.",
)
def raw_descriptor_field(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A struct of C has an `int fd`, its `open` function fills it and its `close` function gives it back. In between
    the number is passed around freely, and every early return is a place where a descriptor can be lost.

    Rust has two types for it. `OwnedFd` closes the descriptor when it is dropped, on every way out of a function,
    and cannot be copied. `BorrowedFd` is one that somebody else closes, and does not outlive that. `RawFd` is the
    bare number for the call into C. A field of that type says nothing of who closes it, and a struct that has a
    `Drop` for it alone does what `OwnedFd` has done already.

    ## Keep it when
    The descriptor belongs to somebody else, or the struct is shared with C. The rule speaks only where the file
    shows that the struct opened it, or closes it when it is dropped.

    ## Known problems
    A program without the standard library has no `OwnedFd`; the rule is silent where the file names nothing of
    `std`.

    ```rust bad
    use std::os::fd::RawFd;

    struct Watch {
        fd: RawFd,
    }
    impl Drop for Watch {
        fn drop(&mut self) {
            // SAFETY: it was opened in `new`, and nobody else closes it.
            unsafe { libc::close(self.fd) };
        }
    }
    ```
    ```rust good
    use std::os::fd::OwnedFd;

    struct Watch {
        fd: OwnedFd,
    }
    ```
    ```rust good
    // It is lent by the caller, who closes it.
    use std::os::fd::RawFd;

    struct Poller {
        fd: RawFd,
    }
    impl Poller {
        fn new(fd: RawFd) -> Self {
            Self { fd }
        }
    }
    ```
    """
    name, owner, declared = text(captures["name"]), text(captures["struct"]), squeezed(text(captures["type"]))
    if not _NAME.fullmatch(name) or not _NUMBER.fullmatch(declared):
        return "it is no descriptor that is kept as a number"
    if (
        file.profile.policy.no_std
        or b"std::" not in file.content.source
        or has_attribute(captures["item"], "repr")
    ):
        return "there is no standard library, or C has the struct as well"
    closes = _closes(owner, name, file)
    if not closes and not _is_opened(owner, name, file):
        return "the file does not show that the struct opens or closes it"
    return Hit(
        at=captures["name"],
        values={
            "struct": owner,
            "field": name,
            "type": captures["type"],
            "how": "and closes it by hand" if closes else "which does not close itself",
            "owned": "Option<OwnedFd>" if declared.startswith("Option") else "OwnedFd",
            "drop": ", so that the `close()` can go" if closes else "",
        },
    )


def _closes(owner: str, name: str, file: SourceFile) -> bool:
    """Whether its `drop` closes the field."""
    for impl in file.names.impls.get(owner, ()):
        if text(field(impl, "trait")) == "Drop":
            calls = descendants(impl, "call_expression", into_functions=True)
            wanted = re.compile(rf"\bself\.{re.escape(name)}\b")
            return any(_is_close(callee(call), file) and wanted.search(text(call)) for call in calls)
    return False


def _is_close(called: str, file: SourceFile) -> bool:
    """Whether it is the system's, by its path or by what the file imports."""
    paths = (file.names.resolve(called), *(f"{glob}::{called}" for glob in file.names.globs if called == "close"))
    return any(_CLOSES.fullmatch(path) for path in paths)


def _is_opened(owner: str, name: str, file: SourceFile) -> bool:
    """Whether some initialiser of the struct gives the field what a call has just opened."""
    for use in file.names.uses.get(name, ())[:_LIMIT]:
        parent = use.parent
        if parent is None or parent.type not in ("field_initializer", "shorthand_field_initializer"):
            continue
        made = parent.parent.parent if parent.parent is not None else None
        kind = text(field(made, "name")) if made is not None else ""
        value = field(parent, "value") if parent.type == "field_initializer" else use
        if kind in (owner, "Self") and value is not None and _opens(value):
            return True
    return False


def _opens(value: Node) -> bool:
    """`socket(..)`, be it behind `?`, `unsafe`, a cast or a `let`."""
    node = unwrapped(value)
    for _ in range(_STEPS):
        if node.type == "identifier":
            given = bound_value(node)
            if given is None:
                return False
            node = unwrapped(given)
        elif node.type == "call_expression":
            if _OPENS.fullmatch(callee(node) or squeezed(text(field(node, "function")))):
                return True
            receiver = field(node, "function", "value")
            if receiver is None:
                return False
            node = unwrapped(receiver)
        elif node.type in (
            "try_expression",
            "unsafe_block",
            "block",
            "type_cast_expression",
            "expression_statement",
        ):
            inside = list(islice(node.named_children, 2))
            if not inside or (len(inside) > 1 and node.type != "type_cast_expression"):
                return False
            node = unwrapped(inside[0])
        else:
            return False
    return False
