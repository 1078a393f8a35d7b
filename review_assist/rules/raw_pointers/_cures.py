"""What a function could take in place of a raw pointer, as a question puts it and as advice does."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.raw_pointers._pointers import (
    NUMBERS,
    comes_by_glob,
    is_elsewhere,
    is_void,
    last_segment,
    pointee,
)
from review_assist.rules.raw_pointers._references import looks_behind, may_overlap_self, parameter_name, stands_for
from review_assist.rules.raw_pointers._void import stands_for_void
from review_assist.syntax.nodes import documentation, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import Function, SourceFile


def cure_of(parameter: Node, function: Function, file: SourceFile) -> tuple[str, str]:
    """What the function could do, as a question puts it and as advice does."""
    name, target = parameter_name(parameter), pointee(parameter.child_by_field_name("type") or parameter)
    better = (
        stands_for_void(parameter, function.node) or "a reference to the type that is behind it,"
        if is_void(target)
        else stands_for(parameter, function.node, file)
    )
    contract = "say in a `# Safety` section" if function.is_unsafe else "be `unsafe`, with a `# Safety` section on"
    if makes_reference(function):
        life = f"what `{name}` has to be, and for how long"
        return (
            f"{contract} {life}",
            f"{contract} {life}: the reference that comes out lives as long as a caller likes",
        )
    if _is_of_c(target, file) or (is_elsewhere(target, file) and not looks_behind(name, function.node)):
        return _cure_of_c(name, contract, function)
    if not may_overlap_self(parameter, function.node) or re.fullmatch("`(Option<)?&[^`[]*`", better) is None:
        plain = better.rstrip(",")
        return (
            f"take {better} instead of the raw pointer `{name}`",
            f"take {plain}; a caller that really holds a raw pointer converts it once, where C hands it in",
        )
    return (
        f"{contract} what `{name}` has to be, or take a reference, if that never overlaps `self`",
        f"{contract} what `{name}` has to be. If `self` is never a part of what `{name}` points at, take a "
        f"reference; otherwise that would be a second one to the same memory",
    )


def _cure_of_c(name: str, contract: str, function: Function) -> tuple[str, str]:
    """What is C's to look into is not referred to, but owned by a type of Rust's."""
    if "# Safety" in documentation(function.node):
        owner = f"take the Rust type that owns what `{name}` points at"
        return owner, f"{owner}, and keep the pointer where C is called"
    return (
        f"{contract} what `{name}` has to be, or take the Rust type that owns it",
        f"{contract} what `{name}` has to be, null or not; better still, take the Rust type that owns what it "
        f"points at",
    )


def makes_reference(function: Function) -> bool:
    """Whether it is a converter such as `from_c`, out of which a reference comes: there is none to take yet."""
    result = text(function.node.child_by_field_name("return_type"))
    return function.name.startswith("from_") and re.match(r"(Option<)?&", result) is not None


def _is_of_c(target: str, file: SourceFile) -> bool:
    """A type of C's bindings: by its path, or `thing_t` where a glob has brought C's names. What is in it, and
    whether it may be referred to at all, is C's to say."""
    if last_segment(target) in NUMBERS or is_void(target):
        return False
    return is_c_path(target, file.names) or (target.endswith("_t") and comes_by_glob(target, file))
