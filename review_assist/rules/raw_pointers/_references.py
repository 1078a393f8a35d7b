"""Which reference, slice or value a raw pointer in a signature stands for; phrases with their own backticks."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import ARITHMETIC, NUMBERS, last_segment, pointee
from review_assist.syntax.casts import root_of, without_as
from review_assist.syntax.nodes import (
    arguments,
    callee,
    child,
    descendants,
    enclosing,
    field,
    is_mutable,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.source import SourceFile

_LENGTH = pattern(
    r"(^|_)(n?len(gth)?|size|sz|count|cnt|num|n|nr|nbytes|bytes|total|nelems?|cap(acity)?)(_|$)|^n[a-z]?$"
    r"|[a-z](Len(gth)?|Size|Count|Capacity|Bytes)$"
)
_LOOKS = frozenset(
    "add sub offset wrapping_add wrapping_sub read write read_volatile write_volatile as_ref as_mut "
    "read_unaligned write_unaligned copy_from copy_to copy_from_nonoverlapping copy_to_nonoverlapping".split()
)
_ASKS = frozenset(("is_null", "as_ref", "as_mut"))
_TAKES = frozenset(("unwrap", "expect", "unwrap_unchecked"))
_MANY = 50
_ENOUGH = 100
"""Uses of a name that are looked at."""
_KEEPS = frozenset(("field_initializer", "shorthand_field_initializer"))
_STORES = frozenset(("store", "swap"))  # of an atomic pointer
_INTEGERS = frozenset(("usize", "isize", "u64", "uintptr_t"))
STEPS = ARITHMETIC | {"wrapping_offset"}
_MAY_GO_BACK = frozenset(("sub", "wrapping_sub", "offset", "wrapping_offset"))


def stands_for(parameter: Node, function: Node, file: SourceFile) -> str:
    """What to take instead of the parameter: "`&mut Queue`", or words where no one type fits."""
    pointer = parameter.child_by_field_name("type")
    assert pointer is not None
    target, name = pointee(pointer), parameter_name(parameter)
    borrow = "&mut " if is_mutable(pointer) else "&"
    if target.startswith(("*mut", "*const")):
        return "a slice (if it is an array) or return the pointer (if it is a result)"
    length = length_of(parameter)
    if last_segment(target) == "c_char":
        return _of_text(name, borrow, length, function)
    if length and last_segment(target)[:1].islower():
        return f"a slice `{borrow}[{target}]` for `{name}` and `{length}` together"
    uses = _methods_on(name, function)
    if uses & _MAY_GO_BACK and _goes_back(name, function):
        return f"a slice `{borrow}[{target}]`, and the index in it where `{name}` points,"
    if uses & STEPS or _is_walked_elsewhere(parameter, file):
        return f"a slice `{borrow}[{target}]`"
    if last_segment(target) in NUMBERS and not _is_dereferenced(name, function):
        return f"`{borrow}[{target}]` (or `{borrow}{target}`, if there is one of them)"
    nullable = f"Option<{borrow}{target}>" if uses & _ASKS else f"{borrow}{target}"
    return f"`{nullable}`"


def kinds_of(name: str, function: Node) -> set[str]:
    """The types of `name as *mut T`, `name.cast::<T>()` and, by a macro, `cast_pointer!(name, T)` in the body."""
    body, named = text(function.child_by_field_name("body")), re.escape(name)
    cast = rf"(?<![\w.]){named}(?:\s+as\s+\*(?:mut|const)\s+|\s*\.cast::<)((?:\w+::)*\w+)\b"
    macro = rf"!\(\s*{named}\s*,\s*((?:\w+::)*[A-Z]\w*[a-z]\w*)\s*\)"
    return {*re.findall(cast, body), *re.findall(macro, body)}


def _of_text(name: str, borrow: str, length: str, function: Node) -> str:
    """What takes the place of a pointer to `char`: one that nobody is seen writing to may miss a `const`."""
    if length or _is_written(name, function):
        return f"`{borrow}[u8]`"
    return "`&CStr` (or `&str`)" if borrow == "&" else "`&CStr` (or `&mut [u8]`, if it is written to)"


def _is_walked_elsewhere(parameter: Node, file: SourceFile) -> bool:
    """Whether another function of the file steps through a parameter of the same name and type."""
    declared = text(parameter.child_by_field_name("type"))
    for use in file.names.uses.get(parameter_name(parameter), ())[:_ENOUGH]:
        parent = use.parent
        if parent is None or parent.type != "field_expression":
            continue
        if text(parent.child_by_field_name("field")) in STEPS and file.names.type_of(use) == declared:
            return True
    return False


def may_overlap_self(parameter: Node, function: Node) -> bool:
    """Whether a method only passes the pointer on: it may lead to the object that `self` is a part of."""
    holder, pointer = parameter.parent, parameter.child_by_field_name("type")
    first = child(holder, 0) if holder is not None else None
    if first is None or pointer is None or first.type != "self_parameter" or not text(first).startswith("&"):
        return False
    return (is_mutable(pointer) or is_mutable(first)) and not looks_behind(parameter_name(parameter), function)


def parameter_name(parameter: Node) -> str:
    """The name alone, without `mut`."""
    return text(parameter.child_by_field_name("pattern"))


def length_of(parameter: Node) -> str:
    """Name of the count that follows the pointer, as in `buf: *const u8, len: usize`; else empty."""
    following = parameter.next_named_sibling
    if following is None or following.type != "parameter":
        return ""
    name, kind = parameter_name(following), last_segment(text(following.child_by_field_name("type")))
    is_count = kind in NUMBERS and kind not in ("bool", "f32", "f64")
    return name if is_count and _LENGTH.search(name.lstrip("_")) else ""


def looks_behind(name: str, function: Node) -> bool:
    """Whether the function itself reads or writes what the pointer points at."""
    return bool(_methods_on(name, function) & _LOOKS) or _is_dereferenced(name, function)


def is_trusted(name: str, function: Node) -> bool:
    """Whether an unsafe block of the function reads through the pointer or hands it on."""
    body = function.child_by_field_name("body")
    if body is None:
        return False
    if looks_behind(name, function):
        return True
    calls = (c for b in descendants(body, "unsafe_block") for c in descendants(b, "call_expression"))
    return any(text(root_of(argument)) == name for call in calls for argument in arguments(call))


def has_many_parameters(function: Node) -> bool:
    """Nobody wrote that by hand, and the body is not searched for each of them."""
    holder = function.child_by_field_name("parameters")
    return holder is not None and holder.named_child_count > _MANY


def _is_dereferenced(name: str, function: Node) -> bool:
    body = function.child_by_field_name("body")
    nodes = descendants(body, "unary_expression") if body is not None else ()
    return any(_is_deref_of(name, node) for node in nodes)


def _is_written(name: str, function: Node) -> bool:
    """Whether the function assigns to what the pointer points at, `*p = c` or `*p.add(i) = c`."""
    body = function.child_by_field_name("body")
    assignments = descendants(body, "assignment_expression") if body is not None else ()
    targets = (assignment.child_by_field_name("left") for assignment in assignments)
    return any(target is not None and _is_deref_of(name, target) for target in targets)


def _is_deref_of(name: str, node: Node) -> bool:
    if not text(node).startswith("*") or not node.named_children:
        return False
    return text(root_of(node.named_children[0])) == name


@lru_cache(maxsize=4)
def _methods_on(name: str, function: Node) -> frozenset[str]:
    """Methods called directly on the parameter in the body; asked several times of each."""
    if has_many_parameters(function):
        return frozenset()
    body = function.child_by_field_name("body")
    found = set()
    for call in descendants(body, "call_expression") if body is not None else ():
        if _is_called_on(name, call):
            found.add("read" if _is_taken_for_granted(call) else method(call))
        elif callee(call).rpartition("::")[2] in ("from_raw_parts", "from_raw_parts_mut"):
            first = field(call, "arguments")
            if first is not None and text(first).startswith(f"({name},"):
                found.add("add")
    return frozenset(found)


def _is_taken_for_granted(call: Node) -> bool:
    """`p.as_mut().unwrap()`: it asks for null, and has no answer to it."""
    outer = call.parent.parent if call.parent is not None else None
    return method(call) in _ASKS and outer is not None and method(outer) in _TAKES


def _is_called_on(name: str, call: Node) -> bool:
    target = receiver(call)
    return target is not None and bool(method(call)) and text(without_as(target)) == name


def _goes_back(name: str, function: Node) -> bool:
    """Whether the function looks at what lies before the pointer, `p.sub(1)`: no slice begins there."""
    body = function.child_by_field_name("body")
    calls = descendants(body, "call_expression") if body is not None else ()
    stepping = [call for call in calls if method(call) in _MAY_GO_BACK and _is_called_on(name, call)]
    steps = [(method(call), text(unwrapped(given[0]))) for call in stepping if (given := arguments(call))]
    return any("sub" in kind or step.startswith("-") for kind, step in steps)


def is_only_kept(parameter: Node, function: Node) -> bool:
    """Whether the function does nothing with the address but store it, or take it for a number."""
    uses = uses_in_body(parameter_name(parameter), function)
    return bool(uses) and all(is_kept(use) or is_number(use) for use in uses)


def uses_in_body(name: str, function: Node) -> list[Node]:
    """Where the name stands in the body of the function."""
    body = function.child_by_field_name("body")
    named = descendants(body, "identifier", "shorthand_field_initializer") if body is not None else ()
    return [use for use in named if text(use) == name]


def is_kept(use: Node) -> bool:
    """`Holder { p }`, `self.first = p` and `self.first.store(p.cast_mut(), Release)`."""
    above = use.parent
    if "field_initializer" in use.type or above is None or above.type in _KEEPS:
        return above is not None
    if above.type == "assignment_expression" and field(above, "right") == use:
        target = field(above, "left")
        return target is not None and target.type == "field_expression"
    holder = enclosing(use, "arguments")
    if holder is None or holder.parent is None or method(holder.parent) not in _STORES:
        return False
    stored = child(holder, 0)
    return stored is not None and root_of(stored) == use


def is_only_passed(parameter: Node, function: Node) -> bool:
    """Whether the function does nothing with the pointer but hand it to other functions, or keep it."""
    name = parameter_name(parameter)
    if looks_behind(name, function):
        return False
    uses = uses_in_body(name, function)
    holders = [use.parent for use in uses if not is_kept(use)]
    return bool(uses) and all(holder is not None and holder.type == "arguments" for holder in holders)


def is_number(use: Node) -> bool:
    """`p as usize`."""
    cast = use.parent
    return cast is not None and cast.type == "type_cast_expression" and text(field(cast, "type")) in _INTEGERS
