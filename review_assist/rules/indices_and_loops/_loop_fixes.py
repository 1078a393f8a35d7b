"""Counted loops written out in the other form: as a call, over the elements, over a range of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import identifiers
from review_assist.rules.indices_and_loops._elements import Elements, name_for
from review_assist.rules.indices_and_loops._loops import CountedLoop, array_length, indexed_base, section
from review_assist.rules.rewrite import Part, Rewrite, lines_of, replaced, statement_of
from review_assist.syntax.nodes import COMMENTS, child, descendants, field, macro_name, text
from review_assist.syntax.places import statement_before
from review_assist.syntax.source import SourceFile

_SEQUENCE = pattern(
    r"(?P<borrowed>&\s*(?:'\w+\s+)?(?P<mut>mut\s+)?)?"
    r"(?:(?P<vec>Vec|VecDeque)<\s*(?P<of>.*?)\s*>|\[\s*(?P<element>.*?)\s*(?:;.*)?\])",
    re.DOTALL,
)
_PRIMITIVE = pattern(r"[iu](8|16|32|64|128|size)|f32|f64|bool|char")
_LITERAL = pattern(r"-?[0-9][0-9a-fA-Fx_]*")


def as_call(loop: CountedLoop, call: str, file: SourceFile, *, is_safe: bool) -> Rewrite | None:
    """One call in place of the loop and of what sets up its counter."""
    node, setup = _node(loop), _set_up(loop, file)
    if node is None or setup is None or node.children[0].type == "label":
        return None
    return Rewrite((*setup, replaced(statement_of(node), f"{call};")), is_safe and counts_plainly(loop))


def over_numbers(loop: CountedLoop, file: SourceFile) -> Rewrite | None:
    """`for i in low..high`, the step at the end and the counter in front gone."""
    high = f"{loop.high}{_suffix(loop)}"
    name = loop.index if any(any(identifiers(each, loop.index)) for each in loop.work) else "_"
    header = f"for {name} in {loop.low}..{'=' if loop.is_inclusive else ''}{high}"
    is_fixed = re.fullmatch(r"[A-Z_0-9]+|[a-z_]\w*", loop.high) is not None
    return _with_header(loop, header, file, is_safe=is_fixed and counts_plainly(loop))


def over_elements(loop: CountedLoop, each: Elements, file: SourceFile) -> Rewrite | None:
    """`for item in items.iter()`, with `item` or `*item` where the body says `items[i]`."""
    declared = _SEQUENCE.fullmatch(file.names.type_of(each.node) or "")
    part = section(each.base, loop, array_length(each.node, file), each.cast)
    if declared is not None and declared["vec"] == "VecDeque" and part != each.base:
        return None
    name = name_for(each.base, loop.body)
    nodes = list(_elements(loop, each.base))
    is_plain = (
        declared is not None and _PRIMITIVE.fullmatch(declared["element"] or declared["of"] or "") is not None
    )
    is_copied = is_plain and not each.is_written
    is_shared = declared is not None and declared["borrowed"] is not None and not declared["mut"]
    if not (each.is_written or is_copied or is_shared) and any(map(_is_called, nodes)):
        return None
    uses = [replaced(node, name) if is_copied else _use(node, name) for node in nodes]
    if None in uses:
        return None
    header = f"for {'&' if is_copied else ''}{name} in {part}.{'iter_mut' if each.is_written else 'iter'}()"
    is_whole = declared is not None and part == each.base
    rewrite = _with_header(loop, header, file, is_safe=is_whole and counts_plainly(loop))
    if rewrite is None:
        return None
    return Rewrite((*rewrite.parts, *filter(None, uses)), rewrite.is_safe)


def is_list_of_plain(base: Node, file: SourceFile) -> bool:
    """Whether the file declares it as a slice, an array or a `Vec` of numbers, characters or `bool`s."""
    found = _SEQUENCE.fullmatch(file.names.type_of(base) or "")
    if found is None or found["vec"] == "VecDeque":
        return False
    return _PRIMITIVE.fullmatch(found["element"] or found["of"] or "") is not None


def counts_plainly(loop: CountedLoop) -> bool:
    """Whether the loop ends for every bound: `<` does, while `<=` and `==` may run on or wrap."""
    return loop.header.type == "range_expression" or text(field(loop.header, "operator")) in ("<", ">=")


def counter_of(loop: Node, index: str) -> Node | None:
    """The `let` in front of the loop that makes the counter."""
    before = statement_before(statement_of(loop))
    is_counter = (
        before is not None and before.type == "let_declaration" and text(field(before, "pattern")) == index
    )
    return before if is_counter else None


def header_of(loop: Node, body: Node, header: str) -> Part:
    """The header in place of everything from the keyword to the body."""
    keyword = next(c for c in loop.children if c.type in ("for", "while", "loop"))
    return Part(keyword.start_byte, body.start_byte, f"{header} ")


def _with_header(loop: CountedLoop, header: str, file: SourceFile, *, is_safe: bool) -> Rewrite | None:
    node, setup = _node(loop), _set_up(loop, file)
    if node is None or setup is None or node.end_byte > file.content.end:
        return None
    gone = [lines_of(each, file) for each in _around_work(loop)]
    if None in gone:
        return None
    return Rewrite((*setup, header_of(node, loop.body, header), *filter(None, gone)), is_safe)


def _node(loop: CountedLoop) -> Node | None:
    return loop.body.parent


def _set_up(loop: CountedLoop, file: SourceFile) -> tuple[Part, ...] | None:
    """What takes the counter's `let` away: nothing for a `for`; None if it is made elsewhere."""
    node = _node(loop)
    if node is None or node.type == "for_expression":
        return () if node is not None else None
    counter = counter_of(node, loop.index)
    if counter is None or (_LITERAL.fullmatch(loop.high) and " as " in text(counter)):
        return None
    gone = lines_of(counter, file)
    return (gone,) if gone is not None else None


