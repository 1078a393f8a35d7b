r"""nul-terminated-literal: a string literal gets its NUL by hand, `"...\0"`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import called, surrounding_call
from review_assist.syntax.nodes import (
    ancestors,
    callee,
    descendants,
    enclosing,
    field,
    is_string,
    method,
    receiver,
    text,
)
from review_assist.syntax.source import SourceFile, squeezed

_BY_HAND = pattern(r'b?"[^"]*[A-Za-z%/.:][^"]*\\(0|x00)"', re.DOTALL)
_C_TYPE = pattern(r"c_char|\*(const|mut)i8|CStr")
_TAKES_NUL = pattern(r"from_bytes(_with|_until)_nul(_unchecked)?$|CStr::|^from_ptr$")
_IS_CHECKED = pattern(r"from_bytes_(with|until)_nul$")

_BEFORE = "With an older compiler `CStr::from_bytes_with_nul` at least checks"


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_c_str_literals",),
    words=("\\0", "\\x00", "concat!"),
    message="{literal} {story}",
    ask="could {literal} be written {better}?",
    why="""C adds the NUL to each literal, Rust does not, and nothing checks that a hand-written one is
        there: without it C reads on. A C literal has it, and its type `&CStr` proves it.""",
    needs_rust="1.77",
    instead="Write {better}{note}.",
    query="""
    (string_literal) @literal
    (macro_invocation macro: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (token_tree) @parts (#eq? @name "concat")) @literal
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST, FileRole.MACROS),
    in_macros=True,
    in_c='const char *name = "serial";        /* the NUL comes by itself */',
    checks="The compiler then adds the NUL, and refuses a literal that has one inside.",
)
def nul_terminated_literal(captures: Captures, file: SourceFile) -> Hit | str:
    r"""
    Every literal in C ends in a NUL that nobody writes. A Rust literal is a pointer with a length and has
    none, so it must be added before C may have the pointer: `b"name\0"`. If it is forgotten, the program
    compiles, and C reads into whatever follows the text in memory. `concat!(name, 0)` looks right and is the
    classic trap: it appends the digit `0`.

    Since Rust 1.77 there are C literals: `c"name"` ends in a NUL, may not contain another one, and has
    the type `&CStr`. A function that takes `&CStr` cannot be given a text without the NUL, and `as_ptr()`
    has the right pointer type, so that a cast is gone, too.

    ## Keep it when
    The text is put together by a macro, `concat!(stringify!(x), "\0")`: C literals cannot be concatenated. So
    it is with a binary format that has NULs in it, and with a compiler older than 1.77.

    ## Known problems
    Where the text goes is often not visible; the rule speaks if it meets a pointer or `CStr` on the spot.

    ```rust bad
    fn find(table: &Table) -> i32 {
        // SAFETY: a C string.
        unsafe { bindings::table_find(table.raw(), b"serial\0".as_ptr().cast()) }
    }
    ```
    ```rust good
    fn find(table: &Table) -> i32 {
        // SAFETY: a C string.
        unsafe { bindings::table_find(table.raw(), c"serial".as_ptr()) }
    }
    ```
    ```rust good
    // Eight bytes of a file format, which happen to end in zero.
    const MAGIC: &[u8; 8] = b"QUEUE01\0";
    ```
    """
    literal = captures["literal"]
    if literal.type == "macro_invocation":
        return _concatenated(literal, captures["parts"], file)
    if not _BY_HAND.fullmatch(text(literal)) or text(literal).count("\\0") + text(literal).count("\\x00") != 1:
        return "it does not end in a NUL, or has others"
    if is_string(literal, "c") or _is_compared(literal):
        return "it is a C string already, or bytes to compare"
    if not _goes_to_c(literal) and not _leads_table(literal, file):
        return "C is not seen to get it as text"
    shown = file.quote(literal, 40)
    inner = re.sub(r"\\(0|x00)\"$", '"', shown.removeprefix("b"))
    return Hit(
        at=literal,
        values={
            "literal": f"`{shown}`",
            "better": f"`c{inner}`" if shown.endswith('"') else "it as a C literal",
            "story": "carries its NUL by hand",
            "note": f": it needs Rust 1.77. {_BEFORE}",
        },
        confidence=_confidence(literal),
        fix=_fix(literal, file),
    )


def _confidence(literal: Node) -> Confidence:
    """Low where the NUL is checked already, as it had to be before there were C literals."""
    call = enclosing(literal, "call_expression")
    if call is not None and _IS_CHECKED.search(called(call)) and not _is_pointer(literal):
        return "low"
    return "high" if surrounding_call(literal) is None or _is_pointer(literal) else "medium"


def _is_compared(literal: Node) -> bool:
    """An argument of `memcmp` is bytes and no text."""
    call = surrounding_call(literal)
    return call is not None and re.search(r"(^|::)mem(cmp|cpy|mem)$", called(call)) is not None


