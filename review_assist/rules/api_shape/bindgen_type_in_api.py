"""bindgen-type-in-api: a struct that bindgen wrote is part of a Rust interface."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, modifiers, text
from review_assist.syntax.roles import is_trait_method
from review_assist.syntax.source import SourceFile

_OWN_IMPL = pattern(rb"^\s*(?:impl|unsafe\s+impl\s+ObjectType\s+for)\s+(\w+)\s*\{", re.MULTILINE)
"""Methods of its own, or those that every class of an object system gets."""


@rule(
    level="warning",
    confidence="high",
    words=("bindings::",),
    message="{what} {shows} C's struct `{type}`",
    ask="should {what} {show} a wrapper type instead of C's own `{type}`?",
    why="""The header's struct is the interface in C. In Rust its public fields let safe code break what C
        relies on, and `&mut` to it claims that C does not touch it meanwhile.""",
    instead="""Declare `pub struct {name}` with `{type}` inside, in a cell that lets C write to it, such as
        `UnsafeCell<{type}>`, and put the methods on it.""",
    query="""
    (type_item name: (type_identifier) @alias type: (scoped_type_identifier) @type)
    (function_item (visibility_modifier) name: (identifier) @name
      parameters: (parameters (parameter type: (reference_type type: (scoped_type_identifier) @type)) @parameter))
      @function
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
    ),
    in_c="""
        struct timer *t = &s->timer;
        t->expire_time = 0;     /* any file can reach into it */
    """,
    checks="""
        The compiler then refuses access to C's fields from outside the wrapper, so its methods are the only
        places to review.
    """,
)
def bindgen_type_in_api(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C header shows the struct, and all who include it may read and write its members. The comments say which
    of them they should leave alone.

    bindgen copies the struct with all of its members public. A Rust type that only gives it another name has
    the same openness: safe code can overwrite a list pointer or a lock, move the value although C keeps its
    address, or hold `&mut` to it while C writes. A wrapper type closes this. It keeps the C struct in a cell
    that says "C may write here at any time", offers methods for what is allowed, and lets the compiler refuse
    the rest, so that the reviewer no longer has to look at each use.

    ## Keep it when
    The C type is plain data: an enum, a number, a struct of numbers without rules. Aliases without methods of
    their own are mentioned on request only.

    ## Known problems
    Whether C keeps a pointer to the object cannot be seen here.

    ```rust bad path=rust/util/src/timer.rs
    pub type Timer = bindings::QEMUTimer;

    impl Timer {
        pub fn is_pending(&self) -> bool {
            self.expire_time >= 0
        }
    }
    ```
    ```rust good path=rust/util/src/timer.rs
    #[repr(transparent)]
    pub struct Timer(Opaque<bindings::QEMUTimer>);

    impl Timer {
        pub fn is_pending(&self) -> bool {
            self.expires_at().is_some()
        }
    }
    ```
    ```rust good path=rust/chardev/src/chardev.rs
    // An enum of C: plain data.
    pub type Event = bindings::QEMUChrEvent;
    ```
    """
    type_name = text(captures["type"])
    if not re.search(r"(^|::)bindings::\w+$", type_name):
        return "the type is not from bindings"
    alias = captures.get("alias")
    if alias is not None:
        return _of_alias(alias, type_name, file)
    function = captures["function"]
    if "unsafe" in modifiers(function) or is_trait_method(function):
        return "the function is `unsafe`, or the trait gives its signature"
    name = type_name.rpartition("::")[2]
    what = f"`{text(captures['name'])}`"
    return Hit(
        captures["parameter"],
        {"what": what, "shows": "takes", "show": "take", "type": type_name, "name": name},
        "medium",
    )


def _of_alias(alias: Node, type_name: str, file: SourceFile) -> Hit | str:
    """An alias with methods of its own is more than a name: it is used as the Rust type."""
    name = text(alias)
    if enclosing(alias, "impl_item", "trait_item") is not None:
        return "it is the type of a trait"
    has_methods = any(name.encode() in _types_with_methods(root.text or b"") for root in file.names.roots)
    what = f"`type {name}`"
    return Hit(
        alias,
        {"what": what, "shows": "hands out", "show": "hand out", "type": type_name, "name": name},
        "high" if has_methods else "low",
    )


@lru_cache(maxsize=64)
def _types_with_methods(source: bytes) -> frozenset[bytes]:
    return frozenset(_OWN_IMPL.findall(source))
