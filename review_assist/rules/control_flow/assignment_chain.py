"""assignment-chain: each variable is given the value of the one before, as `a = b = c = 0` does in C."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, tail, text
from review_assist.syntax.places import beside
from review_assist.syntax.source import SourceFile, squeezed

_PLACES = ("identifier", "field_expression", "index_expression", "unary_expression")
_LEAST = 3


@rule(
    level="note",
    confidence="high",
    words=(" = ",),
    message="{names} hand one value on from each to the next",
    ask="could each of {names} be given `{value}` itself?",
    why="""In C an assignment has a value, so `a = b = c = 0` sets all three. In Rust it has none, and a
        chain of copies makes the reader follow each link to learn that all of them are the same.""",
    instead="Give each of them `{value}` itself{hint}.",
    query="(assignment_expression left: (_) right: (_)) @first",
    silent_in=(FileRole.MACROS, FileRole.TEST),
    in_c="s->head = s->tail = s->fill = 0;",
    checks="A reader no longer has to follow the links to see that all hold the same value.",
)
def assignment_chain(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `head = tail = fill = 0;` is one statement in C, and says that the three are set alike. As an assignment is
    not a value in Rust, a translator writes `fill = 0; tail = fill; head = tail;`, or puts a block around the
    inner one: `head = { tail = 0; tail };`.

    Plain statements with the value itself are shorter to read: nobody has to ask whether `tail` has changed in
    between. Where all fields of a struct are set, `*self = Self::default();` or a struct expression says it
    once, and the compiler finds the field that was left out.

    ## Keep it when
    The value costs something to make and is then copied; a variable with a name is clearer still.

    ## Known problems
    None known.

    ```rust bad
    fn reset(queue: &mut Queue) {
        queue.fill = 0;
        queue.tail = queue.fill;
        queue.head = queue.tail;
    }
    ```
    ```rust good
    fn reset(queue: &mut Queue) {
        queue.fill = 0;
        queue.tail = 0;
        queue.head = 0;
    }
    ```
    ```rust good
    // A rotation: every value moves on by one place.
    fn shift(state: &mut State, next: u32) {
        state.third = state.second;
        state.second = state.first;
        state.first = next;
    }
    ```
    """
    first = captures["first"]
    value = field(first, "right")
    if value is not None and value.type == "block":
        return _of_block(first, value, file)
    before = _assigned_beside(first, forward=False)
    if value is None:
        return "nothing is assigned"
    if before is not None and _links(before, first):
        return "an earlier link of the chain speaks for it"
    chain = [first]
    while (following := _assigned_beside(chain[-1], forward=True)) is not None and _links(chain[-1], following):
        chain.append(following)
    if len(chain) < _LEAST:
        return "the statement behind it does not copy what this one has set"
    return _hit(first, [field(each, "left") for each in chain], value, file)


def _of_block(first: Node, block: Node, file: SourceFile) -> Hit | str:
    """`a = { b = 0; b }`."""
    inside, given = statements(block), tail(block)
    if len(inside) != 2 or given is None or inside[0].type != "assignment_expression":
        return "the block does more than assign once and hand that on"
    target, value = field(inside[0], "left"), field(inside[0], "right")
    if value is None or squeezed(text(target)) != squeezed(text(given)):
        return "the block gives another value than the one it has set"
    return _hit(first, [field(first, "left"), target], value, file)


def _hit(first: Node, targets: list[Node | None], value: Node, file: SourceFile) -> Hit:
    names = [f"`{file.quote(target, 40)}`" for target in targets if target is not None]
    is_plain = value.type.endswith("_literal") or value.type in (
        "identifier",
        "field_expression",
        "scoped_identifier",
    )
    return Hit(
        at=first,
        values={
            "names": f"{', '.join(names[:-1])} and {names[-1]}",
            "value": value,
            "hint": "" if is_plain else ", by way of a `let` with a name if it costs something to make",
        },
    )


def _links(one: Node, two: Node) -> bool:
    """Whether the second assignment copies what the first has set."""
    target, value = field(one, "left"), field(two, "right")
    if target is None or value is None or target.type not in _PLACES:
        return False
    return squeezed(text(target)) == squeezed(text(value)) and text(field(two, "left")) != text(target)


def _assigned_beside(assignment: Node, *, forward: bool) -> Node | None:
    other = beside(assignment, forward=forward)
    return other if other is not None and other.type == "assignment_expression" else None
