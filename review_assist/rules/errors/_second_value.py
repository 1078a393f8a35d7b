"""What a function returns that hands out a second value: the type in place of the old one and an out-parameter."""

from __future__ import annotations

from collections.abc import Collection

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.errors._returns import SIGNED, kind, return_type, returned
from review_assist.syntax.nodes import descendants, field, statements, text
from review_assist.syntax.source import squeezed

_MAYBE_STATUS = pattern(r"Option<((?:\w+::)*c_int|i32)>")
"""The exit status of a program or a command, if there is one."""


def instead_of(returns: str, kinds: list[str], function: Node, names: Collection[str]) -> str:
    """The return type that holds all: `Option<T>` if the old one says whether there is a value.

    `names` are the parameters through which the others leave.
    """
    inner = kinds[0] if len(kinds) == 1 else f"({', '.join(kinds)})"
    answer = _answer(function)
    if answer:
        return f"`{answer.format(inner)}`"
    if returns == "bool" or returns.endswith("gboolean"):
        value = inner.removeprefix("Option<").removesuffix(">") if inner.startswith("Option<") else inner
        return f"`Option<{value}>`, or `(bool, {', '.join(kinds)})` if all are always set,"
    if returns.startswith("Result<()") and _leave_with_error(function, names):
        return f"`({returns}, {', '.join(kinds)})`, or an error that holds it as well,"
    if returns.startswith("Result<()"):
        return f"`Result<{inner}, ...>`"
    if not returns:
        return f"`{inner}`"
    beside = f"`({returns}, {', '.join(kinds)})`"
    status = _MAYBE_STATUS.fullmatch(returns)
    if status is not None:
        return f"`Result<{inner}, {status[1]}>` if the number says what went wrong, or {beside},"
    return f"{beside}, or a struct with names,"


def _leave_with_error(function: Node, names: Collection[str]) -> bool:
    """Whether one is written right before an error is returned: `*at = 3; return Err(Bad);`."""
    body = field(function, "body")
    for block in descendants(body, "block") if body is not None else ():
        inside = statements(block)
        written = [text(field(each, "left")) for each in inside if each.type == "assignment_expression"]
        is_error = inside[-1:] and squeezed(text(inside[-1])).startswith("returnErr(")
        if is_error and any(f"*{name}" in written for name in names):
            return True
    return False


def _answer(function: Node) -> str:
    """What holds the value, if the number says what C does with it: 0 and a negative number are success and
    failure, and 1 beside them is that something was found."""
    kinds = {kind(value) for value in returned(function)}
    if return_type(function) not in SIGNED or len(kinds) < 2:
        return ""
    if kinds <= {"zero", "negative", "errno"}:
        return "Result<{}, E>"
    return "Result<Option<{}>, E>" if kinds - {"errno"} == {"zero", "one", "negative"} else ""
