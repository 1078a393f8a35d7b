"""wrapping-arithmetic: `wrapping_add` and its like"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import method
from review_assist.syntax.source import SourceFile


@kind(
    name="wrapping-arithmetic",
    what="""`wrapping_add` and its like""",
    alarm="""A plain `+` would be shorter, and C's unsigned arithmetic wraps by itself.""",
    reason="""In Rust `+` panics on overflow in debug builds. Where the wrap is meant, as in a counter of hardware,
    these methods say so, and do the same in every build.""",
    query="""(call_expression) @call""",
)
def wrapping_arithmetic(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn tick(counter: u32) -> u32 {
        counter.wrapping_add(1)
    }
    ```

    ```rust quiet
    fn tick(counter: u32) -> u32 {
        counter + 1
    }
    ```
    """
    call = captures["call"]
    return call if method(call) in ("wrapping_add", "wrapping_sub", "wrapping_mul", "wrapping_neg") else None
