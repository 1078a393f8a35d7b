"""Arithmetic on addresses that goes through numbers, or that measures how far apart two pointers are."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.raw_pointers._pointers import is_pointer, usual_unless_at_home
from review_assist.rules.rule import Captures, Hit
from review_assist.syntax.nodes import ancestors, is_in_unsafe, macro_name, text, unwrapped
from review_assist.syntax.source import SourceFile


def of_addresses(captures: Captures, file: SourceFile) -> Hit | str:
    """`(p as usize + n) as *mut T`, `end as usize - start as usize`, `end.offset_from(start)`."""
    at = captures.get("detour") or captures["distance"]
    if _is_asserted(at):
        return "an assertion says what holds of the pointers"
    is_detour = "detour" in captures.nodes
    operator = text(at.child_by_field_name("operator")) if not is_detour else ""
    if is_detour:
        if not _is_sum(captures["number"]) or not _is_address(captures["number"], file):
            return "it computes no address from one"
        cure = f"the memory be a slice, rather than `{file.quote(at)}`"
        advice = (
            "a slice and an index need no address; where a pointer has to stay, `pointer.add(n)` keeps what the "
        )
        advice += "number loses, which object it leads into"
    else:
        is_method = at.type == "call_expression" and is_in_unsafe(at)
        if operator not in ("", "-") or not (
            is_method or all(_is_address(captures[side], file) for side in ("from", "to"))
        ):
            return "it is not the distance of two addresses"
        cure = f"the bytes between be a slice, whose `len()` says what `{file.quote(at)}` computes"
        advice = "keep what was read as a slice and take its `len()`, or count an index along"
    return Hit(
        at=at,
        confidence=usual_unless_at_home("medium", at, file),
        values={
            "code": at,
            "does": "computes an address" if is_detour else "measures a length",
            "cure": cure,
            "advice": advice,
        },
    )


def _is_asserted(at: Node) -> bool:
    """Whether it says what holds of the pointers, in an `assert!`."""
    return any(macro_name(node).removeprefix("debug_").startswith("assert") for node in ancestors(at))


def _is_sum(number: Node) -> bool:
    """Plus or minus; a mask rounds an address to an alignment, which is something else."""
    return number.parent is not None and text(number.parent.child_by_field_name("operator")) in ("+", "-")


def _is_address(node: Node, file: SourceFile) -> bool:
    """A pointer, or one `as usize`."""
    if node.type == "type_cast_expression":
        if text(node.child_by_field_name("type")) not in ("usize", "isize"):
            return False
        node = unwrapped(node.child_by_field_name("value") or node)
    return is_pointer(node, file)
