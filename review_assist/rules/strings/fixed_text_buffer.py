"""fixed-text-buffer: an array of a guessed size is made for text that C's functions write into it."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, descendants, field, macro_name, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

_WRITES = pattern(r"x?v?snprintf_?|x?sprintf_?|strn?cpy|stpcpy|strlcpy|strlcat|strn?cat")
_TEXT_TYPE = pattern(r"\[(mut)?(\w+::)*(c_char|u8|i8|c_uchar);(?P<size>.+)\]")
_TEXT_VALUE = pattern(r"\[(b'\\0'|0)(_?[ui]8|as(\w+::)*(c_char|u8|i8))?;(?P<size>.+)\]")


@rule(
    level="note",
    confidence="medium",
    needs="function",
    words=("printf", "strl", "strcpy", "strcat", "strncpy", "strncat", "stpcpy"),
    message="`{name}` has {size} bytes for a text that `{writer}` writes into it",
    ask="could `{name}` be a `String`, so that its size need not be guessed for `{writer}`?",
    why="""C has to fix the size before the text is known: too small and it is cut or runs over, too large and
        the stack pays. A `String` becomes as long as the text.""",
    instead="""Let {better} make a `String`. If C needs the text in the end, `CString::new` adds the NUL; if it
        must not allocate, `write!` into a `&mut [u8]` fails instead of running over.""",
    query="(let_declaration pattern: (identifier) @name) @let",
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING,),
    in_c="""
        char line[64];
        snprintf(line, sizeof(line), "%u: %s", index, name);
    """,
    checks="The compiler then checks values against placeholders, and the `String` grows: no text is cut off.",
)
def fixed_text_buffer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `char buf[64]; snprintf(buf, sizeof buf, ...);` is how C puts a text together without `malloc`. The 64 is a
    guess, and what happens to the sixty-fifth byte depends on which of the functions it was.

    `format!` measures and allocates, and gives a `String` that knows its length. Nothing is cut, nothing runs
    over, there is no NUL to make room for, and no initial zeros have to be written. Where an allocation is out of
    the question, an array can be written to as well: `write!` on a `&mut [u8]`, or on a cursor, returns an error
    when it is full.

    ## Keep it when
    The bytes are a field of a fixed size in a structure that C or a file format lays out, or only C
    can make the text, as with `strftime` and `gethostname`.

    ## Known problems
    Only functions of C that write text are seen, and only in the same function.

    ```rust bad
    unsafe fn show(index: u32, name: *const c_char) {
        let mut line = [0u8; 64];
        libc::snprintf(line.as_mut_ptr().cast(), 64, c"%u: %s".as_ptr(), index, name);
        draw(line.as_ptr().cast());
    }
    ```
    ```rust good
    fn show(index: u32, name: &str) {
        draw(&format!("{index}: {name}"));
    }
    ```
    ```rust good
    // C fills it and is told its size.
    fn host_name() -> std::io::Result<Vec<u8>> {
        let mut name = [0u8; 256];
        // SAFETY: the size is that of the array.
        if unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len()) } != 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok(name.to_vec())
    }
    ```
    """
    declaration, function = captures["let"], file.function(captures["let"])
    size = _size(declaration)
    if function is None or not size:
        return "it declares no array of bytes"
    writer = _writers(function.node).get(text(captures["name"]))
    if writer is None:
        return "no text function of C writes into it"
    is_copy = writer.rpartition("::")[2].startswith("st")
    better = "`to_owned()` or `push_str()`" if is_copy else "`format!`"
    return Hit(
        at=captures["name"],
        values={"name": captures["name"], "size": f"`{size}`", "writer": writer, "better": better},
    )


def _size(declaration: Node) -> str:
    """The length of the array of bytes that a `let` declares; empty if it declares something else."""
    declared, value = squeezed(text(field(declaration, "type"))), field(declaration, "value")
    found = _TEXT_TYPE.fullmatch(declared)
    if found is None and value is not None and value.end_byte - value.start_byte < 80:
        found = _TEXT_VALUE.fullmatch(squeezed(text(value)))
    return found["size"][:40] if found else ""


@lru_cache(maxsize=1)
def _writers(function: Node) -> dict[str, str]:
    """Buffer to the first function that writes text into it: `libc::snprintf(buffer.as_mut_ptr(), ...)`."""
    found: dict[str, str] = {}
    for call in descendants(function, "call_expression", "macro_invocation"):
        name = callee(call) if call.type == "call_expression" else macro_name(call)
        if not _WRITES.fullmatch(name.rpartition("::")[2]):
            continue
        target = _target(call)
        if target:
            found.setdefault(target, name if call.type == "call_expression" else f"{name}!")
    return found


def _target(call: Node) -> str:
    """`buffer` of `f(buffer.as_mut_ptr().cast(), ...)` and `f(&raw mut buffer as *mut u8, ...)`."""
    if call.type == "macro_invocation":
        first = re.match(r"[({[](?:&rawmut|&mut)?(\w+)[.,]", squeezed(text(call.named_children[-1]))[:120])
        return first[1] if first else ""
    node = next(iter(arguments(call)), None)
    while node is not None and node.type != "identifier":
        if node.type == "call_expression" and method(node) in ("as_mut_ptr", "cast", "as_ptr"):
            node = receiver(node)
        elif node.type in ("type_cast_expression", "reference_expression"):
            node = field(node, "value")
        else:
            return ""
    return text(node)
