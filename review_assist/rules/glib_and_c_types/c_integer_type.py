"""c-integer-type: `c_int` and its kin in code that C does not see."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.glib_and_c_types._places import place_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, text
from review_assist.syntax.source import SourceFile

_NATIVE = {
    "c_int": "`i32`",
    "c_uint": "`u32`",
    "c_short": "`i16`",
    "c_ushort": "`u16`",
    "c_schar": "`i8`",
    "c_uchar": "`u8`",
    "c_longlong": "`i64`",
    "c_ulonglong": "`u64`",
    "c_long": "`i64` or `isize`",
    "c_ulong": "`u64` or `usize`",
    "size_t": "`usize`",
    "ssize_t": "`isize`",
}

_WHOLE = frozenset(("parameter", "field_declaration", "function_item", "const_item", "type_item"))

_CONTACT = pattern(
    rb'\blibc\b|\bextern\s+"C|\bbindings::|\bnix::|\bErrno\b|\b\w+_sys::|\bno_mangle\b|\b(as_)?raw_fd\b'
)


@rule(
    level="note",
    confidence="medium",
    pedantic=True,
    words=("c_int", "c_uint", "c_short", "c_ushort", "c_schar", "c_uchar", "c_long", "c_ulong", "size_t"),
    message="{place} is a `{type}`, though C does not see it",
    ask="could {place} be {native} instead of `{type}`?",
    why="""These names follow whatever the C compiler takes for `int` and `long`, which matters only where
        both sides must agree. In Rust code they hide the size that the arithmetic relies on.""",
    instead="""Use {native}, or better the type that the value stands for: `bool`, an `enum`, `usize` for a
        length. Convert in the function that calls C.""",
    query="""
    ((type_identifier) @type (#any-of? @type "c_int" "c_uint" "c_short" "c_ushort" "c_schar" "c_uchar"
      "c_long" "c_ulong" "c_longlong" "c_ulonglong" "size_t" "ssize_t"))
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.BINDING,
        FileRole.MACROS,
        FileRole.TEST,
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.BOUNDARY,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
    ),
    in_c="""
        int length;
        if (length > limit) {{ split(); }}
    """,
    checks="The compiler then checks the conversion, at the one place where the number goes to C.",
)
def c_integer_type(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C `int` is the number to use unless there is a reason for another, and so a port starts with `c_int`
    for flags, lengths, indices, states and results alike.

    `c_int` is the promise to match C's `int` on this platform. Where C calls in or is called, that is what
    has to be written, and the compiler checks the call against it. Everywhere else it says nothing about the
    value. An index that is a `usize`, a yes or no that is a `bool`, a state that is an `enum` cannot be mixed
    up, need no casts and make wrong values impossible, where a reviewer of C would look for comparisons with
    zero and minus one.

    ## Keep it when
    The value is passed to C in another function and never looked at in between.

    ## Known problems
    Where the value comes from and goes to is not followed. A file that talks to C anywhere, or to the system,
    is only looked at on request, unless it is a device or a driver, below which a layer of bindings is known.

    ```rust bad
    struct Track {
        length: c_int,
    }

    fn is_long(track: &Track, limit: c_int) -> bool {
        track.length > limit
    }
    ```
    ```rust good
    struct Track {
        length: usize,
    }

    fn is_long(track: &Track, limit: usize) -> bool {
        track.length > limit
    }
    ```
    ```rust good
    // It is C's layout.
    #[repr(C)]
    struct Request {
        length: c_int,
    }
    ```
    """
    name = captures["type"]
    at = name.parent if name.parent is not None and name.parent.type == "scoped_type_identifier" else name
    if not _is_all_of_it(at):
        return "it is a part of a larger type"
    place = place_of(at, file)
    if place is None or _is_among_c_types(at, file):
        return "it is where C looks, or stands among types of C"
    may_meet_c = _meets_c(file.content.source) and not file.is_device
    return Hit(
        at=at,
        values={"place": place.shown, "type": text(name), "native": _NATIVE[text(name)]},
        confidence="low" if may_meet_c or "c_" in place.shown else "medium",
    )


def _is_all_of_it(at: Node) -> bool:
    """Whether it is the type of something, and no part of one; of a constant it may be that of the elements."""
    direct = at.parent
    if direct is not None and direct.type == "array_type":
        return direct.parent is not None and direct.parent.type == "const_item"
    return direct is not None and direct.type in _WHOLE


@lru_cache(maxsize=4)
def _meets_c(source: bytes) -> bool:
    """The file talks to C or to the system somewhere: its numbers may well come from there or go there."""
    return _CONTACT.search(source) is not None


def _is_among_c_types(at: Node, file: SourceFile) -> bool:
    """Beside pointers and types of C, in an unsafe function or one that a trait demands: it passes things on."""
    function = file.function(at)
    if function is not None:
        if re.search(r"(from|to|as|into)_c_", function.name) or function.is_unsafe or function.is_trait_method:
            return True
        head = text(function.node).partition("{")[0]
    else:
        head = text(enclosing(at, "struct_item"))
    return (
        re.search(r"\*\s*(mut|const)\b|\b(libc|bindings|ffi|\w+_sys)::(?!c_)|NonNull|RawFd|c_void", head)
        is not None
    )