def _fix(literal: Node, file: SourceFile) -> Rewrite | None:
    """`c"..."` in place of the `CStr` that is made of the literal, or its pointer in place of a chain of casts."""
    new = "c" + re.sub(r"\\(0|x00)\"$", '"', written(literal, file).removeprefix("b"))
    made = enclosing(literal, "call_expression")
    if made is not None and made.parent is not None and re.search(r"CStr::from_bytes_with_nul$", callee(made)):
        outer = made.parent.parent
        is_taken = outer is not None and method(outer) in ("unwrap", "expect") and receiver(outer) == made
        return Rewrite((replaced(outer, new),), True, "1.77") if outer is not None and is_taken else None
    pointer, is_typed = _chain(literal)
    return Rewrite((replaced(pointer, f"{new}.as_ptr()"),), is_typed, "1.77") if pointer is not None else None


def _chain(literal: Node) -> tuple[Node | None, bool]:
    """The last of the casts that make a `*const c_char` of the literal, and whether it names that type."""
    node, found, is_typed = literal, None, False
    while (parent := node.parent) is not None:
        if parent.type == "type_cast_expression":
            kind = squeezed(text(field(parent, "type")))
            is_typed = re.fullmatch(r"\*const(\w+::)*(c_char|i8)", kind) is not None
            found = parent if is_typed or kind == "*const_" else None
        elif parent.type == "call_expression" and method(parent) == "cast":
            is_typed = re.search(r"cast::<(\w+::)*c_char>", squeezed(text(field(parent, "function")))) is not None
            found = parent if is_typed or "<" not in text(field(parent, "function")) else None
        elif parent.type not in ("field_expression", "generic_function") and method(parent) != "as_ptr":
            break
        node = parent
    return found, is_typed


def _concatenated(call: Node, parts: Node, file: SourceFile) -> Hit | str:
    """`concat!(name, 0)`, which appends a digit."""
    last = next((child for child in reversed(parts.named_children)), None)
    if last is None or last.type != "integer_literal" or text(last) not in ("0", "0u8", "0_u8"):
        return "the last part is no NUL"
    if len(parts.named_children) < 2 or not _goes_to_c(call):
        return "C does not get it"
    values = {
        "literal": f"`{file.quote(call, 40)}`",
        "better": '`concat!(..., "\\0")`',
        "story": "ends in the digit `0`, and not in a NUL",
        "note": ": there the NUL is a part of the text",
    }
    return Hit(at=call, values={**values}, confidence="high")


def _goes_to_c(literal: Node) -> bool:
    """A pointer is taken, `CStr` looks at it, or the type around it is one of C's."""
    if _is_pointer(literal) or _is_chosen_for_c(literal):
        return True
    holder = enclosing(literal, "call_expression", "let_declaration", "const_item", "static_item", "block")
    if holder is None or holder.type == "block":
        return False
    if holder.type == "call_expression":
        return _TAKES_NUL.search(called(holder)) is not None
    return _C_TYPE.search(squeezed(text(field(holder, "type")))) is not None


def _is_chosen_for_c(literal: Node) -> bool:
    """`let name = match kind { A => "a\\0", .. };`, of which the function takes the pointer then."""
    holder = enclosing(literal, "let_declaration", "call_expression", "macro_invocation", "function_item")
    function = enclosing(literal, "function_item")
    if holder is None or function is None or holder.type != "let_declaration":
        return False
    around = enclosing(literal, "match_arm", "let_declaration")
    value = field(around, "value") if around is not None and around.type == "match_arm" else None
    name = re.escape(text(field(holder, "pattern")))
    is_value = value is not None and squeezed(text(value)).strip("{}") == squeezed(text(literal))
    return is_value and re.search(rf"\b{name}\s*\.as_ptr\(\)", text(function)) is not None


def _leads_table(literal: Node, file: SourceFile) -> bool:
    """The first of a table whose elements become pointers: `TEXTS[i].as_ptr()`."""
    table = enclosing(literal, "array_expression")
    item = enclosing(literal, "const_item", "static_item", "block")
    if (
        table is None
        or item is None
        or item.type == "block"
        or next(descendants(table, "string_literal")) != literal
    ):
        return False
    used = rf"\b{re.escape(text(field(item, 'name')))}\[[^\[\]]*\]\s*\.as_ptr\(\)"
    return any(re.search(used, text(root)) for root in file.names.roots)


def _is_pointer(literal: Node) -> bool:
    """`"x\\0".as_ptr()`, or a cast of it to a pointer."""
    for parent in ancestors(literal):
        if parent.type == "type_cast_expression":
            return "*" in text(field(parent, "type"))
        if parent.type == "call_expression" and method(parent) == "as_bytes":
            continue
        if parent.type == "call_expression" and method(parent):
            return method(parent) in ("as_ptr", "as_mut_ptr")
        if parent.type not in ("field_expression", "parenthesized_expression", "reference_expression"):
            return False
    return False
