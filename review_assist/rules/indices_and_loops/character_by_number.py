"""character-by-number: a loop asks for the n-th character of a string, which counts from the start each time."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import is_step
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import LOOPS, ancestors, arguments, field, method, receiver, statements, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    words=(".nth(",),
    message="`{call}` counts from the start of `{string}` again in each turn",
    ask="could the loop go over `{string}.chars()` itself?",
    why="""An index into a C string is one addition. The characters of a Rust string differ in length, so the n-th
        is found by counting, and a loop over them takes quadratic time.""",
    instead="""Write `for c in {string}.chars()`, with `.enumerate()` if the number is needed too, or index
        `{string}.as_bytes()` if the text is ASCII.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @nth)
        arguments: (arguments (identifier) @index) (#eq? @nth "nth")) @call
    """,
    in_c="""
        for (size_t i = 0; i < strlen(s); i++)
            use(s[i]);
    """,
    checks="""
        A reader no longer has to look for the loop that is hidden in each turn, or for a number past the
        end.
    """,
)
def character_by_number(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `s[i]` is how C reads a string, and a parser written for it is full of positions. Rust strings cannot be
    indexed by a number, and `s.chars().nth(i)` looks like the replacement.

    It is none: a `char` takes one to four bytes, so `nth` walks from the beginning each time, and a loop around
    it looks at each character as often as there are characters behind it. The iterator itself is the
    position: `chars()` goes on where it stopped, `peekable()` looks ahead, `char_indices()` gives byte
    offsets that can cut slices. For ASCII, `as_bytes()` is an array.

    ## Keep it when
    The string is short and the position comes from elsewhere; the rule wants a counter of a loop around it.

    ## Known problems
    None are known.

    ```rust bad
    fn digits(line: &str) -> usize {
        let mut count = 0;
        for i in 0..line.chars().count() {
            if line.chars().nth(i).is_some_and(|c| c.is_ascii_digit()) {
                count += 1;
            }
        }
        count
    }
    ```
    ```rust good
    fn digits(line: &str) -> usize {
        line.chars().filter(|c| c.is_ascii_digit()).count()
    }
    ```
    ```rust good
    // One position, not a loop.
    fn mark(line: &str, position: usize) -> Option<char> {
        line.chars().nth(position)
    }
    ```
    """
    chars = receiver(captures["call"])
    if chars is None or chars.type != "call_expression" or method(chars) != "chars" or arguments(chars):
        return "it is no `nth` of the characters of a string"
    string = receiver(chars)
    if string is None or not _is_counted(captures["call"], text(captures["index"])):
        return "no loop counts with this number"
    return Hit(at=captures["call"], values={"call": captures["call"], "string": string})


def _is_counted(call: Node, index: str) -> bool:
    """Whether a loop around the call counts with this variable."""
    for parent in ancestors(call):
        if parent.type in ("function_item", "closure_expression"):
            return False
        if parent.type not in LOOPS:
            continue
        value, body = field(parent, "value"), field(parent, "body")
        if parent.type == "for_expression" and text(field(parent, "pattern")) == index:
            return value is not None and "range" in value.type
        if body is not None and any(is_step(statement, index) for statement in statements(body)):
            return True
    return False