def _suffix(loop: CountedLoop) -> str:
    """The counter's type, if nothing but its `let` said so."""
    node = _node(loop)
    counter = counter_of(node, loop.index) if node is not None and node.type != "for_expression" else None
    declared = text(field(counter, "type")) if counter is not None else ""
    return f"_{declared}" if declared and _LITERAL.fullmatch(loop.high) else ""


def _around_work(loop: CountedLoop) -> Iterator[Node]:
    """The statements of the body that only test or step the counter."""
    first, last = statement_of(loop.work[0]), statement_of(loop.work[-1])
    for each in loop.body.named_children:
        if each.type not in COMMENTS and (each.end_byte <= first.start_byte or each.start_byte >= last.end_byte):
            yield each


def _elements(loop: CountedLoop, base: str) -> Iterator[Node]:
    for node in descendants(loop.body, "index_expression"):
        index = child(node, 1)
        if indexed_base(node) == base and index is not None and any(identifiers(index, loop.index)):
            yield node


def _is_called(element: Node) -> bool:
    """Whether a method is called on the element or something in it; it may change it."""
    node = element.parent
    while node is not None and node.type in ("field_expression", "index_expression", "parenthesized_expression"):
        node = node.parent
    return node is not None and node.type == "call_expression"


def _use(element: Node, name: str) -> Part | None:
    """What the body says of a reference to the element, where it says `items[i]`."""
    parent = element.parent
    if parent is None or parent.type in ("try_expression", "await_expression"):
        return None
    if parent.type in ("field_expression", "index_expression") and child(parent, 0) == element:
        return replaced(element, name)
    if parent.type == "call_expression":
        return None
    if parent.type == "reference_expression" and not any(c.type == "raw" for c in parent.children):
        return replaced(parent, name)
    call = parent.parent
    if parent.type == "arguments" and call is not None and macro_name(call) in _SHOWING:
        return replaced(element, name)
    return replaced(element, f"*{name}")


_SHOWING = frozenset("format print println eprint eprintln panic error warn info debug trace".split())
"""Macros that take what they show by reference."""


def is_slice_borrowed(base: Node, file: SourceFile) -> bool:
    """Whether the file declares it as a reference to a list."""
    found = _SEQUENCE.fullmatch(file.names.type_of(base) or "")
    return found is not None and found["borrowed"] is not None
