r"""nul-byte-test: a loop or a test looks for the NUL at the end of a string."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.nodes import field, is_in_unsafe, method, receiver, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_NUL = pattern(r"b?'\\(0|x00)'(as(\w+::)*\w+)?")


@rule(
    level="note",
    confidence="medium",
    words=("'\\0'", "'\\x00'"),
    message="`{test}` looks for the end of a string by its NUL",
    ask="could the text in `{text}` be a `&str`, `&[u8]` or `&CStr`, so that `{test}` is not needed?",
    why="""Only the NUL tells C where a text ends, so every loop looks for it. A `&str` or slice knows
        its length, and iterating over it ends there.""",
    instead="""Let the text come in as `&str`, `&[u8]` or `&CStr`; the loop is then over `bytes()`, and
        an empty text is `is_empty()`.""",
    query="""
    (binary_expression left: (_) @left operator: ["==" "!="]
      right: [(char_literal) (type_cast_expression)] @right) @test
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI, FunctionRole.BOUNDARY),
    outranks=("char-literal-cast",),
    in_c=r"""
        while (*p != '\0')
            count += *p++ == '/';
    """,
    checks="The compiler then ends the loop with the text itself, whose length is known.",
)
def nul_byte_test(captures: Captures, file: SourceFile) -> Hit | str:
    r"""
    `while (*s != '\0') s++` is how C walks a string, and `if (!*s)` how it asks whether one is empty. The end
    is a value among the others, and one that is missing is found far behind the buffer.

    In Rust the length travels with the pointer: `for byte in text.bytes()` ends where the text does, `get(i)`
    is `None` behind it, `is_empty()` asks what it says. A byte 0 may then be part of the text like any other.
    What comes from C as a `*const c_char` is measured once, by `CStr::from_ptr`, at the edge.

    ## Keep it when
    The format itself ends its names in NULs, as file formats and kernel interfaces do: `position` of the NUL, or
    `CStr::from_bytes_until_nul` (Rust 1.69), finds the end once. A lexer that uses `'\0'` for "end of input"
    compares characters it has taken already; the rule is silent there.

    ## Known problems
    A slice in which NULs are ordinary bytes looks the same.

    ```rust bad
    unsafe fn depth(path: *const u8) -> usize {
        let mut count = 0;
        let mut at = path;
        while *at != b'\0' {
            count += usize::from(*at == b'/');
            at = at.add(1);
        }
        count
    }
    ```
    ```rust good
    fn depth(path: &str) -> usize {
        path.bytes().filter(|&byte| byte == b'/').count()
    }
    ```
    ```rust good
    // A lexer's own mark for the end of its input.
    fn is_end(current: char) -> bool {
        current == '\0'
    }
    ```
    """
    left, right = unwrapped(captures["left"]), captures["right"]
    if right.end_byte - right.start_byte > 60 or not _NUL.fullmatch(squeezed(text(right))):
        return "it does not compare with a NUL"
    source = _element_of(left)
    function = file.function(left)
    if source is None or _looks_at_the_last(left) or (function is not None and is_c_namesake(function.name)):
        return "what is compared is no byte of a string, or the function takes the place of one of C"
    is_pointer = left.type == "unary_expression" and is_in_unsafe(left)
    return Hit(
        at=captures["test"],
        values={"test": captures["test"], "text": source},
        confidence="high" if is_pointer else "medium",
    )


def _looks_at_the_last(left: Node) -> bool:
    """`buf[len - 1]`: whether a message ends in a NUL is asked before it is taken for text."""
    return re.search(r"-1\)*(asusize\)*)?\]?$", squeezed(text(left))) is not None


def _element_of(left: Node) -> Node | None:
    """`s` of `*s`, `*s.add(i)` in unsafe code or `s[i]`; None for a value that stands alone."""
    if left.type == "type_cast_expression":
        inner = field(left, "value")
        return _element_of(unwrapped(inner)) if inner is not None else None
    if left.type == "index_expression" and left.named_children:
        return left.named_children[0]
    if left.type == "unary_expression" and text(left).startswith("*") and is_in_unsafe(left):
        return _base(left.named_children[0])
    return None


def _base(pointer: Node) -> Node:
    """`s` of `s.add(1)`."""
    pointer = unwrapped(pointer)
    while pointer.type == "call_expression" and method(pointer) in ("add", "sub", "offset", "cast", "as_ptr"):
        owner = receiver(pointer)
        if owner is None:
            break
        pointer = unwrapped(owner)
    return pointer
