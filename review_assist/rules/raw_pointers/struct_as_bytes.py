"""struct-as-bytes: `from_raw_parts(v as *const T as *const u8, size_of::<T>())`, a value lent as bytes."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import usual_unless_at_home
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.names import members, self_type
from review_assist.syntax.nodes import (
    ancestors,
    callee,
    comments_above,
    enclosing,
    field,
    has_attribute,
    method,
    receiver,
    text,
)
from review_assist.syntax.source import Function, SourceFile, squeezed

_SIZE = pattern(r"(?:\w+::)*size_of(?:::<(?P<type>[^<>()]+)>\(\)|_val(?:::<[^<>()]+>)?\([&*]*(?P<value>\w+)\))")
_TO_BYTES = pattern(r"as\*(const|mut)(\w+::)*(u8|c_u?char|_)$|\.cast(::<(\w+::)*(u8|c_u?char)>)?\(\)$")
_PLAIN = pattern(
    r"(\?Sized|Sized|Copy|Clone|Default|Debug|Display|Send|Sync|Eq|PartialEq|Ord|PartialOrd|Hash|'\w+)"
)
"""Bounds that promise nothing of a type's bytes."""
_BYTES = pattern(r"u8|\[u8;[^;]+\]")
_PROMISES = r".*\b(Pod|AsBytes|IntoBytes|NoUninit|ByteValued)\b"
_CURE = (
    "written one field after the other, with `to_le_bytes()` or the like, or by a crate that refuses padding, "
    "such as zerocopy or bytemuck"
)
_CURE_OF_ANY = (
    "`{type}` be bound by a trait that promises it, such as `IntoBytes` of zerocopy or `Pod` of bytemuck"
)


