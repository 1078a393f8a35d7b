"""What callbacks of C look like: a function with C's calling convention and a context that is passed through."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import is_void, last_segment, pointee
from review_assist.syntax.nodes import ancestors, descendants, field, is_mutable, method, receiver, text, unwrapped
from review_assist.syntax.roles import is_abi
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import Function, SourceFile

_STEPS = frozenset(("cast", "unwrap", "expect", "as_ptr"))
_WRAPPERS = pattern(r"^(?:\w+::)*NonNull(::<[^>]*>)?::new(_unchecked)?$")
_FAR = 30
ELSEWHERE = (FileRole.BINDING, FileRole.SHIM, FileRole.MACROS, FileRole.TEST)
"""Files in which callbacks by hand are at home."""
_BASES = pattern(
    r"GObject|GtkWidget|(Object|Device|Bus|SysBusDevice|PCIDevice|I2CSlave|SSIPeripheral|USBDevice|Virtio\w*|CPU)Class"
    r"|Object|(Device|Bus|CPU|Machine|NetClient)State|(SysBus|PCI|ISA|SMBus|USB|VirtIO|SCSI|IDE|CCW)Device|I2CSlave"
    r"|SSIPeripheral"
)
"""What an object of QOM or GObject begins with: its class functions get the base, and cast it."""


def context_parameter(function: Node) -> str | None:
    """Name of the parameter that carries the callback's own object: a `void *`, or a base class."""
    parameter = _context(function)
    return text(parameter.child_by_field_name("pattern")) if parameter is not None else None


def context_type(function: Node) -> str:
    """What the context points at, as written; empty if there is none."""
    parameter = _context(function)
    pointer = parameter.child_by_field_name("type") if parameter is not None else None
    return pointee(pointer) if pointer is not None else ""


def _context(function: Node) -> Node | None:
    holder = function.child_by_field_name("parameters")
    for parameter in holder.named_children if holder is not None else ():
        pointer = parameter.child_by_field_name("type") if parameter.type == "parameter" else None
        if pointer is None or pointer.type != "pointer_type":
            continue
        if is_void(pointee(pointer)) or _BASES.fullmatch(last_segment(pointee(pointer))):
            return parameter
    return None


def context_cast(function: Node, name: str) -> tuple[Node, str] | None:
    """The cast of the context to the object's own type, and that type; None if there is none."""
    body = function.child_by_field_name("body")
    for node in descendants(body, "call_expression", "type_cast_expression") if body is not None else ():
        source = receiver(node) if method(node) == "cast" else field(node, "value")
        if source is None or text(unwrapped(source)) != name:
            continue
        written = text(field(node, "function", "type_arguments")) if method(node) else text(field(node, "type"))
        kind = re.sub(r"^(\*(mut|const)|<)\s*|>$", "", written).strip()
        if re.fullmatch(r"(\w+::)*[A-Z]\w*", kind):
            return node, kind
    return None


def is_callback_by_hand(function: Function, file: SourceFile) -> bool:
    """Whether `hand-written-callback` speaks about it, and takes along what is said of its object."""
    is_silent = file.role in ELSEWHERE or function.role in (FunctionRole.THUNK, FunctionRole.TEST)
    name = function.node.child_by_field_name("name")
    if is_silent or name is None or not is_abi(function.node) or not file.is_added(name):
        return False
    context = context_parameter(function.node)
    return context is not None and context_cast(function.node, context) is not None


def mutable_claim(function: Node, file: SourceFile) -> bool:
    """Whether the function makes a `&mut` of its context."""
    body, context = function.child_by_field_name("body"), context_parameter(function)
    nodes = descendants(body, "reference_expression", "call_expression") if body is not None else ()
    origins = (origin_of_mutable(node, file) for node in nodes)
    return any(origin is not None and text(origin[0]) == context for origin in origins)


def initialises(function: Function, file: SourceFile) -> bool:
    """Whether it is the step of an object system in which the instance gets its first values."""
    pointer = context_type(function.node)
    if re.search(r"(^|_)(?<!post_)init$", function.name) and last_segment(pointer) in ("Object", "GObject"):
        return True
    return any(_is_instance_init(use) for use in file.names.uses.get(function.name, ())[:_FAR])


def _is_instance_init(use: Node) -> bool:
    for parent in islice(ancestors(use), 6):
        name = parent.child_by_field_name("name" if parent.type == "const_item" else "field")
        if parent.type in ("field_initializer", "const_item"):
            return text(name).lower() == "instance_init"
    return False


def origin_of_mutable(reference: Node, file: SourceFile) -> tuple[Node, str] | None:
    """For `&mut *p` or `p.as_mut()`: the pointer underneath and the type it was cast to.

    The type is `field` for a `NonNull` field that was not cast at all.
    """
    if reference.type == "reference_expression":
        deref = reference.child_by_field_name("value")
        if deref is None or deref.type != "unary_expression" or not is_mutable(reference):
            return None
        is_deref = text(deref).startswith("*") and bool(deref.named_children)
        return _through_casts(_bound_to(deref.named_children[0])) if is_deref else None
    target = receiver(reference) if method(reference) == "as_mut" else None
    if target is None:
        return None
    if target.type == "field_expression" and re.match(r"(Option<)?NonNull<", file.names.type_of(target) or ""):
        return target, "field"
    return _through_casts(_bound_to(target))


def _bound_to(node: Node) -> Node:
    """What a `let` gives to the variable, if it is one; else the node itself."""
    binding = local_binding(node) if node.type == "identifier" else None
    value = binding.child_by_field_name("value") if binding is not None else None
    return value if value is not None else node


def _through_casts(node: Node) -> tuple[Node, str] | None:
    """`opaque` and `T` of `opaque.cast::<T>()`, `opaque as *mut T`, or either of them in a `NonNull`."""
    kind = ""
    for _ in range(12):
        node = _inside(node)
        if node.type == "identifier":
            return (node, kind) if kind else None
        if node.type == "type_cast_expression":
            kind = kind or text(node.child_by_field_name("type")).removeprefix("*mut").strip()
            below = node.child_by_field_name("value")
        elif node.type == "call_expression" and method(node) in _STEPS:
            kind = kind or _turbofish(node)
            below = receiver(node)
        elif node.type == "call_expression" and _WRAPPERS.match(text(node.child_by_field_name("function"))):
            inside = node.child_by_field_name("arguments")
            below = inside.named_children[0] if inside is not None and inside.named_children else None
        else:
            return None
        if below is None:
            return None
        node = below
    return None


def _inside(node: Node) -> Node:
    """Parentheses and `unsafe { }` around a single expression taken off."""
    node = unwrapped(node)
    while node.type in ("unsafe_block", "block") and len(node.named_children) == 1:
        node = unwrapped(node.named_children[0])
    return node


def _turbofish(call: Node) -> str:
    function = call.child_by_field_name("function")
    kinds = function.child_by_field_name("type_arguments") if function is not None else None
    return text(kinds)[1:-1].strip() if kinds is not None else ""
