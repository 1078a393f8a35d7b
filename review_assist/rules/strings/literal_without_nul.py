r"""literal-without-nul: C gets the pointer of a Rust string, which has no NUL at its end."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import surrounding_call
from review_assist.syntax.nodes import (
    arguments,
    callee,
    enclosing,
    field,
    is_in_unsafe,
    is_string,
    method,
    receiver,
    text,
)
from review_assist.syntax.places import is_within
from review_assist.syntax.roles import c_function, is_c_path
from review_assist.syntax.source import SourceFile, squeezed

_TEXT = pattern(r"(&('\w+)?(mut)?)?(str|String)")
_OF_CHAR = pattern(r"\*(const|mut)(::)?((\w+::)*c_char|i8)")
_OPEN = pattern(r"(\*(const|mut))?_")
_LENGTH = pattern(r"(?i)(^|_|\.)(n|n?len(gth)?|size|sz|count|nbytes|bytes|end)(_|$|\()|size_of")
_COUNTED = pattern(r"(str)?n(case)?cmp|strn\w+|mem\w+|f?write|send|recv|read")
"""Functions of C that are told how far to read, wherever their count comes from."""


@rule(
    level="error",
    confidence="high",
    words=("as_ptr()",),
    message="`{pointer}` goes to C, and {text} has no NUL at its end",
    ask="C reads `{pointer}` up to a NUL: where does {text} have one?",
    why="""In C every literal ends in a NUL. A Rust string is a pointer and a length, with no byte behind it
        that means the end: C reads on into whatever follows in memory.""",
    instead="Give C {cure}.",
    query="""
    (call_expression function: (field_expression
      value: [(string_literal) (raw_string_literal) (identifier) (field_expression) (call_expression)] @owner
      field: (field_identifier) @method) (#eq? @method "as_ptr")) @call
    """,
    silent_in=(FileRole.SHIM,),
    outranks=("c-string-in-device", "signed-c-char"),
    in_c='puts("ready");                      /* the NUL comes by itself */',
    checks='The compiler then adds the NUL to a `c"..."`; `CString::new` adds it at run time.',
)
def literal_without_nul(captures: Captures, file: SourceFile) -> Hit | str:
    r"""
    A literal in C is a `char *` to text with a NUL behind it, so it can be handed to any function that takes a
    string. A Rust literal has a method `as_ptr()`, and with a cast it fits into the same argument.

    But the text in Rust ends where its length says, and `as_ptr()` drops the length. What lies behind is the
    next literal that the linker has put there, so C prints two messages at once, opens a file of another name,
    or leaves the mapped memory. It is undefined behaviour, and often goes unnoticed because the next byte
    happens to be zero.

    `c"ready"` is a literal with the NUL, of the type `&CStr`, and `as_ptr()` on it has the type that C wants,
    without a cast. For text that is made at run time `CString::new(text)` copies it and puts a NUL behind it, and
    fails if there is one inside.

    ## Keep it when
    C is told the length as well, in the same call; the rule is silent there.

    ## Known problems
    A function that reads no more than a fixed number of bytes, without being told so, looks the same.

    ```rust bad
    fn warn(device: &Device) {
        // SAFETY: a text.
        unsafe { bindings::report("no medium".as_ptr() as *const c_char, device.raw()) };
    }
    ```
    ```rust bad
    fn open(path: &str) -> i32 {
        // SAFETY: a text.
        unsafe { libc::open(path.as_ptr().cast(), libc::O_RDONLY) }
    }
    ```
    ```rust good
    fn warn(device: &Device) {
        // SAFETY: a C string.
        unsafe { bindings::report(c"no medium".as_ptr(), device.raw()) };
    }
    ```
    ```rust good
    // C is told how long it is.
    fn send(line: &str, port: i32) -> isize {
        // SAFETY: pointer and length belong together.
        unsafe { libc::write(port, line.as_ptr().cast(), line.len()) }
    }
    ```
    """
    owner = _text_of(captures["owner"], file)
    if owner is None or not _is_for_c(captures["call"], file) or _is_told_length(captures["call"], owner):
        return "it is no text without a NUL, it does not go to C, or C is told the length"
    is_literal = owner.type.endswith("string_literal")
    shown = file.quote(owner, 30)
    return Hit(
        at=captures["call"],
        confidence="high" if is_literal else "medium",
        values={
            "pointer": captures["call"],
            "text": "the literal" if is_literal else f"`{shown}`",
            "cure": _cure(owner, shown, is_literal=is_literal),
        },
    )


def _cure(owner: Node, shown: str, *, is_literal: bool) -> str:
    if not is_literal:
        return (
            f"the pointer of a C string, `let text = CString::new({shown})?;`, which adds the NUL, and call it "
            "while `text` is in scope"
        )
    better = "c" + shown.removeprefix("b") if shown.endswith('"') else "a C literal"
    return f"`{better}.as_ptr()`, which has the NUL and the type; with a Rust before 1.77 put `\\0` at its end"


def _text_of(owner: Node, file: SourceFile) -> Node | None:
    """What holds the text, `as_bytes()` looked through; None if it is no text, or may have a NUL."""
    if owner.type == "call_expression":
        inner = receiver(owner) if method(owner) == "as_bytes" else None
        return _text_of(inner, file) if inner is not None and inner.type != "call_expression" else None
    if is_string(owner) or is_string(owner, "b"):
        return None if re.search(r"\\0|\\x00|\\u\{0+\}", text(owner)) or len(text(owner)) == 3 else owner
    declared = squeezed(file.names.type_of(owner) or "")
    if not _TEXT.fullmatch(declared) or text(owner) in file.names.constants or text(owner) in file.names.statics:
        return None
    return None if _is_hidden(owner, file) or _is_ended_by_hand(owner) else owner


def _is_hidden(owner: Node, file: SourceFile) -> bool:
    """Whether lines that the patch does not show may bind the name anew: `let key = CString::new(key)?;`."""
    function = file.function(owner)
    return owner.type == "identifier" and function is not None and not function.is_whole


def _is_ended_by_hand(owner: Node) -> bool:
    """Whether the function looks after a NUL somewhere: then the text may have got one."""
    function = enclosing(owner, "function_item")
    return function is None or re.search(r"\\0|\\x00|\bnul\b|NUL|push\(0\b", text(function)) is not None


def _is_for_c(pointer: Node, file: SourceFile) -> bool:
    """Whether it becomes a pointer to C's `char`, or goes into a call of C as it is."""
    node, kind = pointer, ""
    while (parent := node.parent) is not None:
        if parent.type == "type_cast_expression" and field(parent, "value") == node:
            kind = squeezed(text(field(parent, "type")))
        elif method(outer := parent.parent or parent) in ("cast", "cast_mut") and receiver(outer) == node:
            parent = outer
            kind = _cast_to(outer)
        elif parent.type != "parenthesized_expression":
            break
        node = parent
    call = surrounding_call(pointer)
    if _OF_CHAR.fullmatch(kind):
        return call is not None or not _is_in_literal_with_length(pointer)
    if call is None or (kind and not _OPEN.fullmatch(kind)):
        return False
    return is_c_path(callee(call), file.names) or (is_in_unsafe(call) and c_function(call, file.names) != "")


def _cast_to(call: Node) -> str:
    """`*const c_char` of `cast::<c_char>()`, `*const _` of `cast()`."""
    found = re.search(r"cast(?:_mut)?(?:::<(.*)>)?$", squeezed(text(field(call, "function"))))
    return f"*const{(found[1] or '_') if found else '_'}"


def _is_in_literal_with_length(pointer: Node) -> bool:
    """Whether a struct gets a length along with the pointer."""
    holder = enclosing(pointer, "struct_expression", "block")
    return holder is not None and holder.type == "struct_expression" and _LENGTH.search(text(holder)) is not None


def _is_told_length(pointer: Node, owner: Node) -> bool:
    """Whether the call is given a number as well, or is known to take one."""
    call = surrounding_call(pointer)
    if call is None:
        function = enclosing(pointer, "function_item")
        return function is None or f"{text(owner)}.len()" in text(function)
    if _COUNTED.fullmatch(callee(call).rpartition("::")[2]) or "from_raw_parts" in callee(call):
        return True
    least = "0" if text(owner) == '""' else "1"
    others = (given for given in arguments(call) if not is_within(pointer, given))
    return any(
        _LENGTH.search(text(given)[:200]) is not None
        or re.fullmatch(rf"[{least}-9]\d*(_?[ui]\w+)?( as [\w:]+)?", text(given)) is not None
        for given in others
    )
