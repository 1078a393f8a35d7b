"""literal-cast: a number literal is cast to a type that the literal can have by itself."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import is_integer_type, literal
from review_assist.rules.integers_and_flags._wanted import type_wanted
from review_assist.rules.rewrite import Part, Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, field, holder_of, text
from review_assist.syntax.source import SourceFile

_STATEMENT = 2000
"""Bytes in front of a cast that are searched for others of the same statement."""
_CAST = pattern(
    rb"(?<![\w.])[0-9][0-9a-fA-Fx_]* as "
    rb"(?:(?:\w+::)*c_u?(?:char|short|int|long|longlong)|[iu](?:8|16|32|64|128|size))\b"
)
_TYPED = ("arguments", "field_initializer", "binary_expression", "return_expression")
"""Places that nearly always have one type."""
_ARITHMETIC = ("parenthesized_expression", "unary_expression", "binary_expression")
_ALIASES = {"size_t": "usize", "ssize_t": "isize"}
_WIDTH = {"8": 8, "16": 16, "32": 32, "64": 64, "128": 128, "size": 32}


@rule(
    level="note",
    confidence="high",
    clippy=("unnecessary_cast",),
    words=(" as ",),
    message="`{cast}` casts a literal",
    ask="could this be {better}?",
    why="""A C literal is an `int` until it is cast. A Rust literal takes the type that its place asks for,
        so it needs no cast, and a search for the casts that lose bits does not stop here.""",
    instead="Write {better}.",
    query="""
    (type_cast_expression value: [(integer_literal) (unary_expression "-" (integer_literal))] @value
        type: [(primitive_type) (type_identifier) (scoped_type_identifier)] @type) @cast
    """,
    silent_in=(FileRole.MACROS, FileRole.TEST, FunctionRole.TEST),
    in_macros=True,
    in_c="return max(free, (int)1);",
    checks="The compiler then checks that the literal fits its type, which a cast does not.",
)
def literal_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C `0` is an `int`, and `(size_t)0` or `0UL` is how it becomes something else. Translators and habit write
    that as `0 as usize`.

    A Rust literal has no type of its own until something gives it one: a variable, a parameter, the other side
    of an operator. Then the compiler checks that it fits, so `300` is no `u8`. A cast adds
    nothing to that, and looks like one that may cut off bits. Where nothing gives a type, a suffix does:
    `0_usize`.

    ## Keep it when
    Bits are reinterpreted on purpose, as in `0xffff_0000_u32 as i32`; the rule is silent where the number does not
    fit the type.

    ## Known problems
    Several in one statement are one finding. Aliases of integer types other than those of C are not known.

    ```rust bad
    fn first(free: c_int) -> c_int {
        free.max(1 as c_int)
    }
    ```
    ```rust good
    fn first(free: c_int) -> c_int {
        free.max(1)
    }
    ```
    ```rust good
    // It does not fit: the bits are meant.
    const SIGN: i32 = 0x8000_0000_u32 as i32;
    ```
    """
    declared, value = text(captures["type"]), captures["value"]
    digits = child(value, 0) if value.type == "unary_expression" else value
    number = literal(text(digits)) if digits is not None else None
    if (
        number is None
        or digits is None
        or not is_integer_type(declared)
        or re.search(r"[iu](8|16|32|64|128|size)$", text(digits))
    ):
        return "it is no plain number, has a type already, or becomes no integer"
    better = _better(captures["cast"], value, number, declared)
    if better is None or _is_said_before(captures["cast"], file):
        return "no literal has the same value, or another cast of the statement speaks for it"
    return Hit(
        at=captures["cast"],
        values={"cast": captures["cast"], "better": better},
        fix=_fix(captures["cast"], file),
    )


def _is_said_before(cast: Node, file: SourceFile) -> bool:
    """Whether an added line of the same statement has such a cast already: translated code has dozens."""
    statement = holder_of(cast)
    start = max(statement.start_byte, cast.start_byte - _STATEMENT)
    for found in _CAST.finditer(file.content.source, start, cast.start_byte):
        between = file.content.source.count(b"\n", found.start(), cast.start_byte)
        if file.line(cast) - between in file.content.added:
            return True
    return False


