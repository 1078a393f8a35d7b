"""manual-free-function: a free function releases what a `Drop` could release by itself."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, descendants, enclosing, field, is_mutable, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile

_DROPS = pattern(r"\bimpl\b[^{;]{0,80}\bDrop\s+for\b")
_FREES = pattern(r"(\w+::)*(g_|k|x)?free_?|(\w+::)*Box::from_raw")
_ENOUGH = 100
"""Uses of a name that are looked at."""


@rule(
    level="warning",
    confidence="high",
    words=("free", "destroy", "unref", "dispose", "deinit", "fini", "finali", "uninit"),
    message="`{function}` releases `{type}` only if every caller remembers to call it",
    ask="could `Drop` for `{type}` do what `{function}` does?",
    why="""C needs a function like this for each type, and a call to it on each way out. Rust calls
        `Drop::drop` at the end of the owner's scope, after `?` and panics as well, and refuses to use
        the value afterwards.""",
    instead="""Move the body to `impl Drop for {type}`. Fields that own their memory (`Box`, `Vec`, `String`)
        are freed without a line of code, and often nothing else is left.""",
    query="""
    (function_item name: (identifier) @name parameters: (parameters . (parameter type: (_) @type))
      (#match? @name "(_|^)(free|destroy|unref|dispose|deinit|fini|finalize)(_|$)")) @function
    (impl_item !trait type: (type_identifier) @owner body: (declaration_list (function_item
      name: (identifier) @name parameters: (parameters . (self_parameter) @type .)) @function)
      (#any-of? @name "free" "destroy" "dispose" "deinit" "fini" "finalize" "uninit" "release_all"))
    """,
    silent_in=(FunctionRole.THUNK, FunctionRole.CONTRACT, FunctionRole.TEST, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    outranks=("prefix-free-function",),
    in_c="queue_free(q);                      /* on each path, once */",
    checks="The compiler then calls `drop` on every path, and refuses a use of the value afterwards.",
)
def manual_free_function(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `queue_free(q)` is half of C's object model: what was made by `queue_new` must come to `queue_free`, once,
    and nobody may look at it afterwards. The other half is a comment.

    In Rust the end of a value is part of its type. The compiler inserts the call to `Drop::drop` where the
    owner goes out of scope, also when a function is left by `?` or by a panic, and moving the value out hands
    the duty on. It then checks that nobody uses the value later and that it is dropped once. The fields are
    dropped after it by themselves, so that a function which frees the members one by one has no counterpart
    at all.

    ## Keep it when
    C calls the function through a table of callbacks, or releasing can fail and the caller has to know: then
    a method that takes `self` by value can return the error, with `Drop` as the fallback.

    ## Known problems
    The name is the only sign that the function releases something.

    ```rust bad
    struct Queue {
        items: Vec<u32>,
        is_open: bool,
    }

    fn queue_free(queue: &mut Queue) {
        queue.items.clear();
        queue.is_open = false;
    }
    ```
    ```rust good
    struct Queue {
        items: Vec<u32>,
        is_open: bool,
    }

    impl Drop for Queue {
        fn drop(&mut self) {
            self.is_open = false;
        }
    }
    ```
    ```rust good
    // It frees room in the queue, not the queue.
    struct Queue {
        items: Vec<u32>,
    }

    impl Queue {
        fn free_slots(&self, limit: usize) -> usize {
            limit.saturating_sub(self.items.len())
        }
    }
    ```
    """
    if (own := captures.get("owner")) is not None:
        return _of_method(captures, text(own), file)
    if enclosing(captures["function"], "impl_item", "trait_item") is not None:
        return "it is a method"
    name, pointee = text(captures["name"]), _pointee(_released(captures["function"], captures["type"]))
    if not re.search(r"(_|^)(free|destroy|unref|dispose|deinit|fini|finalize)$", name) or not pointee:
        return "it is not named like a release, or gives nothing back"
    described = file.function(captures["function"])
    is_abi = described is not None and described.role is FunctionRole.ABI
    if is_abi and not _is_called_by_rust_only(captures["function"], name, file):
        return "C calls it, as far as can be seen"
    is_local = pointee in file.names.structs or pointee in file.names.enums
    if not is_local and not _names_type(name, pointee):
        return "the type is not of this file"
    return Hit(
        at=captures["name"],
        values={"function": name, "type": pointee},
        confidence="high" if is_local and not is_abi else "medium",
    )


def _of_method(captures: Captures, owner: str, file: SourceFile) -> Hit | str:
    """`fn destroy(&mut self)` of a type that has no `Drop` here, and whose struct is in the file."""
    if owner not in file.names.structs or not re.fullmatch(r"&\s*mut self", text(captures["type"])):
        return "the type is not of this file, or it is not `&mut self`"
    answer = field(captures["function"], "return_type")
    if answer is not None or _DROPS.search(file.content.source.decode("utf-8", "replace")) is not None:
        return "it answers something, or a `Drop` calls it"
    return Hit(
        at=captures["name"],
        values={"function": captures["name"], "type": owner},
        confidence="medium",
    )


def _released(function: Node, first: Node) -> Node:
    """The type of the parameter that the body gives to `free`; of the first one if it frees none of them."""
    parameters, body = field(function, "parameters"), field(function, "body")
    types = {
        text(field(parameter, "pattern")): field(parameter, "type")
        for parameter in (parameters.named_children if parameters is not None else ())
    }
    for call in descendants(body, "call_expression") if body is not None else ():
        given = [text(argument) for argument in arguments(call)]
        if len(given) == 1 and _FREES.fullmatch(callee(call)) and (kind := types.get(given[0])) is not None:
            return kind
    return first


def _is_called_by_rust_only(function: Node, name: str, file: SourceFile) -> bool:
    """Whether it is private, called in the file, and its address is not taken there: the ABI was C's habit."""
    if is_public(function):
        return False
    uses = [use for use in file.names.uses.get(name, ())[:_ENOUGH] if use.parent != function]
    return bool(uses) and all(_is_call(use) for use in uses)


def _is_call(use: Node) -> bool:
    call = use.parent
    return call is not None and call.type == "call_expression" and field(call, "function") == use


def _pointee(node: Node) -> str:
    """`Queue` of `&mut Queue`, `*mut Queue`, `NonNull<Queue>`, `Box<Queue>`; empty for anything else."""
    inner = None
    if node.type in ("reference_type", "pointer_type") and is_mutable(node):
        inner = field(node, "type")
    elif node.type == "generic_type" and text(field(node, "type")) in ("NonNull", "Box"):
        written = field(node, "type_arguments")
        inner = next(iter(written.named_children), None) if written is not None else None
    if inner is not None and inner.type == "generic_type":
        inner = field(inner, "type")
    return text(inner) if inner is not None and inner.type == "type_identifier" else ""


def _names_type(function: str, type_name: str) -> bool:
    """`queue_free` is named after `Queue` or `queue`; `c_void` and type parameters name nothing."""
    stem = re.sub(r"_[a-z]+$", "", function)
    return len(type_name) > 1 and stem == re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type_name).lower()
