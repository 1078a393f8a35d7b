"""signed-c-char: C's `char` is taken for `i8`, which it is not everywhere."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, attributes, descendants, enclosing, field, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

_POINTER = pattern(r"\*(const|mut)(\*(const|mut))?i8")
_CHAIN = ("parenthesized_expression", "field_expression", "generic_function", "call_expression")
_TEXTUAL = pattern(
    r"(?i)str|name|text|path|msg|message|fmt|format|char|buf|key|title|label|file|dir|prefix|line|arg"
)


@rule(
    level="note",
    confidence="medium",
    words=("i8",),
    message="{code} takes C's `char` for an `i8`; on ARM and PowerPC it is a `u8`",
    ask="could {code} be {better}, as C's `char` is a `u8` on ARM?",
    why="""Whether `char` has a sign is up to the platform in C, and the compilers for ARM, PowerPC and RISC-V say
        that it has none. `c_char` follows them; code that says `i8` does not build there.""",
    instead="Write {better}; `c_char` is in `core::ffi`, and in `libc`.",
    query="""
    (type_item name: (type_identifier) @alias type: (primitive_type) @type) @item
    (type_cast_expression type: (pointer_type) @type) @cast
    (foreign_mod_item (declaration_list (function_signature_item
      parameters: (parameters (parameter type: (pointer_type) @type) @parameter))))
    """,
    silent_in=(FileRole.TEST,),
    in_c='if (*name < 0) return "not ASCII"; /* never true on ARM */',
    checks="The compiler then takes the width and the sign that C's compiler takes, on every platform.",
)
def signed_c_char(captures: Captures, file: SourceFile) -> Hit | str:
    """
    The most used type of C has no defined sign. On x86 `char` is signed, on ARM, PowerPC and RISC-V it is not,
    and C code that depends on it is wrong in a way that its author's machine never shows.

    Rust has no such type of its own. `i8` is signed everywhere, and bindings have `c_char`, which is `i8` or `u8`
    as the platform's C compiler has it. On x86 the two are the same type, so that `*const i8` fits where
    `*const c_char` is wanted, and the program builds. On the other platforms it does not; or, with an alias of its
    own, compiles and sees negative numbers where C sees large ones.

    ## Keep it when
    The number is a small signed integer and no character: `int8_t` in C.

    ## Known problems
    It is a habit of a whole file, so the first place that the patch adds there stands for all of them.

    ```rust bad
    fn warn(text: &CStr) {
        // SAFETY: a C string.
        unsafe { bindings::report(text.as_ptr() as *const i8) };
    }
    ```
    ```rust bad
    type c_char = i8;
    ```
    ```rust good
    fn warn(text: &CStr) {
        // SAFETY: a C string.
        unsafe { bindings::report(text.as_ptr()) };
    }
    ```
    ```rust good
    // Samples of eight bits, with a sign.
    fn first(samples: &[u8]) -> *const i8 {
        samples.as_ptr() as *const i8
    }
    ```
    """
    place = _place(captures)
    if place is None or _is_told_before(place, file):
        return "it is not where C's `char` is taken for `i8`, or an earlier place speaks for it"
    return Hit(
        at=place,
        values={"code": f"`{file.quote(place, 60)}`", "better": _better(captures)},
    )


def _better(captures: Captures) -> str:
    if "item" in captures.nodes:
        return "the `c_char` of `core::ffi`"
    return f"`{text(captures['type']).replace('i8', 'c_char')}`"


def _place(captures: Captures) -> Node | None:
    if "item" in captures.nodes:
        is_char = text(captures["alias"]) == "c_char" and text(captures["type"]) == "i8"
        return captures["item"] if is_char and not _depends_on_target(captures["item"]) else None
    if not _POINTER.fullmatch(squeezed(text(captures["type"]))):
        return None
    if "cast" in captures.nodes:
        return captures["cast"] if _is_text_for_c(captures["cast"]) else None
    return captures["parameter"] if _TEXTUAL.search(text(field(captures["parameter"], "pattern"))) else None


def _depends_on_target(item: Node) -> bool:
    """Whether an attribute asks what the platform is."""
    holders = (item, *(parent for parent in ancestors(item) if parent.type == "mod_item"))
    return any(re.search(r"target_|char_is_", attribute) for holder in holders for attribute in attributes(holder))


def _is_text_for_c(cast: Node) -> bool:
    """Whether something named like a text, not a literal, is cast on its way into a call or a field."""
    value = field(cast, "value")
    if value is None:
        return False
    if value.type == "index_expression" and value.named_children[0].type == "call_expression":
        return False  # `path.as_ref()[0] as *const i8` makes an address of a byte
    owner = receiver(value) if method(value) in ("as_ptr", "as_mut_ptr", "into_raw") else value
    if owner is None or owner.type in ("integer_literal", "string_literal"):
        return False
    return _goes_into_call(cast) and not _is_cast_again(cast) and _TEXTUAL.search(text(owner)[:80]) is not None


def _is_cast_again(cast: Node) -> bool:
    """`(buffer as *mut i8).add(n).cast()`: whether there is a sign is forgotten before C sees the pointer."""
    node = cast.parent
    while node is not None and node.type in _CHAIN:
        if method(node) == "cast":
            return True
        node = node.parent
    return node is not None and node.type == "type_cast_expression"


def _goes_into_call(cast: Node) -> bool:
    holder = enclosing(cast, "arguments", "block", "field_initializer", "let_declaration")
    return holder is not None and holder.type in ("arguments", "field_initializer")


def _is_told_before(place: Node, file: SourceFile) -> bool:
    return any(other.start_byte < place.start_byte and file.is_added(other) for other in _all(file.tree.root_node))


@lru_cache(maxsize=1)
def _all(root: Node) -> tuple[Node, ...]:
    casts = descendants(root, "type_cast_expression", into_functions=True)
    pointers = (c for c in casts if _POINTER.fullmatch(squeezed(text(field(c, "type")))))
    return tuple(cast for cast in pointers if _is_text_for_c(cast))
