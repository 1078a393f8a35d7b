"""function-pointer-struct: a struct of `fn` fields that all take the same object."""

from __future__ import annotations

import re
from collections import Counter

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.source import SourceFile

_FUNCTION = pattern(
    r"(?:Option<\s*)?(?:for<[^>]*>\s*)?(?:unsafe\s+)?fn\s*\(\s*(?:\w+\s*:\s*)?"
    r"(?P<object>&\s*(?:'\w+\s+)?(?:mut\s+)?[A-Z]\w*|\*\s*(?:mut|const)\s+\w+)"
)


@rule(
    level="warning",
    confidence="medium",
    words=("fn(", "fn ("),
    message="`{type}` is a table of {count} functions on `{object}`, filled in by hand",
    ask="could `{type}` be a trait, with a type for each table that is filled in?",
    why="""A struct of function pointers is how C writes an interface: one table for each implementation, and a
        NULL test before a slot that may be missing. A Rust trait is this table: the compiler fills it in,
        and reports a method that is missing.""",
    instead="""Declare `trait {type}` with a method for each field; a slot that may be missing becomes a method
        with a default body. Store a `&dyn {type}` or `Box<dyn {type}>`, or take `T: {type}`.""",
    query="(struct_item name: (type_identifier) @name body: (field_declaration_list) @body) @struct",
    silent_in=(FileRole.SHIM, FileRole.TEST),
    softer_in=(FileRole.BINDING,),
    in_c="""
        static const struct backend_ops ops = {{ .open = fd_open }};
        if (ops.poll) {{ ops.poll(port); }}
    """,
    checks="""
        The compiler then checks that every table has all required functions, and that each is given its own
        type of object.
    """,
)
def function_pointer_struct(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `struct file_operations` has many cousins: a struct of function pointers, each of which takes the object
    first, one static instance per implementation, and a pointer to it in the object.

    A trait is this construction with the bookkeeping done by the compiler. `impl Backend for Socket` is the
    static instance, `&dyn Backend` is the object together with its table, and `T: Backend` does the same with
    direct calls. Each method sees its own type rather than a common base that it has to cast. If a method is
    missing, or has the wrong signature, the implementation does not compile; a method with a body in the
    trait is the slot that may stay empty.

    ## Keep it when
    C reads the table: such structs are `#[repr(C)]` and are passed over. Or the functions are chosen one by
    one at run time, as with versions for different processors.

    ## Known problems
    How the tables are filled in is not looked at.

    ```rust bad
    pub struct Backend {
        pub open: fn(&mut Port) -> bool,
        pub close: fn(&mut Port),
        pub poll: Option<fn(&mut Port) -> u32>,
        pub name: &'static str,
    }
    ```
    ```rust good
    pub trait Backend {
        const NAME: &'static str;

        fn open(&mut self) -> bool;
        fn close(&mut self);
        fn poll(&mut self) -> u32 {
            0
        }
    }
    ```
    ```rust good
    // Functions of different kinds: no object runs through them.
    pub struct Hooks {
        pub started: fn(u32),
        pub finished: fn(&str) -> bool,
        pub failed: fn(std::io::Error),
    }
    ```
    """
    struct = captures["struct"]
    if has_attribute(struct, r"(cfg_attr\(.*)?repr\(") or enclosing(struct, "foreign_mod_item") is not None:
        return "the struct is laid out for C"
    fields = [c for c in captures["body"].named_children if c.type == "field_declaration"]
    objects = Counter(found for field in fields if (found := _object(field)))
    name, count = objects.most_common(1)[0] if objects else ("", 0)
    if count < 3 or 2 * count < len(fields):
        return "few of its fields are functions of the same object"
    return Hit(
        at=captures["name"],
        values={"type": captures["name"], "count": str(count), "object": name[:40]},
    )


def _object(declaration: Node) -> str:
    """`Port` if the field is a function on a `&mut Port`; empty for any other field."""
    found = _FUNCTION.match(" ".join(text(declaration.child_by_field_name("type")).split()))
    return re.split(r"[\s&]", found["object"])[-1] if found is not None else ""
