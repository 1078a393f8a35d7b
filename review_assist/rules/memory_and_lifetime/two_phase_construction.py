"""two-phase-construction: an `init(&mut self)` sets the fields of a value that exists already."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.memory_and_lifetime._assigned_fields import (
    assignments,
    declared_fields,
    is_c_object,
    own_struct,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, is_mutable, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    words=("init", "setup", "set_up"),
    message="`{type}` exists before `{function}` sets {count} of its {total} fields",
    ask="could `{function}` be a constructor of `{type}`, so that there is none before its fields are set?",
    why="""C declares an object first and calls its init function next, because memory and value are two
        things. In Rust a value comes complete: a struct literal names every field, and the compiler refuses
        to leave one out.""",
    instead="""Make it `{signature}`, with one struct literal at its end. Default values then are needed only
        where they mean something.""",
    query="""
    (function_item name: (identifier) @name parameters: (parameters . (self_parameter) @self)
      (#match? @name "^(init|initiali[sz]e|setup|set_up)(_\\w+)?$")) @function
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
def two_phase_construction(captures: Captures, file: SourceFile) -> Hit | None:
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
    struct = own_struct(captures["function"], file)
    if struct is None or is_c_object(struct) or not _lends_itself(captures["self"]):
        return None
    fields = declared_fields(struct)
    count = len({name for name, _ in assignments(captures["function"]) if name in fields})
    if count < 3 or 2 * count <= len(fields):
        return None
    return Hit(
        at=captures["name"],
        values={
            "type": text(struct.child_by_field_name("name")),
            "function": captures["name"],
            "count": str(count),
            "total": str(len(fields)),
            "signature": _signature(captures["function"]),
        },
    )


def _lends_itself(parameter: Node) -> bool:
    """`&mut self`, not `mut self`: a builder that is moved along is complete at each step."""
    return is_mutable(parameter) and text(parameter).startswith("&")


def _signature(function: Node) -> str:
    result = text(field(function, "return_type"))
    return "fn new(...) -> Result<Self, E>" if result and result != "Self" else "fn new(...) -> Self"
