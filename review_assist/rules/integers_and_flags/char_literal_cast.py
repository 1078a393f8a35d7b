"""char-literal-cast: a character literal is cast to C's `char` or `int`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.nodes import arguments, callee, enclosing, field, text
from review_assist.syntax.roles import is_c_path, is_in_const
from review_assist.syntax.source import SourceFile

_TARGET = pattern(r"(\w+::)*c_(char|schar|int)|i8|i32|u8")
_CODE_POINT = pattern(r"\\u\{0*([0-9a-fA-F]{1,2})\}")
_IS_BYTE = "`{}`, which is a `u8` as it stands"
_AS_BYTES = "`{}` without a cast, and take the text as `&[u8]` for that (`CStr::to_bytes()` for a C string)"


@rule(
    level="note",
    confidence="medium",
    clippy=("char_lit_as_u8",),
    words=("' as ",),
    message="`{cast}` casts a literal that is one character",
    ask="could this code look at bytes, and {use} `{byte}` as it is?",
    why="""A C `char` is a small integer, signed or not as the platform decides. Rust text is `&str` or
        `&[u8]`, and a byte literal is a `u8` already.""",
    instead="Write {cure}.",
    query="""
    (type_cast_expression value: (char_literal) @literal
        type: [(primitive_type) (type_identifier) (scoped_type_identifier)] @type) @cast
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    in_c="""
        if (arg[0] == '-')                  /* is char signed here? */
            parse_option(arg);
    """,
    checks="The compiler then compares bytes with bytes, the same on hosts with a signed `char` and without.",
)
def char_literal_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C `'a'` is an `int` and an element of a string is a `char`, so the two compare after a silent conversion.
    Rust code that still works on C's elements has to write that conversion: `*p == b'a' as c_char`.

    Rust has two kinds of text. A `&str` consists of `char`s, which are whole code points; a `&[u8]` consists of
    bytes, and `b'a'` is one. Code that turns the C string into one of them at its edge needs no cast further
    in, and gets `starts_with`, `split`, `trim` and iteration with it.

    ## Keep it when
    The literal is handed to a C function, which wants an `int`; the rule is silent there, and in functions that
    C calls.

    ## Known problems
    Where the text comes from is not looked at. What is cast to C's `int` may be compared with what `getc` gave,
    and is shown on request only.

    ```rust bad
    fn is_option(first: c_char) -> bool {
        first == b'-' as c_char
    }
    ```
    ```rust bad
    fn is_dash(first: u8) -> bool {
        first == '-' as u8
    }
    ```
    ```rust good
    fn is_option(argument: &[u8]) -> bool {
        argument.first() == Some(&b'-')
    }
    ```
    ```rust good
    // A position in a table of letters.
    fn position(letter: u8) -> usize {
        usize::from(letter - b'a')
    }
    ```
    """
    declared, written = text(captures["type"]), text(captures["literal"])
    is_byte, byte = written.startswith("b"), _byte(written)
    if not _TARGET.fullmatch(declared) or (declared == "u8" and (is_byte or not written.isascii())):
        return "the type is none of C's for a character, or the literal has that type already"
    if "\\u" in byte:
        return "the character is more than a byte"
    function, parent = file.function(captures["cast"]), captures["cast"].parent
    if function is not None and is_c_namesake(function.name):
        return "the function takes the place of one of C"
    if parent is not None and parent.type == "range_expression":
        return "it is the bound of a range"
    if is_in_const(captures["cast"]) or (not is_byte and declared in ("i32", "i8")):
        return "it is in a `const`, or the type can be had no shorter"
    call = enclosing(captures["cast"], "call_expression")
    if call is not None and captures["cast"] in arguments(call) and is_c_path(callee(call), file.names):
        return "a C function gets it"
    return Hit(
        at=captures["cast"],
        confidence=_confidence(declared),
        values={
            "cast": captures["cast"],
            "byte": byte,
            "use": _use(captures["cast"]),
            "cure": _IS_BYTE.format(byte) if declared == "u8" else _AS_BYTES.format(byte),
        },
        fix=_fix(captures["cast"], byte) if declared == "u8" else None,
    )


def _confidence(declared: str) -> Confidence:
    """Low for C's `int`, which is what reads one character and may be its end of file."""
    return "high" if declared == "u8" else "low" if declared.endswith(("c_int", "i32")) else "medium"


def _byte(literal: str) -> str:
    """The byte literal, which has no `\\u{..}`."""
    code = _CODE_POINT.search(literal)
    if code is not None:
        return f"b'\\x{code[1]:0>2}'"
    return literal if literal.startswith("b") else f"b{literal}"


def _fix(cast: Node, byte: str) -> Rewrite:
    holder = cast.parent
    outer = holder if holder is not None and holder.type == "parenthesized_expression" else cast
    return Rewrite((replaced(outer, byte),), is_safe=True)


def _use(cast: Node) -> str:
    """What the literal is used for, if it is a comparison or the subtraction that gives a digit's value."""
    parent = cast.parent
    operator = text(field(parent, "operator")) if parent is not None else ""
    return {"==": "compare them with", "!=": "compare them with", "-": "subtract"}.get(operator, "use")
