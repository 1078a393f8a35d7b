"""unsafe-static-reference: `unsafe { &STATIC }`, a reference to something that others may write."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.rules.integers_and_flags._wanted import type_wanted
from review_assist.rules.rewrite import Rewrite, replaced
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, is_mutable, is_raw_borrow, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    words=("unsafe",),
    message="`{reference}` makes a reference to a static that other code may write at the same time",
    ask="is the address of `{static}` enough here, rather than a reference to it?",
    why="""In C `&global` is an address and nothing more. A Rust reference also promises that nobody writes
        the value (with `&mut`: that nobody else even reads it) for as long as it lives.""",
    instead="""Where the address is all that is needed, write `{address}`; since Rust 1.82 it needs no `unsafe`.
        Where the value is needed, copy it out, or wrap the static in a cell or lock.""",
    needs_rust="1.82",
    instead_before="""Where the address is all that is needed, `ptr::addr_of!({static})` takes it without a
        reference. Where the value is needed, copy it out, or wrap the static in a cell or lock.""",
    query="""
    (unsafe_block (block . (reference_expression value: [(identifier) (scoped_identifier)] @static) @reference .))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    outranks=("unsafe-in-leaf", "missing-safety-comment"),
    in_macros=True,
    in_c="""
        extern struct property_info prop_bool;
        const struct property_info *info = &prop_bool;
    """,
    checks="""
        The compiler then assumes nothing about the value: an address, unlike a reference, does not claim
        that nobody writes.
    """,
)
def unsafe_static_reference(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the address of a global is taken everywhere: for a table of properties, for a callback's argument.
    `&global` is how it is spelt, and it promises nothing.

    In Rust `&GLOBAL` is a reference, and a reference to a `static mut` or to a variable of C is a promise that
    the compiler builds on: while it lives, the value does not change behind it. C does not know of the
    promise. The compiler warns of such references, and the 2024 edition rejects them; the `unsafe` around it
    only quiets it. The address alone promises nothing, so taking it is safe: `&raw const GLOBAL`, or
    `addr_of!(GLOBAL)` for compilers before 1.82.

    ## Keep it when
    The static is written once, before anybody reads it, and a SAFETY comment says so.

    ## Known problems
    Whether a static of another file is mutable is guessed from its path.

    ```rust bad
    extern "C" {
        static prop_bool: PropertyInfo;
    }
    const INFO: *const PropertyInfo = unsafe { &prop_bool };
    ```
    ```rust good
    extern "C" {
        static prop_bool: PropertyInfo;
    }
    const INFO: *const PropertyInfo = &raw const prop_bool;
    ```
    ```rust good
    static LIMITS: [u8; 3] = [1, 2, 4];
    fn limits() -> &'static [u8] {
        &LIMITS
    }
    ```
    """
    reference, static = captures["reference"], captures["static"]
    confidence = _confidence(static, file)
    if is_raw_borrow(reference) or confidence is None:
        return "it names no static of C and none that is mutable"
    path = file.quote(static)
    address = f"&raw mut {path}" if is_mutable(reference) else f"&raw const {path}"
    return Hit(
        at=reference,
        values={"reference": reference, "static": static, "address": address},
        confidence=confidence,
        names=frozenset((text(static).rpartition("::")[2],)),
        fix=_fix(reference, address, file),
    )


def _fix(reference: Node, address: str, file: SourceFile) -> Rewrite | None:
    """The address alone, where a pointer is wanted."""
    block = enclosing(reference, "unsafe_block")
    holder = block.parent if block is not None else None
    if block is None or holder is None:
        return None
    is_cast = holder.type == "type_cast_expression"
    wanted = text(holder.child_by_field_name("type")) if is_cast else type_wanted(block, file)
    return Rewrite((replaced(block, address),), True, "1.82") if wanted.startswith("*") else None


def _confidence(static: Node, file: SourceFile) -> Confidence | None:
    """None unless the path names a static of C or a mutable one."""
    path = text(static)
    if is_c_path(path, file.names):
        return "medium"  # C may have declared it const
    item = file.names.statics.get(path)
    if item is not None:
        return "high" if is_mutable(item) else None
    is_like_a_static = re.fullmatch(r"[A-Z][A-Z0-9_]+", path.rpartition("::")[2]) is not None
    return "medium" if is_like_a_static and path not in file.names.constants else None