def _fix(first: Node, file: SourceFile) -> Rewrite | None:
    """All such casts of the statement, since they are one finding."""
    found: list[tuple[Part, bool] | None] = []
    for cast in (first, *descendants(holder_of(first), "type_cast_expression")):
        value, declared = field(cast, "value"), text(field(cast, "type"))
        digits = child(value, 0) if value is not None and value.type == "unary_expression" else value
        number = literal(text(digits)) if digits is not None and digits.type == "integer_literal" else None
        if cast.start_byte < first.start_byte or (found and cast == first) or number is None or value is None:
            continue
        if is_integer_type(declared) and _better(cast, value, number, declared):
            found.append(_without_cast(cast, value, declared, file))
    parts = tuple(part for part, _ in filter(None, found))
    return (
        Rewrite(parts, is_safe=all(is_safe for _, is_safe in filter(None, found))) if None not in found else None
    )


def _without_cast(cast: Node, value: Node, declared: str, file: SourceFile) -> tuple[Part, bool] | None:
    """The literal as its place takes it, and whether the file shows that it does; with a suffix elsewhere."""
    number, holder = written(value, file), cast.parent
    is_free = holder is not None and holder.type == "parenthesized_expression" and not number.startswith("-")
    outer = holder if is_free and holder is not None else cast
    if number.startswith("-") and declared.startswith("u"):
        return None
    if type_wanted(cast, file) == declared:
        return replaced(outer, number), True
    is_typed = outer.parent is not None and outer.parent.type in _TYPED and not _is_shift(outer.parent)
    if is_typed and not _gives_receiver(cast):
        return replaced(outer, number), False
    primitive = _primitive(declared)
    return (replaced(outer, _suffixed(number, primitive)), True) if primitive else None


def _is_shift(operation: Node) -> bool:
    return text(field(operation, "operator")) in ("<<", ">>")


def _better(cast: Node, value: Node, number: int, declared: str) -> str | None:
    """The literal with a suffix, plain where C's types allow none; None where the number does not fit."""
    found = re.fullmatch(r"([iu])(8|16|32|64|128|size)", declared)
    is_negative, is_receiver = value.type == "unary_expression", _gives_receiver(cast)
    written = text(value)
    if found is None:
        is_small = number < 128 and (not is_negative or _is_signed_c(declared))
        if is_receiver:
            primitive = _primitive(declared)
            return f"`{_suffixed(written, primitive)}`" if is_small and primitive and not is_negative else None
        return f"plain `{written}`, where its place gives the type" if is_small else None
    width = _WIDTH[found[2]]
    if is_negative and found[1] == "u":
        return f"`{declared}::MAX`, which is what the bits of -1 are" if number == 1 else None
    limit = 1 << (width - 1 if found[1] == "i" else width)
    if number >= limit:
        return None
    suffixed = _suffixed(written, declared)
    return f"`{suffixed}`" if is_receiver else f"`{written}`, or `{suffixed}` where nothing else gives the type"


def _suffixed(number: str, primitive: str) -> str:
    return f"{number}{'' if '_' in number else '_'}{primitive}"


def _primitive(declared: str) -> str:
    """The name that a suffix has for the type; empty where that differs from machine to machine."""
    if re.fullmatch(r"[iu](8|16|32|64|128|size)", declared):
        return declared
    return _ALIASES.get(declared.rpartition("::")[2], "")


def _gives_receiver(cast: Node) -> bool:
    """Whether a method is called on what the literal is, `(1 as u64 << n).min(m)`: then it needs a type itself."""
    inner, parent = cast, cast.parent
    while parent is not None and parent.type in _ARITHMETIC:
        if parent.type == "binary_expression" and _is_shift(parent) and field(parent, "right") == inner:
            return False
        inner, parent = parent, parent.parent
    return parent is not None and parent.type == "field_expression"


def _is_signed_c(declared: str) -> bool:
    """A signed integer of C; `c_char` is one on some machines only."""
    return re.search(r"(c_(schar|short|int|long|longlong)|ssize_t)$", declared) is not None
