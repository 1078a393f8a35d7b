"""byte-picked-by-place: one byte of a number is taken out of its byte array by index."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import method, receiver, text
from review_assist.syntax.source import SourceFile

_BITS = pattern(r"[iu](8|16|32|64|128)")


@rule(
    level="warning",
    confidence="medium",
    words=("to_be_bytes()", "to_ne_bytes()"),
    message="`{element}` takes {which}",
    ask="does `{element}` mean {which}, and could that be `{cure}`?",
    why="""A C union or a cast to `uint8_t *` picks a byte by its place, and which one that is depends on the
        width and on the byte order. A shift says it in terms of the value.""",
    instead="Write `{cure}`{hint}.",
    query="""
    (index_expression (call_expression function: (field_expression) arguments: (arguments)) @bytes
        (integer_literal) @place) @element
    """,
    softer_in=(FileRole.TEST,),
    in_c="uint8_t low = ((uint8_t *)&word)[3];    /* on a big-endian host */",
    checks="A reader no longer has to know the byte order to see which byte is meant.",
)
def byte_picked_by_place(captures: Captures, file: SourceFile) -> Hit | str:
    """
    To get at one byte of a number, C shifts and masks, or looks at the number's memory: `((uint8_t *)&x)[3]`, or
    a union. The second way depends on the machine, and everybody has got it wrong once.

    `x.to_be_bytes()[3]` does not depend on the machine, but still on the width: it is the lowest byte of a `u32`,
    and one from the middle of a `u64`. When the type of `x` changes, the code compiles and
    picks another byte. `x as u8` is the lowest byte of any width, and `(x >> 8) as u8` the next one.

    ## Keep it when
    The array is what a protocol defines, and several of its bytes are used. In `to_le_bytes()` the place does not
    depend on the width, and the rule is silent.

    ## Known problems
    The type of the number is often not visible, so the byte is named by its place only.

    ```rust bad
    fn low_byte(word: u32) -> u8 {
        word.to_be_bytes()[3]
    }
    ```
    ```rust good
    fn low_byte(word: u32) -> u8 {
        word as u8
    }
    ```
    ```rust good
    // The array as a whole.
    fn frame(word: u32) -> [u8; 4] {
        word.to_be_bytes()
    }
    ```
    """
    name, number = method(captures["bytes"]), receiver(captures["bytes"])
    if name not in ("to_be_bytes", "to_ne_bytes") or number is None:
        return "the bytes are not those of a number in big-endian or native order"
    place = text(captures["place"])
    if not place.isdigit():
        return "the place is not written as a number"
    found = _BITS.fullmatch(file.names.type_of(number) or "")
    low = int(found[1]) // 8 - 1 - int(place) if found and name == "to_be_bytes" else None
    shown = file.quote(number)
    is_atom = number.type in ("identifier", "field_expression", "call_expression", "parenthesized_expression")
    shown = shown if is_atom else f"({shown})"
    shift = f"({shown} >> {8 * low}) as u8" if low is not None and low >= 0 else f"({shown} >> ..) as u8"
    return Hit(
        at=captures["element"],
        values={
            "element": captures["element"],
            "which": f"the lowest byte of `{file.quote(number)}`"
            if low == 0
            else _counted(name, place, file.quote(number)),
            "cure": f"{shown} as u8" if low == 0 else shift,
            "hint": ", with the shift for the byte that is meant" if ">> .." in shift else "",
        },
        fix=_fix(captures["element"], number, low, file) if low is not None and low >= 0 else None,
    )


def _fix(element: Node, number: Node, low: int, file: SourceFile) -> Rewrite | None:
    """A cast, where it cannot be torn apart by what stands around it."""
    code = written(number, file)
    cast = f"({code} >> {8 * low}) as u8" if low else f"{code} as u8"
    holder = element.parent
    kinds = ("block", "arguments", "let_declaration", "return_expression", "assignment_expression")
    return Rewrite((replaced(element, cast),), is_safe=True) if holder and holder.type in kinds else None


def _counted(name: str, place: str, number: str) -> str:
    order = "from the highest down" if name == "to_be_bytes" else "as the machine orders them"
    return f"byte {place} of `{number}`, counted {order}"
