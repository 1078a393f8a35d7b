"""The code that hands a failure on in one word: `value?`, or `value.map(..)` where that is the answer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.control_flow._arms import LEAVING, LOOSE, Arms, is_same
from review_assist.syntax.nodes import (
    ancestors,
    arguments,
    callee,
    child,
    descendants,
    field,
    is_mutable,
    tail,
    text,
)
from review_assist.syntax.source import SourceFile, squeezed

_LONGEST = 90
_BORROWS = {"ref": ".as_ref()", "ref mut": ".as_mut()"}


def tried(value: Node, file: SourceFile, lent: str = "") -> str:
    """The value with `?`; what is only borrowed has to be an `Option` or `Result` of a reference first."""
    if value.type == "reference_expression":
        lent, value = "ref mut" if is_mutable(value) else "ref", child(value, -1) or value
    declared = file.names.type_of(value) or ""
    if declared.startswith("&"):
        lent = "ref mut" if re.match(r"&('\w+ )?mut ", declared) else "ref"
    shown = file.quote(value, _LONGEST)
    if shown.endswith("..."):
        shown = f"{shown.split('(')[0].rstrip('.')}(..)"
    if value.type in LOOSE:
        shown = f"({shown})"
    return f"{shown}{_BORROWS.get(lent, '')}?"


def mapped(arms: Arms, good: Node, test: Node, file: SourceFile) -> str:
    """`port.map(|n| n + 1)` for `match port { Some(n) => Some(n + 1), None => None }` as the answer; or empty."""
    made = next(iter(arguments(good)), None) if callee(good) == arms.variant else None
    if made is None or arms.lent or is_same(made, arms.name) or not is_last(test) or is_converted(arms):
        return ""
    if any(descendants(made, *LEAVING)) or made.type in LEAVING or arms.value.type in LOOSE:
        return ""
    if file.names.is_reference(arms.value) or re.search(r"Box::new|Rc::new|Arc::new|unsafe|\*", text(made)):
        return ""
    shown = f"{file.quote(arms.value)}.map(|{arms.name}| {file.quote(made)})"
    return "" if "..." in shown else shown


def is_converted(arms: Arms) -> bool:
    return "from(" in squeezed(text(arms.bad)) or "into(" in squeezed(text(arms.bad))


def is_last(test: Node) -> bool:
    """Whether the value of the `match` is the value of its function, or of an arm of one that is."""
    node = test
    for parent in ancestors(test):
        if parent.type == "function_item":
            return True
        if parent.type == "block" and tail(parent) not in (node, test):
            return False
        if parent.type not in ("block", "expression_statement", "match_arm", "match_block", "match_expression"):
            return False
        if parent.type == "match_expression" and field(parent, "value") == node:
            return False
        node = parent
    return False
