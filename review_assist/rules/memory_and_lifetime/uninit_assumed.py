"""uninit-assumed: memory that nobody has written is declared initialised."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.memory_and_lifetime._made_types import wanted_type
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import bare_name
from review_assist.syntax.nodes import (
    COMMENTS,
    ancestors,
    callee,
    comments_above,
    descendants,
    enclosing,
    field,
    text,
)
from review_assist.syntax.places import is_within
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_WRAPS = pattern(r"[({]\s*(#\[\w+\]\s*)*(\w+:\s*)?(pub(\([^)]*\))?\s+)?(\w+::)*(Opaque|MaybeUninit)<")
_SAYS_SO = pattern(r"(?i)\bsafety\b[^;]*\b(uninit\w*|Opaque|not need \w* ?initiali[sz]\w+)\b")
_LATER = ", or a `let` that is assigned later. If C fills it, {} after the call has succeeded"
_KEEP = _LATER.format("keep the `MaybeUninit`, pass `as_mut_ptr()`, and call `assume_init()`")
_MAKE = _LATER.format("let it be a `MaybeUninit`, pass `as_mut_ptr()`, and call `assume_init()`")
_LENGTH = _LATER.format("pass `as_mut_ptr()`, and call `set_len()`")
_FIELDS = (
    "each field is written first, through `ptr::addr_of_mut!((*{memory}.as_mut_ptr()).field).write(..)`, and a "
    "reference to the whole is made when all of them hold one"
)
_GARBAGE = {
    "state": "that nobody has written",
    "claim": "the value itself is invalid, even an integer that is never read",
}
_WAITING = {
    "state": "that holds no object yet",
    "claim": "a reference claims that every field is valid now, which zeroes are not for every type",
}
_MEMORY = pattern(r"(&('\w+)?mut)?(\w+::)*(MaybeUninit|ParentInit)<")
_STATEMENTS = frozenset(("let_declaration", "static_item", "expression_statement"))


@rule(
    level="error",
    confidence="high",
    words=("uninit().assume_init", "uninitialized", "set_len", "*"),
    clippy=("uninit_assumed_init", "uninit_vec"),
    message="`{call}` treats memory {state} as a value",
    ask="could this start from a value, instead of `{call}` on memory {state}?",
    why="""After `char buf[64];` a C array holds garbage, and that is fine until it is read. In Rust {claim}: the
        optimiser may assume that this line is not reached.""",
    instead="""Start from a value: {start}{fill}.""",
    query="""
    (call_expression function: (field_expression
        value: (call_expression) @inner field: (field_identifier) @name)
      (#eq? @name "assume_init")) @call
    (call_expression function: [
      (identifier) @name
      (scoped_identifier name: (identifier) @name)
      (generic_function function: (identifier) @name)
      (generic_function function: (scoped_identifier name: (identifier) @name))
    ] (#eq? @name "uninitialized")) @call
    (call_expression function: (field_expression value: (identifier) @vector field: (field_identifier) @name)
      (#eq? @name "set_len")) @call
    (reference_expression value: (unary_expression [
      (call_expression function: (field_expression value: (identifier) @memory field: (field_identifier) @name))
      (parenthesized_expression (call_expression
        function: (field_expression value: (identifier) @memory field: (field_identifier) @name)))
    ]) (#eq? @name "as_mut_ptr")) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_macros=True,
    in_c="""
        uint8_t packet[64];                 /* whatever was on the stack */
        send(packet);
    """,
    checks="""
        The compiler then refuses to read a value before it is written, without an `assume_init()` to
        review.
    """,
)
def uninit_assumed(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C local without initialiser costs nothing and holds whatever was on the stack. Reading it is a bug,
    having it is not, and so buffers are declared first and filled by the next call.

    Rust has the same two steps, in the other order of trust: `MaybeUninit<T>` is memory that may hold a `T`,
    and `assume_init()` is the signature under the statement that it now does. Signed before anything was
    written, the statement is false. The result is undefined behaviour at once, for `u8` as for a struct with
    pointers. A plain `let x;` without value is safe: the compiler checks that each path assigns it first.

    ## Keep it when
    The type is itself an array of `MaybeUninit`, or wraps one, or an `Opaque` of the kernel: that needs no
    initialisation. The rule passes it over, and also where the SAFETY comment speaks of uninitialised memory.

    ## Known problems
    Only the direct chain is seen, not a variable that is assumed some lines later, and a reference to the memory
    that a parameter lends only where nothing was done with it before.

    ```rust bad
    use std::mem::MaybeUninit;

    fn packet() -> [u8; 64] {
        // SAFETY: the caller fills it.
        unsafe { MaybeUninit::uninit().assume_init() }
    }
    ```
    ```rust good
    fn packet() -> [u8; 64] {
        [0; 64]
    }
    ```
    ```rust good
    use std::mem::MaybeUninit;

    fn slots() -> [MaybeUninit<u8>; 64] {
        // SAFETY: an array of `MaybeUninit` needs no initialisation.
        unsafe { MaybeUninit::<[MaybeUninit<u8>; 64]>::uninit().assume_init() }
    }
    ```
    """
    call = captures["call"]
    inner = captures.get("inner")
    if (vector := captures.get("vector")) is not None:
        return _of_vector(call, vector)
    if (memory := captures.get("memory")) is not None:
        return _of_parameter(call, memory, file)
    path = file.names.resolve(callee(inner if inner is not None else call))
    if not re.search(r"\bMaybeUninit(::<.*>)?::uninit$" if inner is not None else r"\bmem::uninitialized$", path):
        return "it does not take unwritten memory for a value"
    type_name = _type_name(inner if inner is not None else call, call)
    if "MaybeUninit" in type_name or type_name.strip() == "()" or _may_be_uninit(call, type_name, file):
        return "the type may be uninitialised"
    is_foreign = "::" in type_name and bare_name(type_name) not in file.names.structs
    return Hit(
        at=call,
        values={
            "call": call,
            "start": _start(type_name),
            "fill": _KEEP if inner is not None else _MAKE,
            **_GARBAGE,
        },
        confidence="high" if type_name and not is_foreign else "medium",
    )


def _of_parameter(call: Node, memory: Node, file: SourceFile) -> Hit | str:
    """`&mut *this.as_mut_ptr()` as the first thing that is done with a `this: &mut MaybeUninit<Self>`."""
    bound, function = local_binding(memory), enclosing(call, "function_item")
    if bound is None or bound.type != "parameter" or not _MEMORY.match(squeezed(text(field(bound, "type")))):
        return "it is no memory that a parameter lends"
    start, end = bound.end_byte, memory.start_byte
    if function is None or any(uses_between(function, text(memory), start, end, file.content.source)):
        return "something was done with the memory before"
    values = {"start": _FIELDS.format(memory=text(memory)), "fill": "", **_WAITING}
    return Hit(at=call, values={"call": call, **values}, confidence="medium")


def _start(type_name: str) -> str:
    """A first value for a type, as far as its name tells."""
    if type_name.startswith("*"):
        return "`ptr::null_mut()`" if type_name.startswith("*mut") else "`ptr::null()`"
    if re.fullmatch(r"[A-Za-z_]\w*", type_name) and not re.fullmatch(
        r"bool|char|([ui](\d+|size)|f\d+)|_+", type_name
    ):
        return f"its fields, or `{type_name}::default()` if it has one"
    return (
        "`[0; N]`, `Vec::with_capacity(n)`" if type_name.startswith("[") else "`0`, `[0; N]`, `Default::default()`"
    )


def _may_be_uninit(call: Node, type_name: str, file: SourceFile) -> bool:
    """Whether the type is a wrapper of memory that C writes, as its declaration or the comment above says."""
    place = enclosing(call, "field_initializer", "function_item")
    fields = file.names.fields.get(text(field(place, "field")), ()) if place is not None else ()
    types = {bare_name(text(field(declaration, "type"))) for _, declaration in fields} or {bare_name(type_name)}
    bodies = (text(field(file.names.structs[kind], "body")) for kind in types if kind in file.names.structs)
    if any(_WRAPS.match(body) for body in bodies):
        return True
    block = enclosing(call, "unsafe_block")
    return block is not None and _SAYS_SO.search(_comments_near(block)) is not None


def _comments_near(block: Node) -> str:
    """Above the block, and above the statement or the item that it begins or ends in."""
    around = (node for node in ancestors(block) if node.type in _STATEMENTS)
    inside = [text(node) for node in block.children if node.type in COMMENTS]
    beside = [text(node) for node in (block.parent.children if block.parent else ()) if node.type in COMMENTS]
    return "\n".join((comments_above(block), *(comments_above(node) for node in around), *inside, *beside))


def _of_vector(call: Node, vector: Node) -> Hit | str:
    """`v.set_len(n)` in the statement after `let mut v = Vec::with_capacity(n)`: nothing has filled it."""
    bound, made = local_binding(vector), bound_value(vector)
    if made is None or bound is None or not re.search(r"\bVec(::<.*>)?::(with_capacity|new)$", callee(made)):
        return "the vector is not seen to be empty"
    following = bound.next_named_sibling
    while following is not None and following.type in COMMENTS:
        following = following.next_named_sibling
    if (
        following is None
        or not is_within(call, following)
        or following.type not in ("expression_statement", "unsafe_block")
    ):
        return "something fills it first"
    is_first = next(descendants(following, "call_expression"), None) == call
    return (
        Hit(
            at=call,
            values={
                "call": call,
                "start": "`vec![0; n]`, or `read_to_end()` and `extend()`",
                "fill": _LENGTH,
                **_GARBAGE,
            },
        )
        if is_first
        else "another call comes first"
    )


def _type_name(maker: Node, made: Node) -> str:
    written = re.search(r"::\s*<(.*)>", text(maker.child_by_field_name("function")), re.DOTALL)
    return written[1] if written and written[1] != "_" else wanted_type(made)
