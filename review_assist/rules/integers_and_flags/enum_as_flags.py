"""enum-as-flags: an enum of single bits, or one whose variants are cast to be combined or tested as bits."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.integers_and_flags._constants import evaluate, surroundings
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import field, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed


@rule(
    level="warning",
    confidence="high",
    words=(" as u", " as i", " as c_", "<<"),
    message="{what}",
    ask="could `{enum}` be a flags type, {instead_of}?",
    why="""A C `enum` is an integer with names, so it can hold the bits of a set. A Rust enum is exactly one
        of its variants: a combination of two is no `{enum}`, hence casts for each use.""",
    instead="""Make `{enum}` a flags type, with `bitflags` or the project's macro; then its bits combine and
        are tested without `as`.""",
    query="""
    (type_cast_expression value: (scoped_identifier path: (_) @enum name: (identifier) @variant)
        type: (_) @type) @cast
    (enum_item name: (_) @enum body: (enum_variant_list) @variants) @declared
    """,
    in_c="""
        enum {{ INT_RX = 1 << 4, INT_TX = 1 << 5 }};
        s->level |= INT_TX;                 /* an enum is an int */
    """,
    checks="The compiler then allows only flags of this set to be combined and tested with it.",
)
def enum_as_flags(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C an `enum { RX = 1 << 4, TX = 1 << 5 }` names bits, and `RX | TX` is an `int` like any other.

    A Rust enum promises more: a value of the type is one of the variants, which is why `match` can be checked
    for completeness. Two variants or-ed together are none of them, so each use needs `as u32`, and the result
    has lost the type. A flags type (the `bitflags` crate, QEMU's `bits!`, a newtype of one's own) is the thing
    that C's enum stood for: a set of bits with names, with `|` and `contains`, and a type of its own.

    ## Keep it when
    The enum is one field of a packed word, `mode << 4 | Kind::A as u32`: exactly one variant at a time. The
    rule looks for that shift and is silent.

    ## Known problems
    An enum in another file is not visible; then the way its variants are combined is all that is known, and
    whether the file compares or matches them one by one, for which the rule is silent. One that
    is only declared is asked about if each variant is written as `1 << n`: it may still be one at a time.

    ```rust bad
    enum Interrupt {
        Rx = 1 << 4,
        Tx = 1 << 5,
    }

    fn raise(level: &mut u32) {
        *level |= Interrupt::Tx as u32;
    }
    ```
    ```rust bad
    #[repr(u32)]
    pub enum Event {
        Carrier = 1 << 0,
        Ring = 1 << 1,
        Break = 1 << 2,
    }
    ```
    ```rust good
    fn raise(level: &mut Interrupts) {
        level.insert(Interrupts::TX);
    }
    ```
    ```rust good
    // One field of a packed word: one variant at a time.
    enum Speed {
        Slow,
        Fast,
    }

    fn encode(divider: u32) -> u32 {
        divider << 1 | Speed::Fast as u32
    }
    ```
    """
    if captures.get("declared") is not None:
        return _declared(captures, file)
    operation = surroundings(captures["cast"])
    if operation is None or operation.type not in ("binary_expression", "compound_assignment_expr"):
        return "the cast is not combined with, or tested against, another value"
    operator = text(field(operation, "operator"))
    name = text(captures["enum"]).rpartition("::")[2]
    name = self_type(captures["cast"]) if name == "Self" else name
    if operator not in ("|", "&", "^", "|=", "&=", "^=") or not _may_be_set(name, captures, operation, file):
        return "the operator is none of sets, or the enum may be none"
    return Hit(
        at=captures["cast"],
        confidence="high" if name in file.names.enums else "medium",
        values={
            "what": f"`{file.quote(captures['cast'])}` turns the variant into a bit mask by hand",
            "enum": name,
            "instead_of": f"instead of an enum that is cast for each `{operator}`",
        },
    )


def _declared(captures: Captures, file: SourceFile) -> Hit | str:
    """An enum of bits of which no variant is cast in sight: there the cast would speak."""
    name, values = text(captures["enum"]), []
    for variant in captures["variants"].named_children:
        if variant.type == "enum_variant":
            values.append(_bit(field(variant, "value"), file))
    bits = {value for value in values if value is not None}
    if (
        len(bits) < 3
        or None in values
        or len(bits) < len(values)
        or any(map(_is_cast, file.names.uses.get(name, ())))
    ):
        return "not all variants are single bits, or they are cast where the finding is told"
    return Hit(
        at=captures["declared"],
        confidence="medium",
        values={
            "what": f"each variant of `{name}` is one bit",
            "enum": name,
            "instead_of": "as each of its variants is one bit",
        },
    )


def _bit(value: Node | None, file: SourceFile) -> int | None:
    """The value of `1 << n`; None for anything else, as 1, 2, 4 may well be sizes."""
    inner = unwrapped(value) if value is not None else None
    if inner is None or inner.type != "binary_expression" or text(field(inner, "left")) != "1":
        return None
    return evaluate(inner, file.names)


def _is_cast(use: Node) -> bool:
    path = use.parent
    return path is not None and path.parent is not None and path.parent.type == "type_cast_expression"


def _may_be_set(name: str, captures: Captures, operation: Node, file: SourceFile) -> bool:
    item = file.names.enums.get(name)
    if item is not None:
        return _has_bits(item, file)
    is_type = re.fullmatch(r"[A-Z]\w*[a-z]\w*", name) and re.match(r"[A-Z]", text(captures["variant"]))
    home = file.names.resolve(squeezed(text(captures["enum"]))).split("::")
    is_ours = len(home) == 1 or home[0] in ("crate", "self", "super")
    return bool(is_type) and is_ours and not _packs_fields(operation) and not _is_one_at_a_time(name, file)


def _is_one_at_a_time(name: str, file: SourceFile) -> bool:
    """Whether the file matches on its variants, or compares with one: no combination would be any of them."""
    for use in file.names.uses.get(name, ()):
        holder = use.parent.parent if use.parent is not None else None
        operator = text(field(holder, "operator")) if holder is not None else ""
        if operator in ("==", "!=") or (holder is not None and holder.type in ("match_pattern", "or_pattern")):
            return True
    return False


def _has_bits(item: Node, file: SourceFile) -> bool:
    """Whether the variants have numbers, two or more of them single bits, and do not count 1, 2, 3."""
    body = field(item, "body")
    values = []
    for variant in body.named_children if body is not None else ():
        written = field(variant, "value")
        if variant.type == "enum_variant":
            values.append(evaluate(written, file.names) if written is not None else None)
    bits = [value for value in values if value is not None and value > 0 and value & (value - 1) == 0]
    return len(bits) >= 2 and None not in values and 3 not in values


def _packs_fields(operation: Node) -> bool:
    """Whether any operand of the chain around is shifted: then the parts of a word are put together."""
    top = operation
    while top.parent is not None and top.parent.type in ("binary_expression", "parenthesized_expression"):
        top = top.parent
    todo = [top]
    while todo:
        node = unwrapped(todo.pop())
        if node.type not in ("binary_expression", "compound_assignment_expr"):
            continue
        if text(field(node, "operator")) in ("<<", ">>"):
            return True
        todo += [side for side in (field(node, "left"), field(node, "right")) if side is not None]
    return False
