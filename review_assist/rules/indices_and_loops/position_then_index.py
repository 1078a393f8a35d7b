"""position-then-index: a search asks where an element is, only to look it up by that number."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.indices_and_loops._elements import lent_pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, enclosing, method, receiver, text, unwrapped
from review_assist.syntax.places import is_written
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_LIMIT = 6000
_TAKES = ("unwrap", "expect")


@rule(
    level="note",
    confidence="medium",
    words=(".position(",),
    message="`{index}` is only asked for to look up `{element}`",
    ask="could `{cure}` give the element itself?",
    why="""In C a search gives an index or a pointer, and the index is the safer of the two. An iterator gives the
        element itself: there is no second look, and no number that could be used on another array.""",
    instead="Write `{cure}`, and use what it gives in place of `{element}`{hint}.",
    query="""
    [(let_declaration pattern: (identifier) @index value: (_) @value) @bound
     (if_expression
        condition: (let_condition pattern: (tuple_struct_pattern (identifier) @index .) value: (_) @value)
        consequence: (block) @body)]
    """,
    silent_in=(FileRole.TEST,),
    in_c="""
        int i = find_slot(table, id);
        table[i].uses++;
    """,
    checks="The compiler then ties the element to the search; no index is left that could be stale or wrong.",
)
def position_then_index(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A search in C gives back an index, because a pointer would not survive the next `realloc`. The caller then
    writes `table[i]` wherever it needs the element, and only the name of `i` says which table it belongs to.

    `position` is there in Rust for those who need the number, to remove or to compare. Who needs the element asks
    for it: `ports.iter().find(|port| port.id == id)`, or `iter_mut()` to change it. The result is an `Option` of a
    reference, and there is no second bounds check.

    ## Keep it when
    The number is needed as well, or the whole list is while the element is in use; the rule is silent on the
    former.

    ## Known problems
    Where the list is borrowed as a whole in between, the borrow checker accepts only the number.

    ```rust bad
    fn note_use(ports: &mut Vec<Port>, id: u32) {
        if let Some(slot) = ports.iter().position(|port| port.id == id) {
            ports[slot].uses += 1;
        }
    }
    ```
    ```rust good
    fn note_use(ports: &mut Vec<Port>, id: u32) {
        if let Some(port) = ports.iter_mut().find(|port| port.id == id) {
            port.uses += 1;
        }
    }
    ```
    ```rust good
    // The number is needed.
    fn forget(ports: &mut Vec<Port>, id: u32) {
        if let Some(slot) = ports.iter().position(|port| port.id == id) {
            ports.remove(slot);
        }
    }
    ```
    """
    index, value = text(captures["index"]), captures["value"]
    searched = _searched(value, is_bound=captures.get("bound") is not None)
    on = receiver(searched) if searched is not None else None
    base = re.fullmatch(r"([A-Za-z_]\w*(?:\.\w+)*)\.iter(_mut)?\(\)", squeezed(text(on)))
    scope, start = _scope(captures)
    if searched is None or base is None or scope is None or scope.end_byte - start > _LIMIT:
        return "it does not search a plain variable or field, or the function is too long to be sure"
    elements = []
    for use in uses_between(scope, index, start, scope.end_byte, file.content.source):
        element = use.parent
        if element is None or element.type != "index_expression" or child(element, 1) != use:
            return "the number is used for more than to look the element up"
        if squeezed(text(child(element, 0))) != base[1]:
            return "the number is used in another list"
        elements.append(element)
    if not elements or _is_list_needed(scope, base[1], elements, start):
        return "the element is never looked up, or the list is used meanwhile"
    written = any(is_written(each) for each in elements)
    way = "iter_mut" if written else "iter"
    test, hint = _test(file.quote(searched.named_children[-1]), way)
    return Hit(
        at=captures["index"],
        values={
            "index": index,
            "element": file.quote(elements[0]),
            "cure": f"{base[1]}.{way}().find({test})",
            "hint": hint,
        },
    )


def _test(given: str, way: str) -> tuple[str, str]:
    """The closure for `find`, which gets one more `&` than that of `position`, and what is left to say."""
    closure = re.fullmatch(r"\(\s*\|([^|]+)\|\s*(.*)\)", given)
    if closure is None or len(given) > 60:
        return "..", ""
    pattern = lent_pattern(closure[1], closure[2], f".{way}()")
    is_deeper = way == "iter_mut" and lent_pattern(closure[1], closure[2], "") != closure[1]
    hint = "; the closure gets one more `&` than that of `position`" if is_deeper else ""
    return f"|{pattern}| {closure[2]}", hint


def _searched(value: Node, *, is_bound: bool) -> Node | None:
    """The call of `position`, out of `unwrap()` or `?`."""
    node = unwrapped(value)
    if is_bound:
        if node.type == "try_expression":
            node = child(node, 0) or node
        elif method(node) in _TAKES:
            node = receiver(node) or node
        else:
            return None
    return node if node.type == "call_expression" and method(node) == "position" else None


def _scope(captures: Captures) -> tuple[Node | None, int]:
    bound, body = captures.get("bound"), captures.get("body")
    if bound is not None:
        return enclosing(bound, "block"), bound.end_byte
    return body, body.start_byte if body is not None else 0


def _is_list_needed(scope: Node, base: str, elements: list[Node], start: int) -> bool:
    """Whether the list is used in any other way while the element is."""
    known = {each.start_byte for each in elements}
    end = max(each.end_byte for each in elements)
    for node in descendants(scope, "identifier", "field_expression", "self"):
        if start <= node.start_byte < end and squeezed(text(node)) == base and node.start_byte not in known:
            return True
    return False
