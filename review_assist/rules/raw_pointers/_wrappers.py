"""What a field with a pointer points at, and whether anything says how long an object of C in it lives."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.raw_pointers._pointers import pointee
from review_assist.rules.rule import Captures, Hit
from review_assist.syntax.nodes import arguments, descendants, field, has_attribute, method, modifiers, text
from review_assist.syntax.source import SourceFile, squeezed

_FIELDS = 3
"""A wrapper has little beside the pointer; what has more is a struct of its own."""
_USES = 2
"""Safe methods that hand the pointer to C, so that it has to be good for as long as the value lives."""

_OWN_IT = (
    "a `Drop` that gives the object back if `{struct}` owns it; a lifetime, by `PhantomData<&'a ()>` or as a "
    "reference to a type around the C struct, if it borrows it"
)


def of_wrapper(captures: Captures, file: SourceFile) -> Hit | str:
    """A handle that safe methods give to C, though it may outlive the object, or never give it back."""
    is_plain = captures["type"].type == "pointer_type"
    if not is_plain or not _is_loose(captures["item"], text(captures["field"]), file):
        return "it says who owns the object, or no safe method gives it to C"
    return Hit(
        at=captures["declaration"],
        values={
            "struct": captures["struct"],
            "field": captures["field"],
            "type": captures["type"],
            "what": "the address of an object of C, without a `Drop` or a lifetime,",
            "cure": _OWN_IT.format(struct=text(captures["struct"])),
        },
    )


def target_of(captures: Captures) -> str | None:
    """What the pointer in the field points at, as written."""
    pointer = captures.get("pointer")
    if pointer is not None:
        return pointee(pointer)
    match = re.fullmatch(r"(?:Option<)?NonNull<([\w:]+)>>?", re.sub(r"\s+", "", text(captures["type"])))
    return match[1] if match else None


def _is_loose(item: Node, pointer: str, file: SourceFile) -> bool:
    """Whether safe methods give what the field `pointer` keeps to C, without a `Drop` or a lifetime."""
    body = field(item, "body")
    if not file.is_complete or body is None or has_attribute(item, r"repr\(|derive\([^)]*\b(Copy|Clone)\b"):
        return False
    fields = [child for child in body.named_children if child.type == "field_declaration"]
    if len(fields) > _FIELDS or "'" in text(field(item, "type_parameters")) or re.search(r"&\s*'", text(body)):
        return False
    name, users = text(field(item, "name")), 0
    if not file.names.traits(name).isdisjoint(("Drop", "Copy", "Clone")):
        return False
    for impl in file.names.impls.get(name, ()):
        inside = field(impl, "body")
        for function in inside.named_children if inside is not None else ():
            users += function.type == "function_item" and _hands_on(function, pointer)
    return users >= _USES


def _hands_on(function: Node, pointer: str) -> bool:
    """Whether a safe method passes `self.pointer` to a function in unsafe code, or looks behind it."""
    if "unsafe" in modifiers(function):
        return False
    for block in descendants(function, "unsafe_block"):
        if re.search(rf"\(\*self\.{pointer}\)", squeezed(text(block))):
            return True
        for call in descendants(block, "call_expression"):
            given = [squeezed(text(argument)) for argument in arguments(call)]
            if not method(call) and any(each.startswith(f"self.{pointer}") for each in given):
                return True
    return False
