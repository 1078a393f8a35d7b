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
    return any(_gives_to_c(call, name, file.names) for call in calls)


def _gives_to_c(call: Node, name: str, names: Names) -> bool:
    path = callee(call)
    if not is_c_path(path, names) or is_c_namesake(path.rpartition("::")[2]):
        return False
    given = (pointed_to(argument) or uncast(argument) for argument in arguments(call))
    return any(text(argument) == name for argument in given)


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
