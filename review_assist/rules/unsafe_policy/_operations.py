"""Which statements surely need no `unsafe`, judged by what one file shows."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import callee, macro_name, method, modifiers, receiver, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_SAFE_METHODS = frozenset(
    "abs as_bytes as_deref as_mut_ptr as_ptr as_slice as_str borrow borrow_mut cast cast_const cast_mut "
    "checked_add checked_mul checked_sub chunks clear clone cloned contains copied copy_from_slice "
    "ends_with enumerate expect extend extend_from_slice fill first get insert into into_iter is_empty "
    "is_err is_none is_null is_ok is_some iter iter_mut last len lock map max min ok pop push push_str "
    "remove resize rev reverse saturating_add saturating_sub sort split starts_with swap take to_owned "
    "to_string to_vec trim truncate try_into unwrap unwrap_or unwrap_or_default wrapping_add wrapping_mul "
    "wrapping_neg wrapping_sub zip".split()
)
_SAFE_CALLS = pattern(
    r"(Some|Ok|Err|drop|(std::|core::)?(ptr::null(_mut)?|mem::(size_of|swap|take|replace))"
    r"|(Box|Rc|Arc|Vec|String|CString|NonNull|Cell|RefCell|Mutex|HashMap|BTreeMap|VecDeque)::(new|with_capacity|from)"
    r"|(u|i)(8|16|32|64|128|size)::from|Default::default)"
)
_DOUBTFUL = frozenset(
    "macro_invocation unsafe_block async_block await_expression closure_expression ERROR "
    "static_item foreign_mod_item function_item".split()
)
_NODE_LIMIT = 150
"""A statement larger than this is not looked through: it takes time, and is hardly the point."""


def is_surely_safe(statement: Node, file: SourceFile) -> bool:
    """Whether every part of the statement is known to be safe Rust. False where that is only likely."""
    todo, seen = [statement], 0
    while todo:
        node = todo.pop()
        seen += 1
        if seen > _NODE_LIMIT or not _is_safe_itself(node, file):
            return False
        todo += [c for c in node.named_children if not _is_no_expression(c, node)]
    return True


def _is_no_expression(child: Node, parent: Node) -> bool:
    """Types, patterns, names of fields, and what a call calls."""
    if parent.type == "scoped_identifier" or child.type.endswith(
        ("_type", "type_identifier", "type_arguments", "_comment")
    ):
        return True
    return child in (
        parent.child_by_field_name("pattern"),
        parent.child_by_field_name("field"),
        parent.child_by_field_name("type"),
        _plain_callee(parent),
    )


def _plain_callee(node: Node) -> Node | None:
    """The function of a call, unless it is a method: then the receiver has to be looked at."""
    if node.type != "call_expression" or method(node):
        return None
    return node.child_by_field_name("function")


def _is_safe_itself(node: Node, file: SourceFile) -> bool:
    if node.type in _DOUBTFUL:
        return False
    if node.type == "unary_expression":
        return not text(node).startswith("*")
    if node.type == "call_expression":
        return _is_safe_call(node, file)
    if node.type == "identifier":
        return local_binding(node) is not None or text(node) in file.names.constants or text(node) == "None"
    if node.type == "scoped_identifier":
        return bool(re.match(r"(\w+::)*[A-Z]\w*::\w+$", text(node)))
    if node.type == "field_expression" and not _is_method_name(node):
        return (
            text(node.child_by_field_name("field")) in file.names.fields
            or _is_tuple_field(node)
            or _is_behind_reference(node, file)
        )
    return True


def _is_behind_reference(access: Node, file: SourceFile) -> bool:
    """`w.width` of `w: &Window`, or of `self`: there is a value, whatever its type is."""
    value = access.child_by_field_name("value")
    if value is None or value.type == "self":
        return value is not None
    return value.type == "identifier" and file.names.is_reference(value)


def _is_safe_call(call: Node, file: SourceFile) -> bool:
    name = method(call)
    if name in _SAFE_METHODS:
        return True
    if name:
        return text(receiver(call)) == "self" and _is_safe_method(call, name, file)
    return macro_name(call) in rust.EXPRESSION_MACROS or bool(_SAFE_CALLS.fullmatch(callee(call)))


def _is_safe_method(call: Node, name: str, file: SourceFile) -> bool:
    function = file.names.functions.get(name)
    return function is not None and self_type(function) == self_type(call) and "unsafe" not in modifiers(function)


def _is_method_name(node: Node) -> bool:
    parent = node.parent
    if parent is not None and parent.type == "generic_function":
        node, parent = parent, parent.parent
    return (
        parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node
    )


def _is_tuple_field(node: Node) -> bool:
    return text(node.child_by_field_name("field")).isdigit()
