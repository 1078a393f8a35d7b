"""What a loop body does with `a[i]`, if it does nothing else with `i` and with `a`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import identifiers, inline_formats
from review_assist.rules.indices_and_loops._loops import CountedLoop, index_of, indexed_base
from review_assist.syntax import rust
from review_assist.syntax.nodes import ancestors, child, descendants, field, is_mutable, text
from review_assist.syntax.places import is_written
from review_assist.syntax.source import SourceFile, squeezed

_MUTABLE = pattern(r"&('\w+ )?mut ")


@dataclass(frozen=True, slots=True)
class Elements:
    """One array that a loop walks along."""

    base: str
    node: Node
    """The base, where it is indexed first."""
    is_written: bool
    cast: str
    """` as usize`, if the counter has another type."""


def elements_of(loop: CountedLoop) -> list[Elements] | None:
    """The arrays a loop walks along, in source order; None if the counter or an array is used in any other way."""
    found: dict[str, list[Node]] = {}
    for use in identifiers(loop.body, loop.index):
        if use.start_byte >= loop.work[-1].end_byte:
            continue
        element = _element_around(use)
        base = indexed_base(element) if element is not None else ""
        if element is None or not base:
            return None
        found.setdefault(base, []).append(element)
    if inline_formats(loop.body, loop.index):
        return None
    if any(_is_used_otherwise(loop.body, base, nodes) for base, nodes in found.items()):
        return None
    return [_described(base, nodes) for base, nodes in found.items()]


def numbered_element(loop: CountedLoop) -> Elements | None:
    """The one array that a loop walks along from end to end, where it needs the number as well; None if unsure."""
    found: list[Node] = []
    is_number_used = inline_formats(loop.body, loop.index)
    for use in identifiers(loop.body, loop.index):
        element = _element_around(use)
        if element is not None and indexed_base(element):
            found.append(element)
        elif any(parent.type == "index_expression" for parent in _up_to(use, loop.body)):
            return None
        else:
            is_number_used = True
    bases = {indexed_base(element) for element in found}
    base = next(iter(bases)) if len(bases) == 1 else ""
    is_whole = loop.low == "0" and not loop.is_inclusive and squeezed(loop.high) == f"{base}.len()"
    if not base or not is_whole or loop.is_reversed or not is_number_used:
        return None
    return None if _is_used_otherwise(loop.body, base, found) else _described(base, found)


def walked(listed: Node, file: SourceFile) -> str:
    """The iterator of `for x in listed`, which gives the same elements."""
    written = file.quote(listed)
    if listed.type == "reference_expression":
        is_lent_mutably = is_mutable(listed)
        base = re.sub(r"^&(mut )?", "", written)
        base = f"({base})" if re.match(r"[*&!-]", base) else base
        return f"{base}.{'iter_mut' if is_lent_mutably else 'iter'}()"
    if listed.type not in ("identifier", "field_expression", "self"):
        return written
    declared = file.names.type_of(listed) or ""
    if not declared.startswith("&"):
        return f"{written}.into_iter()"
    return f"{written}.{'iter_mut' if _MUTABLE.match(declared) else 'iter'}()"


def lent_pattern(pattern: str, tested: str, elements: str) -> str:
    """The pattern for a closure that gets a reference to what the loop gets: that of `find` or `filter`."""
    is_name = re.fullmatch(r"\w+", pattern) is not None
    bare = is_name and re.search(rf"[*&]\s*{pattern}\b|\b{pattern}\b(?!\.[^.])", tested)
    return pattern if ".iter_mut()" in elements or (is_name and not bare) else f"&{pattern}"


def _up_to(node: Node, end: Node) -> Iterator[Node]:
    for parent in ancestors(node):
        if parent == end:
            return
        yield parent


def name_for(base: str, taken: Node) -> str:
    """A name for one element of `base`: `timer` of `self.timers`, else `item`; one that the body does not use."""
    last = base.rpartition(".")[2]
    one = last[:-3] + "y" if last.endswith("ies") else last[:-1] if re.search(r"[^aius]s$", last) else ""
    for name in (one, "item", "element"):
        if len(name) > 2 and name not in rust.KEYWORDS and not any(identifiers(taken, name)):
            return name
    return "entry"


def _element_around(use: Node) -> Node | None:
    """`a[i]` or `a[i as usize]` around this `i`."""
    node, parent = use, use.parent
    while parent is not None and parent.type in ("parenthesized_expression", "type_cast_expression"):
        if parent.type == "type_cast_expression" and text(field(parent, "type")) != "usize":
            return None
        node, parent = parent, parent.parent
    if parent is None or parent.type != "index_expression" or child(parent, 1) != node:
        return None
    return parent


def _is_used_otherwise(body: Node, base: str, elements: list[Node]) -> bool:
    """Whether the body needs the array, or the struct that holds it, other than for these elements."""
    known = {element.id for element in elements}
    root = base.partition(".")[0]
    for node in descendants(body, "identifier", "self"):
        if text(node) != root:
            continue
        path = node
        steps = ("field_expression", "call_expression") if base.endswith(".as_bytes()") else ("field_expression",)
        while path.parent is not None and path.parent.type in steps and squeezed(text(path)) != base:
            path = path.parent
        parent = path.parent
        if squeezed(text(path)) == base:
            if parent is None or parent.id not in known:
                return True
        elif path.type != "field_expression" or (parent is not None and parent.type == "call_expression"):
            return True
    return False


def _described(base: str, nodes: list[Node]) -> Elements:
    first = nodes[0]
    index = index_of(first)
    node = child(first, 0)
    assert node is not None
    cast = " as usize" if index is not None and index.type == "type_cast_expression" else ""
    return Elements(base, node, any(is_written(n) for n in nodes), cast)
