"""unchecked-utf8: bytes of a C string become a `str` without anybody checking that they are UTF-8."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, comments_above, enclosing, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_CALL = pattern(r"(^|::)from_utf8_unchecked(_mut)?$")
_FROM_C = pattern(r"\.to_bytes(_with_nul)?\(\)|CStr::from_ptr|from_raw_parts\b|\bstrlen\(")
_STEPS = 3


@rule(
    level="error",
    confidence="medium",
    words=("from_utf8_unchecked",),
    message="`{source}` comes from C, and nothing says that it is UTF-8",
    ask="could `{source}`, which comes from C, stay bytes, or be checked by `str::from_utf8`?",
    why="""A `char *` is bytes in any encoding. To Rust a `str` is UTF-8: its methods rely on that and check no
        more, so with other bytes in it they may do anything.""",
    instead="""Stay with the bytes, which can be split and compared as well, or use `str::from_utf8`, which
        gives an error for what is not text.""",
    query="(call_expression function: [(identifier) (scoped_identifier)] arguments: (arguments)) @call",
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="const char *name = device_name(dev);    /* UTF-8? Latin-1? */",
    checks="The compiler then keeps bytes and text apart: text exists only where it was checked.",
)
def unchecked_utf8(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C has one type for text and for bytes, and a function that looks for digits or dots does not care about the
    rest. Ported to Rust the same bytes become a `str`, since that has the methods one wants, and the check is
    left out as C had none.

    `str` promises UTF-8 to all code that will ever see it, and `from_utf8_unchecked` passes the promise on to its
    caller. What a C program hands in, a user typed or a file contains is not UTF-8 by law. `[u8]` has `split`,
    `starts_with`, `strip_prefix` and `is_ascii_digit` per byte too, without any promise.

    ## Keep it when
    The bytes were checked before, or are ASCII by construction; a SAFETY comment says so, and silences this.

    ## Known problems
    Only bytes that are seen to come from a C string or a raw pointer are mentioned.

    ```rust bad
    fn parts(device: &Device) -> usize {
        let name = unsafe { std::str::from_utf8_unchecked(device.name().to_bytes()) };
        name.split('.').count()
    }
    ```
    ```rust good
    fn parts(device: &Device) -> usize {
        device.name().to_bytes().split(|&byte| byte == b'.').count()
    }
    ```
    ```rust good
    fn digits(number: u32) -> String {
        let digits = digits_of(number);
        // SAFETY: only ASCII digits were pushed.
        unsafe { std::str::from_utf8_unchecked(&digits) }.to_owned()
    }
    ```
    """
    call = captures["call"]
    if not _CALL.search(callee(call)) or len(arguments(call)) != 1:
        return "it does not make text of bytes"
    source = arguments(call)[0]
    if not _is_of_c(source) or _is_argued(call):
        return "the bytes are not seen to come from C, or a comment says why they are text"
    return Hit(at=call, values={"source": file.quote(source)})


def _is_of_c(source: Node) -> bool:
    """Whether the bytes, or the local they were put into, are made of a C string."""
    for _ in range(_STEPS):
        if _FROM_C.search(text(source)):
            return True
        name = next((n for n in (source, *source.named_children) if n.type == "identifier"), None)
        value = bound_value(name) if name is not None else None
        if value is None:
            return False
        source = value
    return False


def _is_argued(call: Node) -> bool:
    statement = enclosing(call, "let_declaration", "expression_statement") or call
    block = enclosing(call, "unsafe_block") or call
    return any(re.search(r"(?i)safety", comments_above(node) + text(node)) for node in (call, block, statement))
