"""raw-pointer-parameter: a function that only Rust calls takes `*mut T` or `*const T`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._cures import cure_of, makes_reference
from review_assist.rules.raw_pointers._pointers import (
    C_OBJECTS,
    NUMBERS,
    is_argued,
    is_binding,
    is_elsewhere,
    is_in_container,
    is_vector_code,
    is_void,
    last_segment,
    pointee,
)
from review_assist.rules.raw_pointers._references import (
    has_many_parameters,
    is_only_kept,
    is_only_passed,
    is_trusted,
    looks_behind,
    parameter_name,
)
from review_assist.rules.raw_pointers._void import is_only_address, stands_for_void
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import root_of
from review_assist.syntax.nodes import arguments, callee, descendants, field, statements, text
from review_assist.syntax.roles import is_c_path, is_called_from_outside
from review_assist.syntax.source import Function, SourceFile

_CONVERTER = pattern(
    r"from_(raw|ptr|mut_ptr|glib|foreign)|.*_(unchecked|raw|raw_parts(_mut)?)$|raw_|drop_in_place"
    r"|(.*_)?ptr_(to|as|into)_"
    # a reference must not outlive what it points at, not even a call; an allocator's own data is C's
    r"|(.*_)?(alloc\w*|dealloc\w*|realloc\w*|free)(_|$)"
)


@rule(
    level="warning",
    confidence="high",
    clippy=("not_unsafe_ptr_arg_deref",),
    words=("*mut", "*const"),
    message="`{function}` takes a raw pointer, `{parameter}: {type}`, though only Rust calls it",
    ask="could `{function}` {cure}?",
    why="""In C a pointer is the only way to hand an object over, and every callee has to trust it. A Rust
        reference has the validity built in: not null, aligned, alive for the call, and not aliased while it
        is written.""",
    instead="Let `{function}` {advice}.",
    query="""
    (function_item parameters: (parameters (parameter type: (pointer_type) @type) @parameter)) @function
    """,
    explains=("pointer-arithmetic", "pointer-field-chain", "null-check"),
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.CONST,
        FileRole.SHIM,
    ),
    softer_in=(FunctionRole.BOUNDARY, FileRole.TEST, FunctionRole.TEST),
    in_c="size_t drain(struct queue *q, size_t limit);    /* NULL? alive? */",
    checks="""
        The compiler then checks each call: that the object is there and alive, and for `&mut` that nobody
        else uses it.
    """,
)
def raw_pointer_parameter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a function that works on an object takes a pointer to it. Whether it may be NULL, who owns it and
    how long it lives is written in a comment, if at all, and the reviewer checks every caller.

    In Rust `&T` and `&mut T` carry the answers in the type: never null, aligned, initialised, alive during
    the call, and for `&mut` nobody else looks at it meanwhile. `Option<&T>` says that there may be none, a
    slice carries its length. The compiler checks every caller; inside of the function no `unsafe` is needed.

    ## Keep it when
    The function is the boundary itself: C calls it, or it wraps one C call and the pointer only passes
    through. Then it should be `unsafe fn` with a `# Safety` section, unless it never looks behind the
    pointer.

    ## Known problems
    Whether a pointer is only stored or compared is not always visible. A function with a `# Safety` section,
    a binding, and a converter such as `from_raw` are taken to know what they do.

    ```rust bad
    fn drain(queue: *mut Queue, limit: usize) -> usize {
        let queue = unsafe { &mut *queue };
        queue.take(limit)
    }
    ```
    ```rust good
    fn drain(queue: &mut Queue, limit: usize) -> usize {
        queue.take(limit)
    }
    ```
    ```rust good
    // C calls it: the signature is the C header's.
    /// # Safety
    ///
    /// `queue` is null or points to a queue that nobody else uses during the call.
    #[no_mangle]
    pub unsafe extern "C" fn queue_drain(queue: *mut Queue, limit: usize) -> usize {
        // SAFETY: the caller promises exclusive access.
        unsafe { queue.as_mut() }.map_or(0, |queue| queue.take(limit))
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None:
        return "the function is not shown"
    if function.is_trait_method:
        return "the trait gives the signature"
    if _CONVERTER.match(function.name):
        return "the name says that it converts a raw pointer, or frees"
    if function.is_unsafe and makes_reference(function):
        return "it is an `unsafe fn` that makes a reference of the pointer at once"
    parameter = captures["parameter"]
    if _is_conversion(parameter, function):
        return "the same pointer only comes out again"
    if is_called_from_outside(function.node, file.names):
        return "something outside of Rust calls the function"
    if not file.shows_body(function.node) or _is_told_of_field(parameter, function, file):
        return "the body is not shown, or the field that keeps the pointer speaks for it"
    target = last_segment(pointee(captures["type"]))
    cure, advice = cure_of(parameter, function, file)
    return Hit(
        at=parameter,
        confidence="low" if _is_stated(parameter, function, file) else _confidence(parameter, function, file),
        values={
            "function": function.name,
            "parameter": parameter_name(parameter),
            "type": captures["type"],
            "cure": cure,
            "advice": advice,
        },
        names=frozenset((f"{function.name}({parameter_name(parameter)})", target)),
    )


def _is_conversion(parameter: Node, function: Function) -> bool:
    """Whether the same kind of pointer comes out again, in an `Option` or otherwise, and is not looked behind."""
    pointer = parameter.child_by_field_name("type")
    result = text(function.node.child_by_field_name("return_type"))
    if pointer is None or not re.search(r"\*(mut|const)\b|\bNonNull<", result):
        return False
    is_same = re.search(rf"(\*(mut|const) |NonNull<){re.escape(pointee(pointer))}(?![\w:<])", result)
    return is_same is not None and not looks_behind(parameter_name(parameter), function.node)


def _is_told_of_field(parameter: Node, function: Function, file: SourceFile) -> bool:
    """Whether a constructor, of which the hunk shows a part, gets what a field of the same name and type keeps."""
    if function.is_whole or not function.name.startswith("new"):
        return False
    declared = text(parameter.child_by_field_name("type"))
    kept = [field for _, field in file.names.fields.get(parameter_name(parameter), ())]
    return any(text(field.child_by_field_name("type")) == declared for field in kept)


def _goes_to_function_pointer(name: str, function: Node) -> bool:
    """Whether a table or a getter gives the function that takes the pointer: assembly, or C."""
    body = function.child_by_field_name("body")
    for call in descendants(body, "call_expression") if body is not None else ():
        target = call.child_by_field_name("function")
        is_value = target is not None and target.type in ("call_expression", "parenthesized_expression")
        if is_value and any(text(root_of(argument)) == name for argument in arguments(call)):
            return True
    return False


def _names_c_prototype(function: Node) -> bool:
    """Whether the body has the type of a C function, which it looks up and whose parameters it repeats."""
    return any('extern "C"' in text(kind) for kind in descendants(function, "function_type"))


def _is_linked_element(target: str, function: Function) -> bool:
    """Whether it is an `unsafe fn` on its own `*mut T`: lists and trees link their elements by address."""
    declared = field(function.node, "type_parameters") if function.is_unsafe else None
    return declared is not None and any(text(each) == target for each in descendants(declared, "type_identifier"))


def _is_stated(parameter: Node, function: Function, file: SourceFile) -> bool:
    if is_argued(parameter) or is_vector_code(parameter, file) or _is_prefetched(parameter, function.node):
        return True
    return is_only_kept(parameter, function.node) or is_only_address(parameter, function.node)


def _is_prefetched(parameter: Node, function: Node) -> bool:
    """Whether it only says what to load ahead: such an address may lie outside of anything."""
    name = parameter_name(parameter)
    return is_only_passed(parameter, function) and any(
        "prefetch" in callee(call) and any(text(root_of(given)) == name for given in arguments(call))
        for call in descendants(function, "call_expression")
    )


def _is_plane(parameter: Node) -> bool:
    """Whether a stride follows: a window into a picture, which is no slice."""
    following = parameter.next_named_sibling
    return following is not None and "stride" in text(following)


def _confidence(parameter: Node, function: Function, file: SourceFile) -> Confidence:
    pointer = parameter.child_by_field_name("type")
    name, target = parameter_name(parameter), pointee(pointer) if pointer is not None else ""
    if has_many_parameters(function.node) or _goes_to_function_pointer(name, function.node):
        return "low"
    if _names_c_prototype(function.node) or _is_linked_element(target, function):
        return "low"
    if last_segment(target) in C_OBJECTS or is_in_container(parameter):
        return "low"
    if _is_plane(parameter) and not looks_behind(name, function.node):
        return "low"
    is_hole = not function.is_unsafe and is_trusted(name, function.node)
    is_wrapper = function.is_unsafe and len(statements(field(function.node, "body") or function.node)) == 1
    if not is_hole and (is_wrapper or is_void(target)) and is_only_passed(parameter, function.node):
        return "low"
    if is_binding(parameter, file):
        return "medium" if is_hole else "low"
    if is_hole:
        return "high"
    if is_void(target):
        return "medium" if stands_for_void(parameter, function.node) else "low"
    if is_c_path(target, file.names) and last_segment(target) not in NUMBERS:
        return "medium" if file.is_device else "low"
    if looks_behind(name, function.node):
        return "high"
    if is_elsewhere(target, file):
        return "low"  # C's opaque type, or a Rust one: nothing here looks behind it
    is_address = last_segment(target) in NUMBERS or name.startswith("_")
    return "low" if is_address and function.is_whole else "medium"
