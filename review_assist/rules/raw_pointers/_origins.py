"""Where a pointer came from: what the text of the function says about it."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import (
    ancestors,
    callee,
    comments_above,
    enclosing,
    field,
    is_mutable,
    method,
    text,
    unwrapped,
)
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_FAR = 10
"""How many names a pointer is followed back through."""
_NEARBY = 1000
"""Characters before a step that are searched for where its pointer comes from."""
_NEVER_NULL = frozenset("as_ptr as_mut_ptr into_raw leak from_mut from_ref get as_object_mut_ptr".split())
_ALLOCATES_OR_EXITS = pattern(r"x((m|c|re)alloc|reallocarray|strn?dup)")
_SLICE = pattern(r"(&\s*('\w+\s*)?(mut\s+)?)?(\[|Vec<|Box<\[|str\b|String\b)")
_PLACE = pattern(r"\(\s*\*?\s*\w+(\.\w+|\[\w+\])*\s*\)")


def is_never_null(node: Node) -> bool:
    """Made of a reference or a box, in the argument itself or in the `let` that named it."""
    for _ in range(_FAR):
        node = without_casts(node)
        binding = local_binding(node) if node.type == "identifier" else None
        if binding is None:
            break
        value = binding.child_by_field_name("value")
        if value is None:
            return text(binding.child_by_field_name("type")).startswith("&")
        node = value
    if node.type == "call_expression":
        name = method(node) or re.sub(r"<.*", "", callee(node)).rstrip(":").rpartition("::")[2]
        return name in _NEVER_NULL or _ALLOCATES_OR_EXITS.match(name) is not None
    return node.type in ("reference_expression", "self", "macro_invocation")


def owner(place: Node) -> Node | None:
    """`x` of `x.field[i]`, `*x`, `addr_of!(x.field)`; None behind another pointer, which may allow more."""
    if place.type == "macro_invocation":
        return _owner_in_macro(place)
    node = unwrapped(place)
    while node.type in ("field_expression", "index_expression") and node.named_children:
        node = unwrapped(node.named_children[0])
    if node.type == "unary_expression" and text(node).startswith("*") and node.named_children:
        node = unwrapped(node.named_children[0])
    return node if node.type in ("self", "identifier") else None


def _owner_in_macro(place: Node) -> Node | None:
    tokens = next((child for child in place.named_children if child.type == "token_tree"), None)
    if tokens is None or not _PLACE.fullmatch(text(tokens)):
        return None
    return next((child for child in tokens.children if child.type in ("self", "identifier")), None)


def is_shared_reference(place: Node, file: SourceFile) -> bool:
    """Whether the place visibly is, or lies behind, a `&T` of the function: then there is no `&mut` of it."""
    root = owner(place)
    if root is None:
        return False
    if root.type == "self":
        return re.fullmatch(r"&\s*('\w+\s+)?self", self_parameter(root)) is not None
    declared = file.names.type_of(root) or ""
    if declared:
        return re.match(r"&\s*('\w+\s+)?(?!mut\b|'|\s)", declared) is not None
    return _is_shared_in_option(root, file)


def is_slice(node: Node, file: SourceFile) -> bool:
    """Whether the file says that this is a slice, an array, a `Vec` or a string."""
    declared = file.names.type_of(node)
    return declared is not None and _SLICE.match(declared) is not None


def self_parameter(node: Node) -> str:
    """The `self` of the function around as it is written, `&mut self`; empty if there is none to be seen."""
    function = enclosing(node, "function_item")
    holder = function.child_by_field_name("parameters") if function is not None else None
    children = holder.named_children if holder is not None else ()
    return next((text(child) for child in children if child.type == "self_parameter"), "")


def _is_shared_in_option(name: Node, file: SourceFile) -> bool:
    """`x` of `if let Some(x) = y`, where `y: Option<&T>`."""
    pattern = local_binding(name)
    condition = pattern.parent if pattern is not None else None
    value = condition.child_by_field_name("value") if condition is not None else None
    if condition is None or condition.type != "let_condition" or value is None:
        return False
    return re.match(r"Option<\s*&(?!\s*('\w+\s+)?mut\b)", file.names.type_of(value) or "") is not None


def is_found(pointer: Node) -> bool:
    """Whether a search of C's library gave the address, past which the step goes: the text is taken apart."""
    function = enclosing(pointer, "function_item")
    found = rf"\b{re.escape(text(pointer))} = (\w+::)*(strr?chr|memr?chr|strstr|strpbrk|r?index)\("
    before = text(function)[: pointer.start_byte - function.start_byte] if function is not None else ""
    return re.search(found, before[-_NEARBY:]) is not None


def says_why(cast: Node) -> bool:
    """Whether a SAFETY comment says that nothing is written there."""
    blocks = (each for each in ancestors(cast) if each.type == "unsafe_block")
    said = "".join(comments_above(each) for each in blocks)
    return re.search(r"(?i)\bconst\b|mutat|\bwrit|read.only|only reads", said) is not None


def wants_writable(cast: Node) -> bool:
    """`NonNull::new(p as *mut T)`: there is none for a `*const`, and it says nothing of writing."""
    holder = cast.parent if cast.parent is not None and cast.parent.type == "arguments" else None
    call = holder.parent if holder is not None else None
    return call is not None and re.search(r"\bNonNull(::<.*>)?::new", text(field(call, "function"))) is not None


def is_stored(cast: Node) -> bool:
    """`msg.msg_iov = &iov as *const _ as *mut _`: C has one struct for what it reads and what it writes."""
    holder = cast.parent
    if holder is None or holder.type not in ("assignment_expression", "field_initializer"):
        return False
    left = holder.child_by_field_name("left")
    return left is None or left.type == "field_expression"


def is_written_through(cast: Node) -> bool:
    """`(*(p as *mut T)).f = v`, `&mut *(p as *mut T)`: the write stands in the same expression."""
    below = cast
    for parent in ancestors(cast):
        if parent.type in ("assignment_expression", "compound_assignment_expr"):
            return parent.child_by_field_name("left") == below and below != cast
        if parent.type == "reference_expression":
            return is_mutable(parent) and below != cast
        if parent.type not in (
            "parenthesized_expression",
            "unary_expression",
            "field_expression",
            "index_expression",
        ):
            return False
        below = parent
    return False
