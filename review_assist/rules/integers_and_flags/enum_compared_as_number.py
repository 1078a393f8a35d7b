"""enum-compared-as-number: `header.kind == Kind::Data as u8`, a number that is held where an enum exists."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, enclosing, field, text, unwrapped
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_VARIANT = pattern(r"((?:\w+::)*([A-Z]\w*))::([A-Z]\w*)")
_CAMEL = pattern(r"[A-Z]\w*[a-z]\w*")
_NUMBER = pattern(r"(\w+::)*([iu](8|16|32|64|size)|c_u?(int|long|short|char))")
_CONVERTS = pattern(r"(try_)?from(_|$)|parse|decode|(^|_)to_|(^|_)as_|probe")


@rule(
    level="note",
    confidence="medium",
    words=(" as ",),
    message="`{held}` holds a number that `{code}` compares with a variant of `{enum}`",
    ask="could `{held}` be a `{enum}`, instead of a number that is compared with `{variant}`?",
    why="""An enum of C is an integer, so either side of a comparison may be any number. In Rust the cast gives up
        what the enum is for: a number that is no variant is not refused anywhere, and no `match` lists the
        cases.""",
    instead="""Let `{held}` be a `{enum}`, and turn the number into one where it comes in, with `TryFrom`. With
        `PartialEq` derived, `{short}` needs no cast.""",
    query="""
    (binary_expression left: (_) @held operator: ["==" "!="]
      right: [(type_cast_expression) (parenthesized_expression (type_cast_expression))] @cast) @test
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FunctionRole.BOUNDARY),
    in_c="""
        if (header->kind == KIND_DATA)      /* an int, and an enum */
            queue(header);
    """,
    checks="The compiler then refuses to compare with anything but a variant, and `match` has to name them all.",
)
def enum_compared_as_number(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the field is a `uint8_t`, the values are an `enum`, and comparing the two needs no cast, because both are
    integers. A port of that keeps the field, gets an enum of Rust for the values, and finds that the compiler
    wants `as u8` at every comparison.

    The cast is the sign that a type is in the wrong place. If the field has the enum's type, the number is looked
    at once, where it comes in: `Kind::try_from(byte)` says which variant it is, or that it is none. Behind that
    line `header.kind == Kind::Data` needs no cast, a `match` is checked for missing variants, and nobody can store
    a number that means nothing.

    ## Keep it when
    The number has to stay what it was, because it is stored or passed on unchanged, or the set is not closed. A
    variant for all others, `Unknown(u8)`, serves there as well.

    ## Known problems
    That the name is a variant, and no constant of the type, is concluded from its spelling or its declaration.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    fn is_data(header: &Header) -> bool {
        header.kind == Kind::Data as u8
    }
    ```
    ```rust good
    fn is_data(header: &Header) -> bool {
        header.kind == Kind::Data
    }
    ```
    ```rust good
    // This is where the number comes in.
    fn parse_header(bytes: &[u8]) -> Option<Header> {
        let kind = *bytes.first()?;
        if kind == Kind::Data as u8 {
            return Some(Header::data());
        }
        None
    }
    ```
    """
    cast, held = unwrapped(captures["cast"]), unwrapped(captures["held"])
    variant = _VARIANT.fullmatch(squeezed(text(field(cast, "value"))))
    if variant is None or not _NUMBER.fullmatch(text(field(cast, "type"))):
        return "no variant is cast to a number"
    if not _CAMEL.fullmatch(variant[3]) and not _declares(file, variant[2], variant[3]):
        return "the name may be a constant of the type"
    if held.type not in ("identifier", "field_expression") or not _is_kept(held):
        return "the number is computed, or comes from a call or a pattern"
    function = file.function(captures["test"])
    if function is not None and _CONVERTS.search(function.name):
        return "the function is where a number becomes something else"
    if any(parent.type == "match_pattern" for parent in ancestors(captures["test"])) or not comes_from_c(file):
        return "it is the guard of an arm, or the project has nothing of C"
    short = f"{file.quote(held)} {text(captures['test'].children[1])} {variant[0]}"
    return Hit(
        at=captures["test"],
        values={
            "held": held,
            "code": captures["test"],
            "enum": variant[2],
            "variant": f"{variant[0]} as {text(field(cast, 'type'))}",
            "short": short,
        },
    )


def _is_kept(held: Node) -> bool:
    """A field, or a variable that some statement or parameter declares: what a closure is given passes through."""
    if held.type == "field_expression":
        return not re.fullmatch(r".*\.\d+", text(held))
    binding = local_binding(held)
    return binding is not None and (
        binding.type == "let_declaration"
        or (binding.type == "parameter" and enclosing(binding, "closure_parameters") is None)
    )


def _declares(file: SourceFile, enum: str, variant: str) -> bool:
    return f"{enum}::{variant}" in file.names.variants or variant in file.names.variants
