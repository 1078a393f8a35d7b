"""truncation-that-is-said: a cast that drops bits, with a comment that says so"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import comments_above
from review_assist.syntax.source import SourceFile


@kind(
    name="truncation-that-is-said",
    what="""an `as` that drops bits, with a comment that says so""",
    alarm="""It looks like a value that is cut off by mistake.""",
    reason="""`as` between integers is defined to keep the low bits, and the comment says that this is meant.
    `try_into` would turn a wanted truncation into an error.""",
    query="""(type_cast_expression type: (primitive_type)) @cast""",
)
def truncation_that_is_said(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn low(value: u64) -> u8 {
        value as u8 // truncation is meant: the port is 8 bits wide
    }
    ```

    ```rust quiet
    fn low(value: u64) -> u8 {
        value as u8
    }
    ```
    """
    cast = captures["cast"]
    row_end = file.content.source.find(b"\n", cast.end_byte)
    beside = file.content.source[cast.end_byte : row_end if row_end >= 0 else None].decode("utf-8", "replace")
    comment = f"{comments_above(cast)} {beside.partition('//')[2]}"
    return cast if re.search(r"truncat|low(er|est)? (\w+ )?(bits|byte|half)", comment) else None
