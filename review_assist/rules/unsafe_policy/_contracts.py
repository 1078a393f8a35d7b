"""SAFETY comments that refer to what the function asks of its callers, where it asks nothing of them."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import ancestors, documentation, modifiers
from review_assist.syntax.source import SourceFile

_REFERS = pattern(
    r"(?i)(by|per|from|due to|because of|given|according to|as per) (the |our |its )?"
    r"((function|method|caller|fn)('s|s)? )?safety (requirement|contract|precondition|condition)s?\b"
    r"( of (this|the) (function|method))?(?! (of|for|on|in)\b)"
)
_UNSAFE_ITEMS = ("impl_item", "trait_item")


def refers_to_nothing(reason: str, comment: Node, file: SourceFile) -> bool:
    """`SAFETY: by the safety requirements, ..` in a function that anybody may call."""
    if not _REFERS.match(reason):
        return False
    function = file.function(comment)
    if function is None or not function.name or function.is_unsafe or file.is_cut_above(function.node):
        return False
    if "safety" in documentation(function.node).lower():
        return False
    around = [item for item in ancestors(comment) if item.type in _UNSAFE_ITEMS]
    return not any("unsafe" in modifiers(item) for item in around)
