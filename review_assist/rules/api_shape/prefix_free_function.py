"""prefix-free-function: `queue_push(queue: &mut Queue, ..)` beside the type that it belongs to."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.api_shape._identifiers import snake
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import begins_with_parent
from review_assist.syntax import rust
from review_assist.syntax.nodes import descendants, enclosing, field, is_mutable, method, receiver, text
from review_assist.syntax.source import SourceFile

_C_NAME = pattern(r"[a-z]\w*_\w+")
_KIND = pattern(r"(?<=[A-Za-z0-9])(State|Device|Dev|Ctx|Context|Info|Priv|Private)$")
"""What a struct of C is called besides the name that its functions have: `pl011_update(PL011State *s)`."""


@rule(
    level="note",
    confidence="high",
    words=("&", "*mut", "NonNull"),
    message="`{function}` is a method of `{type}`, written as a free function",
    ask="could `{function}` be a method, `{type}::{method}`?",
    why="""C has one namespace, so the type's name goes before each function's name. Rust puts them into
        `impl {type}`: the documentation lists them there, and fields can stay private to it.""",
    instead="""Move it to `impl {type}` as `fn {method}({self}, ...)`. With a reference at hand, calls read
        `{argument}.{method}(...)`.""",
    query="""
    (function_item name: (identifier) @name parameters: (parameters . (parameter type: [
      (reference_type) (pointer_type (mutable_specifier)) (generic_type)
    ] @type) @parameter)) @function
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
        void queue_push(struct queue *q, uint32_t item);
        queue_push(&s->queue, item);        /* the prefix is the namespace */
    """,
    checks="A reader no longer has to look for functions by prefix: the methods stand together in the `impl`.",
)
def prefix_free_function(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C every function lives in one namespace, and `queue_push`, `queue_pop` and `queue_len` are how a family
    of functions shows what it belongs to. The object comes first in the arguments.

    In Rust the same family is an `impl` block. The caller writes `queue.push(3)`, the short names cannot
    collide with those of another type, and the documentation of the type lists all that can be done with it.
    Fields can be private to the module, and `&self` or `&mut self` says at a glance which functions change
    the object. The compiler checks at each call what C leaves to the reader: that somebody who changes the
    object is alone with it.

    ## Keep it when
    C calls the function by this name, or it works on two objects of equal rank.

    ## Known problems
    Only types that are declared in the same file are looked at, and those that kept a name of C and have
    methods: such a type is translated, and has an `impl` elsewhere.

    ```rust bad
    struct Queue {
        items: Vec<u32>,
    }

    fn queue_push(queue: &mut Queue, item: u32) {
        queue.items.push(item);
    }
    ```
    ```rust good
    struct Queue {
        items: Vec<u32>,
    }

    impl Queue {
        fn push(&mut self, item: u32) {
            self.items.push(item);
        }
    }
    ```
    ```rust good
    // It only looks at the queue: a free function is a matter of taste.
    struct Queue {
        items: Vec<u32>,
    }

    fn queue_summary(queue: &Queue) -> String {
        format!("{} items", queue.items.len())
    }
    ```
    """
    if enclosing(captures["function"], "impl_item", "trait_item", "function_item") is not None:
        return "it is a method, or within another function"
    pointee = _pointee(captures["type"], file)
    if (
        pointee not in file.names.structs
        and pointee not in file.names.enums
        and not _has_methods(captures, pointee)
    ):
        return "the type is not of this file"
    name = text(captures["name"]).lstrip("_")
    stems = (snake(pointee).removesuffix("_t"), snake(_KIND.sub("", pointee)))
    short = next((name[len(stem) + 1 :] for stem in stems if name.startswith(f"{stem}_")), "")
    if not short or short in rust.KEYWORDS or not re.match(r"(?!from_|new$|new_)[a-z]", short):
        return "the name does not begin with the type's"
    return Hit(
        at=captures["name"],
        values={
            "function": text(captures["name"]),
            "self": "&self" if _is_shared(captures["type"]) else "&mut self",
            "type": pointee,
            "method": short,
            "argument": " ".join(text(field(captures["parameter"], "pattern")).split())[:30],
        },
    )


def _has_methods(captures: Captures, pointee: str) -> bool:
    """Whether a type of another file, spelled as in C, is one of Rust: a method of the object is called."""
    name = text(field(captures["parameter"], "pattern"))
    if not _C_NAME.fullmatch(pointee) or captures["type"].type != "reference_type":
        return False
    calls = descendants(captures["function"], "call_expression")
    return any(method(call) and text(receiver(call)) == name for call in calls)


def _is_shared(node: Node) -> bool:
    return node.type == "reference_type" and not is_mutable(node)


def _is_object(struct: str, file: SourceFile) -> bool:
    """An object of QOM in its device: its methods take `&self`, and so do functions that were methods in C."""
    item = file.names.structs.get(struct)
    return file.is_device and item is not None and begins_with_parent(item)


def _pointee(node: Node, file: SourceFile) -> str:
    """`Queue` of `&mut Queue`, `*mut Queue<T>` and `NonNull<Queue>`; empty for anything else."""
    inner = None
    is_lent = _is_shared(node) and _is_object(text(field(node, "type")), file)
    if is_lent or (node.type in ("reference_type", "pointer_type") and is_mutable(node)):
        inner = field(node, "type")
    elif node.type == "generic_type" and text(field(node, "type")) == "NonNull":
        written = field(node, "type_arguments")
        inner = next(iter(written.named_children), None) if written is not None else None
    if inner is not None and inner.type == "generic_type":
        inner = field(inner, "type")
    return text(inner) if inner is not None and inner.type == "type_identifier" else ""
