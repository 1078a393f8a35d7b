"""Whether two values have the order that `min`, `max` and `clamp` ask for."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import ancestors, attributes, field, text
from review_assist.syntax.source import SourceFile

_CAMEL_CASE = pattern(r"[A-Z]\w?|[A-Z]\w*[a-z]\w*")
"""How types and variants are called; numbers have names in lower case, and constants in upper case."""


def may_lack_order(value: Node, file: SourceFile) -> bool:
    """Whether its type is not known to be `Ord`: `State::Done`, a `T: PartialOrd`, a struct of another file."""
    if value.type == "scoped_identifier" and _CAMEL_CASE.fullmatch(text(field(value, "name"))):
        return True
    declared = (file.names.type_of(value) or "").lstrip("&*").removeprefix("mut ").rpartition("::")[2]
    if not _CAMEL_CASE.fullmatch(declared) or declared in file.names.aliases:
        return False
    item = file.names.structs.get(declared) or file.names.enums.get(declared)
    if item is not None:
        return not any(re.match(r"derive\(.*\bOrd\b", attribute) for attribute in attributes(item))
    return not any(_asks_for_order(holder, declared) for holder in ancestors(value))


def _asks_for_order(holder: Node, parameter: str) -> bool:
    """`fn f<T: Ord>`, or the `where` of it."""
    if holder.type not in ("function_item", "impl_item"):
        return False
    clauses = (text(part) for part in holder.named_children if part.type == "where_clause")
    bounds = text(field(holder, "type_parameters")) + "".join(clauses)
    return re.search(rf"\b{parameter}\b[^,>]*\bOrd\b", bounds) is not None