@rule(
    level="warning",
    confidence="medium",
    words=("size_of",),
    message="`{function}` is safe, and {lends} the bytes of {any} `{type}`, {harm}",
    ask="could {question}?",
    why="""Every object of C has bytes, and `(char *)&x` shows them. In Rust the padding between fields has no
        value: to read it is undefined behaviour, and to send it is to leak what was on the stack. The other way
        round, most types may not hold any bytes there are.""",
    instead="Instead of the raw parts, let {cure}.",
    query="""
    (call_expression function: [(identifier) @_parts (scoped_identifier name: (identifier) @_parts)]
      arguments: (arguments . (_) @pointer . (_) @size .)
      (#any-of? @_parts "from_raw_parts" "from_raw_parts_mut") (#match? @size "size_of")) @call
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    in_c="send(fd, &h, sizeof(h), 0);        /* with its padding */",
    checks="The compiler then refuses a type that has padding, or bytes that it may not hold.",
)
def struct_as_bytes(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `write(fd, &header, sizeof(header))` is how C puts a struct into a file or onto the wire. That the padding
    between its members goes along is known, and sometimes a security bug.

    A helper `fn as_bytes<T>(value: &T) -> &[u8]` carries the habit over, for all types at once and without
    `unsafe` at its callers. A reference to `u8` says that the bytes have values, which those of padding have
    not; for a `&mut [u8]` the callers may in turn store a 2 in a `bool`. What makes it right is a promise about
    the type, and there are traits that check it where they are derived: `IntoBytes` of zerocopy, `NoUninit` and
    `Pod` of bytemuck.

    ## Keep it when
    The type is known to have no padding, and a comment says so.

    ## Known problems
    The fields of a type that another file declares are not known, so it may have no padding.

    ```rust bad
    fn bytes_of<T>(value: &T) -> &[u8] {
        unsafe { std::slice::from_raw_parts(value as *const T as *const u8, std::mem::size_of::<T>()) }
    }
    ```
    ```rust good
    fn bytes_of<T: IntoBytes + Immutable>(value: &T) -> &[u8] {
        value.as_bytes()
    }
    ```
    ```rust good
    // The caller promises that there is no padding.
    unsafe trait Plain: Sized {
        fn bytes(&self) -> &[u8] {
            // SAFETY: by the trait's promise.
            unsafe { std::slice::from_raw_parts(self as *const Self as *const u8, size_of::<Self>()) }
        }
    }
    ```
    """
    call, function = captures["call"], file.function(captures["call"])
    if function is None or not function.name or not _TO_BYTES.search(squeezed(text(captures["pointer"]))):
        return "it is no pointer to bytes"
    target = _type(captures, file)
    if not target or has_attribute(file.names.structs.get(target) or call, _PROMISES):
        return "the type is not shown, has no padding, or says that it may be seen as bytes"
    if _has_no_padding(target, file):
        return "the struct is packed, is another type, or has only bytes"
    is_any = _is_any(target, call, function)
    if is_any is None or (function.is_unsafe and is_any):
        return "a trait or the caller promises something of the type"
    writes = callee(call).endswith("_mut")
    usual: Confidence = "high" if is_any else "low" if comments_above(call) else "medium"
    return Hit(
        at=call,
        level="error" if is_any else None,
        confidence=usual if is_any else usual_unless_at_home(usual, call, file),
        values={
            "function": function.name,
            "type": target,
            "any": "any" if is_any else "a",
            "lends": "lends out" if not writes else "lets its caller write",
            "harm": "of which some may be padding" if not writes else "which may then hold what it must not",
            "question": _question(target, writes),
            "cure": _CURE_OF_ANY.format(type=target) if is_any else f"the bytes be {_CURE}",
        },
    )


def _question(target: str, writes: bool) -> str:
    if writes:
        return f"a `{target}` be made of its fields, rather than written as bytes that it may not hold"
    return f"the bytes of the `{target}` be written field by field, as its padding, if it has some, has no value"


def _type(captures: Captures, file: SourceFile) -> str:
    """The type whose bytes they are, as written; empty if it is none that may have padding."""
    size = _SIZE.search(squeezed(text(captures["size"])))
    root = without_casts(captures["pointer"])
    if method(root) in ("as_ptr", "as_mut_ptr") and (owner := receiver(root)) is not None:
        root = owner
    if size is None or root.type not in ("identifier", "self", "reference_expression"):
        return ""
    declared = file.names.type_of(root) or ""
    named = size["type"] or re.sub(r"^&\s*('\w+\s+)?(mut\s+)?\[?|\]$", "", declared)
    if root.type == "self" or named == "Self":
        named = "Self" if enclosing(captures["call"], "trait_item") else self_type(captures["call"])
    return named if re.fullmatch(r"[A-Z]\w*", named) else ""


def _has_no_padding(name: str, file: SourceFile) -> bool:
    """As far as the file shows the struct."""
    struct = file.names.structs.get(name)
    if struct is None:
        return False
    if has_attribute(struct, r"repr\(.*\b(packed|transparent)\b"):
        return True
    body = field(struct, "body")
    kinds = [squeezed(kind) for _, kind in members(body)] if body is not None else []
    return bool(kinds) and all(_BYTES.fullmatch(kind) for kind in kinds)


def _is_any(target: str, call: Node, function: Function) -> bool | None:
    """Whether it stands for any type at all; None if something is promised of it, or may be."""
    for item in (function.node, *ancestors(function.node)):
        if item.type == "trait_item" and target == "Self":
            return None if "unsafe" in text(item)[:40].partition("trait")[0] else True
        bounds = _bounds(target, item)
        if bounds is not None:
            return True if all(_PLAIN.fullmatch(bound) for bound in bounds) else None
    return False


def _bounds(name: str, item: Node) -> list[str] | None:
    """The bounds of a generic parameter that the item declares; None if it declares none of that name."""
    declared = text(field(item, "type_parameters"))
    found = re.search(rf"[<,]\s*{name}\s*(?::([^,>=]*))?[,>=]", declared)
    if found is None:
        return None
    where = next((text(each) for each in item.named_children if each.type == "where_clause"), "")
    more = re.search(rf"\b{name}\s*:([^,{{]*)", where)
    written = "+".join(part for part in (found[1], more[1] if more is not None else None) if part)
    return [bound.strip() for bound in written.split("+") if bound.strip()]
