"""unsafe-with-a-reason: an `unsafe` block at the boundary to C that says why it is sound"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.boundary import meets_c
from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.rules.unsafe_policy._unsafe import has_safety_comment
from review_assist.syntax.source import SourceFile


@kind(
    name="unsafe-with-a-reason",
    what="""`unsafe` with its reason beside it, where Rust meets C""",
    alarm="""It looks as if all checks were switched off.""",
    reason="""It only allows what the compiler cannot check, such as a call of a C function, and everything else is
    checked as before. What there is to review is whether the `SAFETY` comment is true.""",
    query="""(unsafe_block) @block""",
)
def unsafe_with_a_reason(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn ring(bell: &Bell) {
        // SAFETY: the bell is alive as long as the reference to it.
        unsafe { bindings::bell_ring(bell.as_ptr()) }
    }
    ```

    ```rust quiet
    fn ring(bell: &Bell) {
        unsafe { bindings::bell_ring(bell.as_ptr()) }
    }
    ```

    ```rust quiet
    fn first(tones: &[u8]) -> u8 {
        // SAFETY: there is one.
        unsafe { *tones.get_unchecked(0) }
    }
    ```
    """
    block = captures["block"]
    return block if meets_c(block, file) and has_safety_comment(block, file) else None
