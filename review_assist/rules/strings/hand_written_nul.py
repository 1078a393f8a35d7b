r"""hand-written-nul: a NUL is stored at the end of a text, as C needs it."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import may_not_allocate
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.nodes import child, field, is_in_unsafe, method, receiver, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_NUL = pattern(r"b?'\\(0|x00)'(as(\w+::)*\w+)?(\.into\(\))?")
_OF_TEXT = pattern(r"as_bytes\(\)\s*\.(to_vec|to_owned)\(\)|into_bytes\(\)|\.to_string\(\)|\bformat!|String::from")
_STEPS = frozenset(("add", "sub", "offset", "cast", "wrapping_add", "as_mut_ptr"))


@rule(
    level="note",
    confidence="medium",
    words=("'\\0'", "'\\x00'", ".push(0)", "format!"),
    message="`{store}` ends the text in `{text}` by hand",
    ask="could the text that `{store}` ends be a `String`, or a slice of one, and become a `CString` for C?",
    why="""C finds the end of a text by its NUL, so whoever writes a text also keeps room for one byte more, and
        stores it. A `String` has a length, and nothing to end.""",
    instead="""Build the text with `push_str()` or `format!`; to cut one, use `truncate()` or a slice. For C,
        `CString::new(text)` adds the NUL and checks that there is no other.""",
    query="""
    (assignment_expression left: [(unary_expression) (index_expression)] @left right: (_) @right) @store
    (call_expression function: (field_expression value: (identifier) @vector field: (field_identifier) @_push)
      arguments: (arguments . (_) @right .) (#eq? @_push "push")) @store
    (call_expression function: (identifier) @_format arguments: (arguments . (string_literal) @right)
      (#eq? @_format "format_")) @store
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING,),
    outranks=("pointer-arithmetic", "char-literal-cast"),
    in_c="line[len] = '\\0';                   /* is line[len] inside? */",
    checks="A reader no longer has to check that there is room for the NUL, or that the text has none inside.",
)
def hand_written_nul(captures: Captures, file: SourceFile) -> Hit | str:
    r"""
    `buf[len] = '\0';` ends half of all functions in C that make or cut a text. The buffer has to be one byte
    larger than the text, the store has to come after the last character, and a reader of the code has to check
    both.

    `String` and `Vec<u8>` keep the length beside the bytes. To end a text there is nothing to do, and to cut it
    there is `truncate()`, or a slice that borrows the part that is wanted and leaves the rest alone. Where
    C takes the text, `CString::new` allocates the one byte more, stores the NUL and returns an error if there was
    one in the middle.

    ## Keep it when
    The buffer is C's, and its contract asks for the NUL: a function that C calls with a pointer and a size has
    to store it, and should do so in one place. Between `fork` and `exec` nothing may be allocated, so a
    buffer is right there, too.

    ## Known problems
    An array of bytes of which some are 0 for another reason is told apart by the way it is written: a
    store of `0` is no store of `'\0'`.

    ```rust bad
    unsafe fn cut(line: *mut u8, length: usize) {
        *line.add(length) = b'\0';
    }
    ```
    ```rust good
    fn cut(line: &mut String, length: usize) {
        line.truncate(length);
    }
    ```
    ```rust good
    // A number, in a table of numbers.
    fn clear(counts: &mut [u8], index: usize) {
        counts[index] = 0;
    }
    ```
    """
    if captures["right"].type == "string_literal":
        is_nul = re.search(r"\\(0|x00)\"$", text(captures["right"])) is not None
        return (
            Hit(at=captures["store"], values={"store": captures["store"], "text": captures["right"]})
            if is_nul
            else "the text does not end in a NUL"
        )
    if (vector := captures.get("vector")) is not None:
        return _pushed(captures["store"], vector, captures["right"], file)
    left, right = captures["left"], captures["right"]
    if right.end_byte - right.start_byte > 60 or not _NUL.fullmatch(squeezed(text(right))):
        return "what is stored is no NUL"
    if left.type == "unary_expression" and not (text(left).startswith("*") and is_in_unsafe(left)):
        return "it is not stored through a pointer"
    target, function = child(left, 0), file.function(left)
    if target is None:
        return "what it is stored into cannot be seen"
    if function is not None and (is_c_namesake(function.name) or may_not_allocate(function, file)):
        return "the function takes the place of one of C, or may not allocate"
    return Hit(at=captures["store"], values={"store": captures["store"], "text": _base(target)})


def _pushed(push: Node, vector: Node, value: Node, file: SourceFile) -> Hit | str:
    """`v.push(0)` on the bytes of a text: `CString::new` does this, and looks for a NUL inside."""
    function, bound = file.function(push), local_binding(vector)
    made = text(field(bound, "value")) if bound is not None and bound.type == "let_declaration" else ""
    is_nul = text(value) in ("0", "0u8", "0_u8") or _NUL.fullmatch(squeezed(text(value))) is not None
    if function is None or not is_nul or may_not_allocate(function, file) or not _OF_TEXT.search(made):
        return "what is pushed is no NUL, or the vector is not seen to be text"
    return Hit(at=push, values={"store": push, "text": vector})


def _base(pointer: Node) -> Node:
    """`s` of `s.add(1)` and `(*s).name.add(1)`'s `(*s).name`."""
    pointer = unwrapped(pointer)
    while pointer.type == "call_expression" and method(pointer) in _STEPS:
        owner = receiver(pointer)
        if owner is None:
            break
        pointer = unwrapped(owner)
    return pointer
