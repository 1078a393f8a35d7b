"""two-phase-construction: an `init(&mut self)` sets the fields of a value that exists already."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.api_shape._identifiers import snake
from review_assist.rules.memory_and_lifetime._assigned_fields import (
    assignments,
    declared_fields,
    is_c_object,
    own_struct,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import descendants, enclosing, field, is_mutable, statements, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    words=("init", "setup", "set_up"),
    outranks=("raw-pointer-parameter", "prefix-free-function", "out-parameter"),
    message="`{type}` exists before `{function}` sets {count} of its {total}fields",
    ask="could `{function}` be a constructor of `{type}`, so that there is none before its fields are set?",
    why="""C declares an object first and calls its init function next, because memory and value are two
        things. In Rust a value comes complete: a struct literal names every field, and the compiler refuses
        to leave one out.""",
    instead="""Make it `{signature}`, with one struct literal at its end. Default values then are needed only
        where they mean something.""",
    query="""
    (function_item name: (identifier) @name parameters: (parameters . (self_parameter) @self)
      (#match? @name "^(init|initiali[sz]e|setup|set_up)(_\\w+)?$")) @function
    (function_item name: (identifier) @name
      parameters: (parameters . (parameter pattern: (identifier) @object type: (_) @kind))
      (#match? @name "_(init|initiali[sz]e|setup)$|^init_")) @function
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    in_c="""
        struct queue q = {{ 0 }};
        queue_init(&q, name, limit);        /* forgotten: half empty */
    """,
    checks="The compiler then checks that every field is set, and that no value exists before they are.",
)
def two_phase_construction(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `struct queue q; queue_init(&q, size);` is how an object comes to be in C: storage first, contents second.
    Between the two, and in each path that forgets the second, the object is garbage or zero.

    In Rust an expression makes the whole value. `Queue { items, limit }` does not compile if a field is
    missing, so nobody has to invent a value that means "not yet", no method has to ask whether `init` was
    called, and a field may have a type that has no empty value at all. What can fail returns
    `Result<Self, E>`, and on failure there is no half-made object to clean up. Fields that never change after
    that need no `mut` anywhere.

    ## Keep it when
    A framework allocates the object and calls `init` later, the object must be set up in its final place, or
    the method also serves to start over. Then `reset` is a clearer name.

    ## Known problems
    Who else calls the method, and how often, is not visible.

    ```rust bad
    #[derive(Default)]
    pub struct Queue {
        items: Vec<u32>,
        limit: usize,
        name: String,
    }

    impl Queue {
        pub fn init(&mut self, name: &str, limit: usize) {
            self.items = Vec::with_capacity(limit);
            self.limit = limit;
            self.name = name.to_owned();
        }
    }
    ```
    ```rust good
    pub struct Queue {
        items: Vec<u32>,
        limit: usize,
        name: String,
    }

    impl Queue {
        pub fn new(name: &str, limit: usize) -> Self {
            Self {
                items: Vec::with_capacity(limit),
                limit,
                name: name.to_owned(),
            }
        }
    }
    ```
    ```rust good
    // It sets one field of many: the object is complete without it.
    pub struct Queue {
        items: Vec<u32>,
        limit: usize,
        name: String,
    }

    impl Queue {
        pub fn init(&mut self, limit: usize) {
            self.limit = limit;
        }
    }
    ```
    """
    if (receiver := captures.get("object")) is not None:
        return _of_parameter(captures, receiver, file)
    struct = own_struct(captures["function"], file)
    if struct is None and _lends_itself(captures["self"]):
        return _of_unseen(captures, file)
    if struct is None or is_c_object(struct) or not _lends_itself(captures["self"]):
        return "the type is not of this file, C makes it, or the value is moved along"
    fields = declared_fields(struct)
    count = len({name for name, _ in assignments(captures["function"]) if name in fields})
    if count < 3 or 2 * count <= len(fields):
        return "few of the fields are set"
    return Hit(
        at=captures["name"],
        values={
            "type": text(struct.child_by_field_name("name")),
            "function": captures["name"],
            "count": str(count),
            "total": f"{len(fields)} ",
            "signature": _signature(captures["function"]),
        },
    )


def _of_unseen(captures: Captures, file: SourceFile) -> Hit | str:
    """The same where the patch does not show the struct: the body does hardly anything else."""
    function, holder = captures["function"], enclosing(captures["function"], "impl_item")
    body, name = field(function, "body"), self_type(function)
    if (
        holder is None
        or field(holder, "trait") is not None
        or body is None
        or not name
        or name in file.names.structs
    ):
        return "the method is a trait's, or whose it is cannot be seen"
    count = len({name for name, _ in assignments(function)})
    if count < 3 or 3 * count < 2 * len(statements(body)):
        return "it does more than set fields"
    return Hit(
        at=captures["name"],
        values={
            "type": name,
            "function": captures["name"],
            "count": str(count),
            "total": "",
            "signature": _signature(function),
        },
    )


def _of_parameter(captures: Captures, receiver: Node, file: SourceFile) -> Hit | str:
    """`fn grid_init(g: *mut Grid, ..)`: sets the fields of an object that its caller has made."""
    kind = re.fullmatch(r"(?:\*\s*mut|&\s*(?:'\w+\s+)?mut)\s+(\w+)", text(captures["kind"]))
    function = captures["function"]
    described = file.function(function)
    if kind is None or enclosing(function, "impl_item", "trait_item") is not None or described is None:
        return "it is a method, or takes no such pointer"
    struct = file.names.structs.get(kind[1])
    is_named = snake(kind[1]) in (
        re.sub(r"_\w+?$", "", text(captures["name"])),
        re.sub(r"^init_", "", text(captures["name"])),
    )
    if (struct is not None and is_c_object(struct)) or not (
        struct is not None or (is_named and kind[0][0] == "*")
    ):
        return "the type is one of C, or the function is not named after it"
    name = re.escape(text(receiver))
    lefts = (text(field(node, "left")) for node in descendants(function, "assignment_expression"))
    found = {m[1] for left in lefts if (m := re.fullmatch(rf"(?:{name}|\(\*{name}\))\.(\w+)", left)) is not None}
    total = len(declared_fields(struct)) if struct is not None else 0
    if len(found) < 3 or 2 * len(found) <= total or (total and len(found) > total):
        return "few of the fields are set"
    return Hit(
        at=captures["name"],
        values={
            "type": kind[1],
            "function": captures["name"],
            "count": str(len(found)),
            "total": f"{total} " if total else "",
            "signature": _signature(function),
        },
    )


def _lends_itself(parameter: Node) -> bool:
    """`&mut self`, not `mut self`: a builder that is moved along is complete at each step."""
    return is_mutable(parameter) and text(parameter).startswith("&")


def _signature(function: Node) -> str:
    result = text(field(function, "return_type"))
    return "fn new(...) -> Result<Self, E>" if result and result != "Self" else "fn new(...) -> Self"
