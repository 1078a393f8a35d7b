"""null-pointer-value: `ptr::null_mut()` as the answer or the value for "nothing"."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.rules.raw_pointers._pointers import (
    C_OBJECTS,
    is_handed_to_c,
    last_segment,
    usual_unless_at_home,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, enclosing, field, macro_name, method, text
from review_assist.syntax.roles import is_abi
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import Function, SourceFile

_CHOOSES = frozenset(("map_or", "unwrap_or"))
"""Methods of an `Option` that becomes a pointer there."""
_VALUES = frozenset(
    "block unsafe_block if_expression else_clause match_arm match_block match_expression "
    "expression_statement".split()
)


@rule(
    level="warning",
    confidence="medium",
    pedantic=True,
    words=("null", "0 as *"),
    clippy=("zero_ptr",),
    message="`{code}` stands for nothing {place}",
    ask="could `None` say what `{code}` says {place}?",
    why="""NULL is a value that every C pointer may have, so each use asks or hopes. `Option` puts the question
        into the type: whoever takes the value has to say what happens without one, and `Option<&T>` and
        `Option<Box<T>>` are no larger than the pointer.""",
    instead="An `Option` says the same: {cure}.",
    query="""
    (call_expression function: [(identifier) (scoped_identifier) (generic_function)]) @call
    (type_cast_expression value: (integer_literal) @_zero type: (pointer_type) (#eq? @_zero "0")) @call
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.CONST,
        FileRole.SHIM,
    ),
    softer_in=(FunctionRole.BOUNDARY, FileRole.TEST, FunctionRole.TEST),
    in_c="return NULL;                        /* every caller has to check */",
    checks="The compiler then makes every caller handle `None` before there is an object to use.",
)
def null_pointer_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    NULL is C's way to say that there is none: nothing was found, nothing is set yet, this argument is not
    given. Which of the pointers of a program may be NULL is known to those who wrote it.

    In Rust that is `Option`. `None` cannot be dereferenced by accident; `?`, `let ... else`, `if let` and
    `map` deal with it in one line. For references, `Box`, `NonNull` and function pointers the compiler
    stores `None` as the null address, so nothing is paid for it, and the layout still is the one that C
    expects.

    ## Keep it when
    The value goes to C, in an argument or in a struct that C reads.

    ## Known problems
    Whether a function that is called takes the null on to C is only known of those in the same file.

    ```rust bad
    pub unsafe fn first_ready(queues: &Queues) -> *mut Queue {
        if queues.is_empty() {
            return std::ptr::null_mut();
        }
        queues.head()
    }
    ```
    ```rust good
    pub fn first_ready(queues: &Queues) -> Option<&Queue> {
        queues.iter().find(|queue| queue.is_ready())
    }
    ```
    ```rust good
    pub fn now() -> i64 {
        // SAFETY: time() allows NULL.
        unsafe { libc::time(std::ptr::null_mut()) }
    }
    ```
    """
    call = captures["call"]
    if not _is_null(call, file):
        return "it is no null pointer"
    if is_handed_to_c(call, file):
        return "C gets the null pointer"
    place = _place(call, file)
    if place is None:
        return "it goes where a null pointer is right, or where nothing can be said of it"
    where, cure, usual = place
    return Hit(
        at=call,
        confidence=usual_unless_at_home(usual, call, file),
        values={"code": call, "place": where, "cure": cure},
    )


def _is_null(call: Node, file: SourceFile) -> bool:
    if call.type == "type_cast_expression":
        return True
    path = file.names.resolve(callee(call))
    return re.fullmatch(r"((std|core)::)?(ptr::)?null(_mut)?", path) is not None


def _place(call: Node, file: SourceFile) -> tuple[str, str, Confidence] | None:
    """Where the null goes, what to write there, how sure that is; None where it is none of our business."""
    below, holder = call, call.parent
    while holder is not None and holder.type in ("type_cast_expression", "parenthesized_expression"):
        below, holder = holder, holder.parent
    if holder is None:
        return None
    if holder.type == "return_expression" or _is_value(below, holder):
        return _returned(file.function(call))
    if holder.type == "assignment_expression":
        return _assigned(holder.child_by_field_name("left") or holder, file)
    if holder.type == "field_initializer":
        name = text(holder.child_by_field_name("field"))
        return f"in the field `{name}`", f"make `{name}` one, and write `None` here", "medium"
    if holder.type == "arguments" and holder.parent is not None and not macro_name(holder.parent):
        if method(holder.parent) in _CHOOSES:
            return None
        name = callee(holder.parent)
        cure = f"if `{name}` is Rust, let it take one here, and pass `None`"
        return f"in the call of `{name}`", cure, "medium" if name in file.names.functions else "low"
    return None


def _returned(function: Function | None) -> tuple[str, str, Confidence] | None:
    if function is None or function.is_trait_method or is_abi(function.node):
        return None
    cure = f"let `{function.name}` return `Option<&T>` (or `Option<Box<T>>`), and write `None` here"
    is_of_c = last_segment(text(field(function.node, "return_type", "type"))) in C_OBJECTS
    usual: Confidence = "low" if is_of_c or function.role is FunctionRole.BOUNDARY else "high"
    return f"in what `{function.name}` returns", cure, usual


def _assigned(left: Node, file: SourceFile) -> tuple[str, str, Confidence]:
    """A field reached through a reference may be one of a struct that C reads."""
    target = file.quote(left)
    cure = f"make `{target}` one and assign `None`; `take()` reads and clears it in one step"
    is_ours = local_binding(left) is not None if left.type == "identifier" else text(left).startswith("(*")
    return f"in `{target}`", cure, "medium" if is_ours else "low"


def _is_value(node: Node, holder: Node) -> bool:
    """Whether the node is what a function with a raw pointer as its result ends in, or a branch of that."""
    function = enclosing(node, "function_item")
    if function is None or not text(function.child_by_field_name("return_type")).startswith("*"):
        return False
    body = function.child_by_field_name("body")
    while holder.type in _VALUES:
        if holder.type == "block" and holder.named_children[-1] != node:
            return False
        if holder == body:
            return True
        if holder.parent is None:
            return False
        node, holder = holder, holder.parent
    return False
