"""Names that a conversion to text refuses, and that are dropped then: `if let Ok(name) = c.to_str()`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import arguments, callee, descendants, field, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

PATHS = pattern(r"(\w+::)*(Path(Buf)?::(new|from)|File::(open|create|create_new)|OpenOptions::open|fs::\w+)")
"""What takes a file name, as bytes."""
_MADE_OF_C = pattern(r"(unsafe\{)?(\w+::)*CStr::from_\w+\(")
_BINDS = pattern(r"(?:Ok|Some)\((\w+)\)")
_REPORTS = pattern(r"\breturn\b|\bErr\(|\?|\b(bail|panic)!|\bexit\(")


def is_c_string(call: Node, file: SourceFile) -> bool:
    """Whether `x.to_str()` is of a `CStr`."""
    source = receiver(call) if method(call) == "to_str" else None
    if source is None:
        return False
    return (
        _MADE_OF_C.match(squeezed(text(source))) is not None
        or re.search(r"\bC(Str|String)\b", file.names.type_of(source) or "") is not None
    )


def user_of_others(call: Node) -> str:
    """What opens the names that can be read as text, if nobody is told of the others; else empty."""
    if user := _user_of_option(call):
        return user
    condition = call.parent
    branch = condition.parent if condition is not None and condition.type == "let_condition" else None
    found = _BINDS.fullmatch(text(field(condition, "pattern"))) if condition else None
    if branch is None or branch.type != "if_expression" or found is None:
        return ""
    if _REPORTS.search(text(field(branch, "alternative"))):
        return ""
    body = field(branch, "consequence")
    for each in descendants(body, "call_expression") if body is not None else ():
        if PATHS.fullmatch(callee(each)) and [text(given) for given in arguments(each)[:1]] == [found[1]]:
            return callee(each)
    return ""


def _user_of_option(call: Node) -> str:
    """`PathBuf::from` of `c.to_str().ok().map(PathBuf::from)`."""
    ok = _called_on(call)
    mapped = _called_on(ok) if ok is not None and method(ok) == "ok" else None
    given = arguments(mapped)[:1] if mapped is not None and method(mapped) == "map" else []
    return text(given[0]) if given and PATHS.fullmatch(text(given[0])) else ""


def _called_on(node: Node) -> Node | None:
    """`x.f()` of `x`."""
    call = node.parent.parent if node.parent is not None and node.parent.type == "field_expression" else None
    return call if call is not None and call.type == "call_expression" and receiver(call) == node else None
