"""unterminated-c-string: the pointer of a `&str` or `String` goes to a C function that looks for a NUL."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import origin, surrounding_call
from review_assist.syntax.nodes import (
    arguments,
    enclosing,
    field,
    is_string,
    macro_name,
    method,
    receiver,
    text,
)
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_TEXT = pattern(r"&?\s*('\w+\s+)?(mut\s+)?(str|String)|(Box|Rc|Arc)<str>")
_CHARACTERS = pattern(r"\*(const|mut) (_|i8|(\w+::)*c_s?char)$")
_LENGTH = pattern(r"(?i)len|size|count|bytes|(^|\W)n(\W|$)|^\d")
"""What stands beside a pointer to bytes that needs no NUL."""
_COUNTS = pattern(r"mem\w+|p?write|send(to)?|strn\w+|v?snprintf")


@rule(
    level="error",
    confidence="high",
    words=(".as_ptr()",),
    message="`{function}()` is given `{owner}`, which does not end in a NUL",
    ask="does `{owner}` end in a NUL, as `{function}()` will look for one?",
    why="""A string literal in C brings its NUL along, and every function counts on it. A `&str` or `String` has a
        length and no NUL: C reads on, into whatever lies behind it.""",
    instead="""Write {cure}. Where C takes a length as well, pass `len()` and no NUL is needed.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @method)
      (#eq? @method "as_ptr")) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_c="open(name, O_RDONLY);      /* char name[]: the NUL is there */",
    checks="""
        At run time `CString::new` then refuses a text with a NUL inside; that one stands at the end is said by
        the type.
    """,
)
def unterminated_c_string(captures: Captures, file: SourceFile) -> Hit | None:
    """
    Text in C is an address, and it ends at the first zero byte. Literals end in one, the library puts one
    behind everything that it makes, and hardly anybody thinks of it.

    Text in Rust is an address and a length. The bytes of a `&str` may be a part of a longer text, or lie at
    the end of a page; there is no zero behind them. `as_ptr()` drops the length, `cast()` makes the type fit,
    and it compiles. With a literal it often even works, as long as the next bytes of the program happen to be
    zero. What C needs is a `CStr`: `c"text"` for a literal, `CString::new(text)` for what is known at run
    time.

    ## Keep it when
    Never for a function that looks for the NUL.

    ## Known problems
    Whether the caller put a NUL into a `&str` is not visible, so for a parameter it is asked.

    ```rust bad
    fn open_backend(name: &str) -> i32 {
        // SAFETY: the name is valid during the call.
        unsafe { bindings::backend_open(name.as_ptr().cast()) }
    }
    ```
    ```rust good
    fn open_backend(name: &str) -> Result<i32, NulError> {
        let name = CString::new(name)?;
        // SAFETY: `name` is a C string that lives through the call.
        Ok(unsafe { bindings::backend_open(name.as_ptr()) })
    }
    ```
    ```rust good
    // The length goes along.
    fn send(text: &str) {
        // SAFETY: C reads `text.len()` bytes and keeps no pointer.
        unsafe { bindings::backend_send(text.as_ptr().cast(), text.len()) }
    }
    ```
    """
    pointer = captures["call"]
    call, owner = surrounding_call(pointer), receiver(pointer)
    if call is None or owner is None or not _is_of_characters(pointer) or _has_length(call, pointer):
        return None
    function = c_function(call, file.names)
    owner = origin(owner)
    if not function or _COUNTS.fullmatch(function) or not _is_text(owner, file) or _may_bring_a_nul(owner, file):
        return None
    is_asked = (bound := local_binding(owner)) is not None and bound.type == "parameter"
    return Hit(
        at=pointer,
        confidence="medium" if is_asked else None,
        values={"function": function, "owner": owner, "cure": _cure(owner, file)},
    )


def _is_of_characters(pointer: Node) -> bool:
    """Whether it is cast to what C calls characters, by name or by what is wanted there."""
    cast = pointer.parent
    if cast is not None and cast.type == "type_cast_expression":
        return _CHARACTERS.match(text(field(cast, "type"))) is not None
    access = cast.parent if cast is not None and cast.type == "field_expression" else None
    while access is not None and access.type == "generic_function":
        access = access.parent
    return access is not None and re.search(r"\.cast(::<(\w+::)*(i8|c_s?char|_)>)?\(\)$", text(access)) is not None


def _has_length(call: Node, pointer: Node) -> bool:
    """Whether another argument may be the length of the text."""
    return any(
        _LENGTH.search(text(argument))
        for argument in arguments(call)
        if not argument.start_byte <= pointer.start_byte < argument.end_byte
    )


def _is_text(owner: Node, file: SourceFile) -> bool:
    if is_string(owner, "") or macro_name(owner) == "format" or method(owner) in ("to_string", "to_owned"):
        return True
    return _TEXT.fullmatch(file.names.type_of(owner) or "") is not None


def _may_bring_a_nul(owner: Node, file: SourceFile) -> bool:
    """Whether the function, or the constant that is named, writes a NUL anywhere."""
    function = enclosing(owner, "function_item")
    constant = file.names.constants.get(text(owner))
    return any("\\0" in text(place) or "\\x00" in text(place) for place in (owner, function, constant) if place)


def _cure(owner: Node, file: SourceFile) -> str:
    if is_string(owner, ""):
        return f"`c{file.quote(owner)}.as_ptr()`, which needs Rust 1.77, or `CString::new` before that"
    name = text(owner) if owner.type == "identifier" else "name"
    return (
        f"`let {name} = CString::new({file.quote(owner)})` in front of the call, with its error handled, and pass "
        f"`{name}.as_ptr()`"
    )
