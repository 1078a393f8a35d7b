"""narrowed-length: `name.len() as u8`, a length stored in fewer bits than it may need."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, field, receiver, text
from review_assist.syntax.places import is_commented
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_COMPARES = ("<", "<=", ">", ">=", "==", "!=")
_COMPARED_BEHIND = pattern(r"(?!asu(8|16)\b)[^;,]{0,20}([<>]|[=!]=)")
_COMPARED_BEFORE = pattern(r"([<>]=?|[=!]=)$")
_CUTS = pattern(r"\b(min|take|truncate|chunks|chunks_exact|array_chunks)(::<\w+>)?\(")
_FIXED = pattern(r"(&\s*('\w+\s+)?(mut\s+)?)?\[[^;\]]*;.*\]", re.DOTALL)
_ARRAY = pattern(r"\.(?!as_|into_|to_bytes)(\w+_bytes|octets)\(\)$")
"""What gives an array, as far as the name says."""
_PART = pattern(r"&(mut)?[\w.]+\[(\d+|[A-Z]\w*)?\.\.=?(\d+|[A-Z]\w*)\]")
_SHOWS = pattern(r"\b(debug_)?assert\w*|\w*(print|log|trace|debug|warn|info|error)\w*")


@rule(
    level="warning",
    confidence="medium",
    clippy=("cast_possible_truncation",),
    words=("len() as u8", "len() as u16"),
    message="`{cast}` cuts off what does not fit into a `{type}`",
    ask="can `{sequence}` be longer than a `{type}` can say, and could `{type}::try_from({length})` refuse it?",
    why="""C stores a `size_t` in a `uint8_t` without a word. `as` does the same: with {count} elements the
        length is 0, and whoever reads it takes the rest for something else.""",
    instead="Write `{type}::try_from({length})`, and hand its error on.",
    query="(type_cast_expression value: (call_expression) @length type: (primitive_type) @type) @cast",
    silent_in=(FileRole.TEST, FileRole.MACROS, FileRole.BUILD, FunctionRole.TEST, FunctionRole.CONST),
    in_c="msg->length = strlen(name);         /* {count} becomes 0 */",
    checks="The compiler then makes the code say what happens with a length that does not fit.",
)
def narrowed_length(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A message begins with a byte that says how long the name in it is, and C writes `msg[0] = strlen(name);`. The
    conversion happens by itself, and a name of 300 bytes has a length of 44 from there on.

    In Rust the conversion has to be written, but `as u8` is the same one: it keeps the lower bits. What comes
    after the length is then read as something else, on the other side of the wire or in a hash of it.
    `u8::try_from(name.len())` gives an error for what does not fit, and there is a place to say what shall happen.

    ## Keep it when
    The length is known: of an array, or compared with a limit in the same function. The rule is silent there.

    ## Known problems
    A limit that another function has checked is not seen, so the rule asks.

    ```rust bad
    fn put_name(message: &mut Vec<u8>, name: &str) {
        message.push(name.len() as u8);
        message.extend_from_slice(name.as_bytes());
    }
    ```
    ```rust good
    fn put_name(message: &mut Vec<u8>, name: &str) -> Result<(), TryFromIntError> {
        message.push(u8::try_from(name.len())?);
        message.extend_from_slice(name.as_bytes());
        Ok(())
    }
    ```
    ```rust good
    // It was refused above.
    fn put_name(message: &mut Vec<u8>, name: &str) -> bool {
        if name.len() > 200 {
            return false;
        }
        message.push(name.len() as u8);
        message.extend_from_slice(name.as_bytes());
        true
    }
    ```
    """
    cast, length, kind = captures["cast"], captures["length"], text(captures["type"])
    sequence = receiver(length)
    called = squeezed(text(field(length, "function")))
    if kind not in ("u8", "u16") or sequence is None or not called.endswith(".len") or is_in_const(cast):
        return "it is no length, or no cast to `u8` or `u16`"
    shape = squeezed(text(sequence))
    if not re.fullmatch(r"[a-z_]\w*(\.\w+|\(\))*", shape) or _FIXED.fullmatch(file.names.type_of(sequence) or ""):
        return "the length is that of an array, or of an expression"
    if _is_of_fixed_size(sequence, shape) or _wraps(cast):
        return "the length is that of an array or a constant range, or is meant to wrap"
    function = file.function(cast)
    if function is None or not function.is_whole or _is_compared(cast) or _is_explained(cast):
        return "it is compared, or a comment says something of it, or the function is not whole"
    if _is_limited(shape, function.node):
        return "the function looks at the length elsewhere"
    return Hit(
        at=cast,
        values={
            "cast": cast,
            "type": kind,
            "sequence": sequence,
            "length": length,
            "count": "256" if kind == "u8" else "65536",
        },
    )


def _is_of_fixed_size(sequence: Node, shape: str) -> bool:
    """Whether it is `n.to_be_bytes()` or `&data[..16]`, here or where it was bound."""
    made = bound_value(sequence)
    written = squeezed(text(made)) if made is not None else shape
    return _ARRAY.search(written) is not None or _PART.fullmatch(written) is not None


def _wraps(cast: Node) -> bool:
    """Whether `wrapping_add` or the like takes the cast."""
    for parent in ancestors(cast):
        if parent.type == "call_expression" and ".wrapping_" in squeezed(text(field(parent, "function"))):
            return True
        if parent.type not in ("parenthesized_expression", "arguments", "field_expression", "binary_expression"):
            return False
    return False


def _is_compared(cast: Node) -> bool:
    """That is truncated-length's."""
    for parent in ancestors(cast):
        if parent.type == "binary_expression" and text(field(parent, "operator")) in _COMPARES:
            return True
        if parent.type == "call_expression" and _SHOWS.fullmatch(text(field(parent, "function"))):
            return True
        if parent.type not in ("binary_expression", "parenthesized_expression", "arguments"):
            return False
    return False


def _is_explained(cast: Node) -> bool:
    holder = cast
    while holder.parent is not None and holder.parent.type != "block":
        holder = holder.parent
    return is_commented(holder)


@lru_cache(maxsize=64)
def _is_limited(shape: str, function: Node) -> bool:
    """Whether the function looks at the length anywhere else: compares it, cuts or makes the sequence to size."""
    code, cuts = _code(function)
    if cuts or f"{shape}.is_empty()" in code:
        return True
    length = f"{shape}.len()"
    at = code.find(length)
    while at >= 0:
        end = at + len(length)
        if _COMPARED_BEHIND.match(code, end) or _COMPARED_BEFORE.search(code[max(at - 2, 0) : at]):
            return True
        at = code.find(length, end)
    return False


@lru_cache(maxsize=64)
def _code(function: Node) -> tuple[str, bool]:
    """The function with its white space off, and whether it cuts anything to size."""
    code = squeezed(text(function))
    return code, _CUTS.search(code) is not None
