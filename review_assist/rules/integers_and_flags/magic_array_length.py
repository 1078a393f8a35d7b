"""magic-array-length: the length of an array is written out a second time, next to the array."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.indices_and_loops._loops import array_length, index_of, indexed_base
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_as
from review_assist.syntax.nodes import child, descendants, field, text
from review_assist.syntax.source import SourceFile

_LIMIT = 4000
_SMALL = 4
"""A length of so few is often a number of its own, such as the bytes of a word."""


@rule(
    level="note",
    confidence="medium",
    words=("..", "<", ">"),
    message="`{number}` is the length of `{array}`, written down a second time",
    ask="could `{number}` be `{array}.len()` here?",
    why="""In C a `#define` or `sizeof(a) / sizeof(a[0])` ties a bound to its array, and often nothing does. A
        Rust array knows its length, also at compile time, so the two cannot drift apart.""",
    instead="Write `{array}.len()`, or give the length a `const` that the array's type uses too.",
    query="""
    [(for_expression value: (range_expression) @bounds body: (block) @body)
     (while_expression condition: (binary_expression) @bounds body: (block) @body)
     (if_expression condition: (binary_expression) @bounds consequence: (block) @body)] @holder
    """,
    silent_in=(FileRole.TEST,),
    in_c="""
        for (i = 0; i < 16; i++)            /* ARRAY_SIZE(names) */
            puts(names[i]);
    """,
    checks="The compiler then takes the length from the array itself, so the two cannot differ.",
)
def magic_array_length(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C array does not know how long it is, so its length is written at the declaration and at each loop. If it is
    a number rather than a name, a change of the one leaves the others behind, and nothing complains.

    A Rust array carries its length in its type. `regs.len()` is a constant that the compiler knows, so it costs
    nothing, and a bound written like that is right by construction. Often no bound is needed at all: a loop
    over the array, or `regs.get(index)`, has it built in.

    ## Keep it when
    The number means something else and is the same by accident.

    ## Known problems
    Only arrays whose type is visible in the patch are known, and lengths of four and less are left alone.

    ```rust bad
    fn print(names: &[String; 16]) {
        for i in 0..16 {
            println!("{i}: {}", names[i]);
        }
    }
    ```
    ```rust good
    fn print(names: &[String; 16]) {
        for (i, name) in names.iter().enumerate() {
            println!("{i}: {name}");
        }
    }
    ```
    ```rust good
    // Another number.
    fn print(names: &[String; 16]) {
        for i in 0..8 {
            println!("{i}: {}", names[i * 2]);
        }
    }
    ```
    """
    limit, body, counter = _limit(captures["bounds"]), captures["body"], _counter(captures["holder"])
    number = text(limit)
    if (
        limit is None
        or not number.isdigit()
        or int(number) <= _SMALL
        or not counter
        or body.end_byte - body.start_byte > _LIMIT
    ):
        return "it does not count to a number of some size"
    for element in descendants(body, "index_expression"):
        first, index = child(element, 0), index_of(element)
        if index is not None and index.type == "type_cast_expression":
            index = field(index, "value")
        if first is None or not indexed_base(element) or index is None or text(index) != counter:
            continue
        if array_length(first, file) == number:
            return Hit(at=limit, values={"number": number, "array": indexed_base(element)})
    return "no array that is indexed by the counter is known to have this length"


def _limit(bounds: Node) -> Node | None:
    """The end of the range `0..N`, or what `i < N` compares with."""
    if bounds.type == "range_expression":
        return child(bounds, 1)
    return field(bounds, "right") if text(field(bounds, "operator")) == "<" else None


def _counter(holder: Node) -> str:
    """The variable that the number limits."""
    if holder.type == "for_expression":
        return text(field(holder, "pattern"))
    left = field(holder, "condition", "left")
    name = without_as(left) if left is not None else None
    return text(name) if name is not None and name.type == "identifier" else ""
