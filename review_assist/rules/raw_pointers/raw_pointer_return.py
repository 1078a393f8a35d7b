"""raw-pointer-return: a function that only Rust calls answers with `*mut T` or `*const T`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import (
    ALLOCATION,
    C_OBJECTS,
    NUMBERS,
    is_void,
    last_segment,
    pointee,
    usual_unless_at_home,
)
from review_assist.rules.raw_pointers._results import (
    is_field,
    is_link,
    lends_literal,
    returned_values,
    returns_null,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import root_of
from review_assist.syntax.nodes import enclosing, field, is_mutable, tail, text, unwrapped
from review_assist.syntax.roles import is_abi, is_c_path
from review_assist.syntax.source import Function, SourceFile

_ACCESSOR = pattern(
    r"(as|into|to|get|leak|clone)?_?(mut_|const_|void_|raw_|object_|foreign_)*(ptr|raw|addr)(_mut)?\b|.*_ptr$|.*_raw$|raw_"
    r"|(.*_)?(as|to|into|get)(_mut|_const)?_ptr(_mut)?_|.*_ptr_(at|mut|const|unchecked)$"
    r"|(.*_)?(dangling|alloc|malloc|calloc|realloc|allocate|reallocate)(_|$)"
)

_FAR_OFF = pattern(r"\.(byte_)?(add|offset)\([^()]*(\([^()]*\)[^()]*)*\)\)? as \*(const|mut) ")
_FAR = 30
"""Uses of a function that are looked at."""
_ARRAY = pattern(r"\bx?(calloc|reallocarray|recallocarray)_*(::<[^()]*>)?\s*\((?!\s*1\s*[,)])")
_OF_STD = {"FILE": "`std::fs::File`, as a `Result`,", "DIR": "`std::fs::ReadDir`, as a `Result`,"}
"""What the standard library has for the objects of C's."""
_NEW = ": what is allocated here then frees itself"
_ELEMENT = "for an element of a collection, an index or a key does the same without a lifetime"


