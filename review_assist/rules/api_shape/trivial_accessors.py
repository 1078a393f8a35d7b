"""trivial-accessors: `get_x` and `set_x` that do no more than the field `x` would."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text, unwrapped
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    pedantic=True,
    words=("fn set_",),
    message="`{getter}` and `{setter}` do no more than a public field `{field}` would",
    ask="could the field `{field}` be public, or will `{getter}` and `{setter}` do more one day?",
    why="""Accessors keep C callers away from the layout of a struct. Inside of one Rust crate a change of
        the layout breaks nobody, and borrowing works field by field: `&mut self` in `{setter}` claims the
        whole object.""",
    instead="""Make it `pub(crate) {field}`, and drop the pair. If only reading is for everybody, keep one
        method called `{field}`, without `get_`.""",
    query="""
    (function_item name: (identifier) @name
      parameters: (parameters . (self_parameter (mutable_specifier)) . (parameter) @parameter .)
      body: (block) @body (#match? @name "^set_")) @function
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM, FileRole.TEST),
    in_c="""
        uint32_t queue_get_limit(const struct queue *q) {{ return q->limit; }}
        void queue_set_limit(struct queue *q, uint32_t n) {{ q->limit = n; }}
    """,
    checks="A reader no longer has to look into the pair to see that it checks nothing.",
)
def trivial_accessors(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A library in C hides its structs and offers `queue_get_limit` and `queue_set_limit`, because the layout
    would otherwise become a part of its interface.

    In a Rust crate that is compiled as one, a change of the layout breaks nobody. Whether a field is private,
    public to the crate or to all is one word at its declaration. A setter that takes any value protects no
    rule, and it borrows the whole object, where an assignment borrows one field: the compiler then refuses
    `a.set_x(a.items.len())` in some shapes where `a.x = a.items.len()` is fine. Where there is a rule to
    protect, a method that is named after the change says more than `set_`.

    ## Keep it when
    The type is a part of a public interface that may change inside, or the field will get a check.

    ## Known problems
    Whether the pair is an interface for others is not visible, so it is shown on request only.

    ```rust bad
    pub struct Queue {
        limit: u32,
    }

    impl Queue {
        pub fn get_limit(&self) -> u32 {
            self.limit
        }

        pub fn set_limit(&mut self, limit: u32) {
            self.limit = limit;
        }
    }
    ```
    ```rust good
    pub struct Queue {
        pub limit: u32,
    }
    ```
    ```rust good
    // The setter keeps a promise.
    pub struct Queue {
        limit: u32,
    }

    impl Queue {
        pub fn get_limit(&self) -> u32 {
            self.limit
        }

        pub fn set_limit(&mut self, limit: u32) {
            self.limit = limit.max(1);
        }
    }
    ```
    """
    function, setter = captures["function"], text(captures["name"])
    name, body = setter.removeprefix("set_"), statements(captures["body"])
    given = text(field(captures["parameter"], "pattern"))
    if len(body) != 1 or body[0].type != "assignment_expression" or function.parent is None:
        return "it does more than assign"
    if text(field(body[0], "left")) != f"self.{name}" or text(field(body[0], "right")) != given:
        return "the field has another name"
    if function.parent.type != "declaration_list" or f"get_{name}" not in _getters(function.parent):
        return "no getter stands beside it"
    return Hit(at=captures["name"], values={"getter": f"get_{name}", "setter": setter, "field": name})


@lru_cache(maxsize=64)
def _getters(holder: Node) -> frozenset[str]:
    """Methods `get_x` of an `impl` whose body is the field `x`."""
    found = set()
    for method in holder.named_children:
        name, body = text(method.child_by_field_name("name")), method.child_by_field_name("body")
        if method.type != "function_item" or not name.startswith("get_") or body is None:
            continue
        parts = statements(body)
        if len(parts) == 1 and text(unwrapped(parts[0])).lstrip("&") == f"self.{name.removeprefix('get_')}":
            found.add(name)
    return frozenset(found)
