"""size-by-division: the number of elements is got by dividing sizes, as `sizeof(a) / sizeof(a[0])` does."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed


@rule(
    level="warning",
    confidence="high",
    words=("size_of_val",),
    message="`{division}` counts the elements of `{array}` by their size in bytes",
    ask="could this be `{array}.len()`?",
    why="""A C array forgets its length, so `sizeof` has to be divided. A Rust array or slice knows how many
        elements it has, and cannot be divided by the size of another type.""",
    instead="Write `{array}.len()`.",
    query='(binary_expression left: (call_expression) @whole operator: "/" right: (_) @one) @division',
    in_c="n = sizeof(table) / sizeof(table[0]);",
    checks="The compiler then takes the length from the type of the array; no size has to fit another one.",
)
def size_by_division(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `sizeof(table) / sizeof(table[0])` is the only way to count an array in C, and is wrong without a word when
    `table` is a pointer, or when the type in the divisor is not the one of the elements. `ARRAY_SIZE` is a macro
    that tries to catch it.

    A Rust array has its length in its type, a slice carries it along, and both answer `len()`. It counts elements,
    works in constants, and stays right when the type of the elements changes. Most loops do not even need it: they
    go over the elements.

    ## Keep it when
    Bytes are divided by something that is no size of an element, such as the words that a struct fills; the rule
    is silent if the declaration says so, and asks where it is not shown.

    ## Known problems
    None known.

    ```rust bad
    const COUNT: usize = std::mem::size_of_val(&TABLE) / std::mem::size_of::<u32>();
    ```
    ```rust good
    const COUNT: usize = TABLE.len();
    ```
    ```rust good
    // Pages, not elements.
    fn pages(table: &[u32]) -> usize {
        std::mem::size_of_val(table) / 4096
    }
    ```
    """
    whole, one = captures["whole"], unwrapped(captures["one"])
    given = arguments(whole)
    if callee(whole).rpartition("::")[2] != "size_of_val" or len(given) != 1 or one.type != "call_expression":
        return "it does not divide the size of a value"
    if callee(one).rpartition("::")[2] not in ("size_of", "size_of_val"):
        return "it does not divide by another size"
    array = re.sub(r"^&(mut\s+)?", "", text(given[0])).strip()
    if not re.fullmatch(r"[A-Za-z_][\w.:]*", squeezed(array)):
        return "what is measured is no plain variable"
    confidence = _confidence(squeezed(array), one, file)
    if confidence is None:
        return "the divisor is not the size of an element"
    return Hit(
        at=captures["division"],
        confidence=confidence,
        values={"division": captures["division"], "array": array},
    )


def _confidence(array: str, one: Node, file: SourceFile) -> Confidence | None:
    """High if the divisor is visibly the size of an element, None if it visibly is not."""
    divisor = squeezed(text(one))
    if squeezed(callee(one)).endswith("size_of_val"):
        return "high" if re.search(rf"\(&{re.escape(array)}\[", divisor) else "medium"
    element = re.search(r"size_of::<(.+)>\(\)$", divisor)
    name = re.split(r"[.:]", array)[-1]
    found = re.search(
        rf"\b{re.escape(name)}\s*:\s*(?!:)([^=,{{}}\n]*)", file.content.source.decode("utf-8", "replace")
    )
    if element is None or found is None:
        return "medium"
    held = re.search(r"^(?:&(?:'\w+)?(?:mut)?)?\[(.+?)(?:;.*)?\]\)?;?$", squeezed(found[1]))
    return "high" if held is not None and held[1] == element[1] else None
