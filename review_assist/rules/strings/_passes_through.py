"""C strings that a function only hands on: to C, or from it."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.strings._c_strings import pointed_to, uncast
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.names import Names
from review_assist.syntax.nodes import arguments, callee, descendants, enclosing, field, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import Function, SourceFile

_STANDS_FOR_C = pattern(r'\bextern\s+"C"\s+fn\b|\blibloading\b')
_USES = 20
"""Calls of a function that are looked at."""


def passes_through(function: Function, name: str, file: SourceFile) -> bool:
    """Whether the parameter goes on to C as it is, to more than a `strlen`, or all of them do by a pointer."""
    body = field(function.node, "body")
    if body is None:
        return False
    if _STANDS_FOR_C.search(text(body)):
        return True
    calls = descendants(body, "call_expression")
    is_safe = not function.is_unsafe
    return any(_gives_to_c(call, name, file.names, is_safe and _is_wrapped(call, file.names)) for call in calls)


def _is_wrapped(call: Node, names: Names) -> bool:
    """Whether an unsafe block is there for this call alone, of a function from elsewhere."""
    around = enclosing(call, "unsafe_block")
    block = next((child for child in around.named_children if child.type == "block"), None) if around else None
    is_plain = callee(call).islower() and callee(call).isidentifier()
    return block is not None and block.named_child_count == 1 and is_plain and callee(call) not in names.functions


def _gives_to_c(call: Node, name: str, names: Names, is_wrapped: bool) -> bool:
    path = callee(call)
    if not (is_wrapped or is_c_path(path, names)) or is_c_namesake(path.rpartition("::")[2]):
        return False
    return any(text(_origin(argument)) == name for argument in arguments(call))


def _origin(argument: Node) -> Node:
    """What the pointer is of, which may have had a name in between: `let p = name.as_ptr(); f(p)`."""
    of = pointed_to(argument) or uncast(argument)
    bound = bound_value(of) if of.type == "identifier" else None
    return (pointed_to(bound) or of) if bound is not None else of


def is_returned_to_c(function: Function, file: SourceFile) -> bool:
    """Whether a function of this file that C calls is where the answer goes."""
    for use in file.names.uses.get(function.name, [])[:_USES]:
        caller = enclosing(use, "function_item")
        if caller is not None and caller != function.node and _is_c_s_own(caller, file):
            return True
    return False


def _is_c_s_own(caller: Node, file: SourceFile) -> bool:
    described = file.function(caller)
    is_called = described is not None and described.role in (FunctionRole.ABI, FunctionRole.THUNK)
    return is_called and "c_char" in text(field(caller, "return_type"))