@rule(
    level="warning",
    confidence="medium",
    words=("*mut", "*const"),
    message="`{function}` returns a raw pointer, `{type}`{null}",
    ask="could `{function}` return {better} instead of `{type}`?",
    why="""A C caller learns from the manual whether it may get NULL, and who frees the object. In Rust the
        return type says both: a borrow is tied to its owner, `Box` is owned by the caller, `Option` has to
        be looked at before use.""",
    instead="""Return {better}{otherwise}.""",
    query="(function_item return_type: (pointer_type) @type) @function",
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.CONST,
        FileRole.SHIM,
    ),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    in_c="struct peer *find_peer(struct table *t, int id);    /* or NULL */",
    checks="""
        The compiler then checks that what is returned does not outlive its owner, and that "none" is
        handled.
    """,
)
def raw_pointer_return(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that looks something up returns a pointer into the structure, and NULL for nothing found. One
    that creates something returns a pointer too. The two look alike, and so do the mistakes: use after the
    owner freed it, a forgotten NULL check, a leak, a double free.

    In Rust the return type tells them apart. `Option<&T>` or `Option<&mut T>` borrows from the argument it
    was found in, and the compiler holds the owner still while the borrow lives; `Box<T>` hands the object
    over and frees it once. Every caller is checked, which a reviewer of C does by hand.

    ## Keep it when
    The function is an accessor for C's sake (`as_ptr`, `into_raw`), or the address is all that is wanted.

    ## Known problems
    Whose object it is cannot be seen from the signature, so the type that is proposed is the most common one.

    ```rust bad
    pub unsafe fn find_peer(table: &PeerTable, id: u32) -> *mut Peer {
        for slot in &table.slots {
            if slot.id == id {
                return slot.peer;
            }
        }
        std::ptr::null_mut()
    }
    ```
    ```rust good
    pub fn find_peer(table: &PeerTable, id: u32) -> Option<&Peer> {
        table.slots.iter().find(|slot| slot.id == id).map(|slot| &slot.peer)
    }
    ```
    ```rust good
    impl Buffer {
        pub fn as_ptr(&self) -> *const u8 {
            self.bytes.as_ptr()
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None:
        return "the function is not shown"
    if function.is_trait_method:
        return "the trait gives the signature"
    if _ACCESSOR.match(function.name):
        return "the name says that it hands out a raw pointer"
    if _lends_a_cell(function) or _only_casts(function) or _is_end(function.node):
        return "it hands out what a cell holds, only casts, or points to an end"
    target = pointee(captures["type"])
    if is_void(target) or target.startswith("*"):
        return "it is plain memory"
    may_be_null = returns_null(function.node)
    if (usual := _confidence(target, may_be_null, function, file)) != "low" and not may_be_null:
        usual = "low" if function.role is FunctionRole.BOUNDARY else usual
    if is_of_std := last_segment(target) in _OF_STD and not _is_method(function):
        usual = "medium"
    owner = _owner(target, text(function.node.child_by_field_name("body")))
    is_writable = is_mutable(captures["type"]) and _takes_mutable(function.node)
    borrow = ("&mut " if is_writable else "&") + target
    return Hit(
        at=captures["type"],
        confidence=usual_unless_at_home(usual, captures["type"], file),
        values={
            "function": function.name,
            "type": captures["type"],
            "null": ", and null for nothing" if may_be_null else "",
            "better": _OF_STD[last_segment(target)]
            if is_of_std
            else owner or _better(target, borrow, may_be_null),
            "otherwise": _NEW if owner else _if_owned(target, may_be_null),
        },
    )


def _lends_a_cell(function: Function) -> bool:
    """`fn get(&self) -> *mut T { self.0.get() }`, as `UnsafeCell` has it, whatever was asked before."""
    body = field(function.node, "body")
    last = tail(body) if body is not None else None
    return re.fullmatch(r"self(\.\w+)+\.(get|as_ptr|as_mut_ptr)\(\)", text(last)) is not None


def _only_casts(function: Function) -> bool:
    """A converter for C's sake: `fn to_c(s: &State) -> *const CState { s as *const State as *const CState }`."""
    body = field(function.node, "body")
    last = tail(body) if body is not None and body.named_child_count == 1 else None
    return last is not None and last.type != "identifier" and root_of(last).type in ("identifier", "self")


def _is_end(function: Node) -> bool:
    """Whether the value is reached by a distance: where something ends, there may be nothing to refer to."""
    values = [unwrapped(value) for value in returned_values(function)]
    return any(_FAR_OFF.search(text(value)) for value in values if value.type == "type_cast_expression")


def _is_method(function: Function) -> bool:
    """A wrapper's own access to its object, or a function whose caller is told to take care."""
    holder = function.node.child_by_field_name("parameters")
    return function.is_unsafe or (holder is not None and "self" in text(holder))


def _owner(target: str, body: str) -> str:
    """The type that owns what the function allocates, if it does; else empty."""
    if _ARRAY.search(body):
        return f"`Vec<{target}>`"
    if not ALLOCATION.search(body):
        return ""
    return f"`Vec<{target}>`" if last_segment(target) in NUMBERS else f"`Box<{target}>`"


def _takes_mutable(function: Node) -> bool:
    """Whether a `&mut` that is returned can come from an argument: never out of a `&self`."""
    return re.search(r"&\s*('\w+\s+)?mut\b|\*mut\b", text(field(function, "parameters"))) is not None


def _has_parameters(function: Node) -> bool:
    holder = field(function, "parameters")
    return any(each.type in ("parameter", "self_parameter") for each in (holder.named_children if holder else ()))


def _if_owned(target: str, may_be_null: bool) -> str:
    if last_segment(target) == "c_char":
        return ""
    is_number = last_segment(target) in NUMBERS
    owned = f"Vec<{target}>" if is_number else f"Box<{target}>"
    what = f"`Option<{owned}>`" if may_be_null else f"`{owned}`"
    return f", or {what} if the caller is to own " + ("them" if is_number else f"it; {_ELEMENT}")


def _better(target: str, borrow: str, may_be_null: bool) -> str:
    if last_segment(target) == "c_char":
        return "`Option<&CStr>` or a `String`" if may_be_null else "`&CStr` or a `String`"
    if last_segment(target) in NUMBERS:
        borrow = borrow.removesuffix(target) + f"[{target}]"
    return f"`Option<{borrow}>`" if may_be_null else f"`{borrow}`"


def _confidence(target: str, may_be_null: bool, function: Function, file: SourceFile) -> Confidence:
    if last_segment(target) == "c_char" and lends_literal(function.node):
        return "medium"
    if not _has_parameters(function.node) or "MaybeUninit" in target or _answers_c(function, file):
        return "low"
    if is_link(target, function.node) or is_field(function.node):
        return "low"
    if last_segment(target) in C_OBJECTS or is_c_path(target, file.names):
        return "low"
    if last_segment(target) in NUMBERS and not may_be_null:
        return "low"
    return "high" if may_be_null and function.role is FunctionRole.PLAIN else "medium"


def _answers_c(function: Function, file: SourceFile) -> bool:
    """Whether a function that C calls ends in a call of it, so that its result goes there."""
    for use in file.names.uses.get(function.name, ())[:_FAR]:
        caller, call = enclosing(use, "function_item"), use.parent
        if caller is not None and call is not None and is_abi(caller) and call in returned_values(caller):
            return True
    return False
