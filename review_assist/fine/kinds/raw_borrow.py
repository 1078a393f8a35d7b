"""raw-borrow: a pointer made without a reference"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.boundary import meets_c
from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import is_raw_borrow, macro_name, text
from review_assist.syntax.source import SourceFile


@kind(
    name="raw-borrow",
    what="""a pointer taken with `&raw` or `addr_of!`""",
    alarm="""It looks like C's `&`, a way around the borrow checker.""",
    reason="""It only makes an address. A reference would claim that the memory is initialised, aligned and not
    written meanwhile, which nobody can promise of memory that C shares or that only a raw pointer leads to; so the
    raw form is the careful one.""",
    query="""[(reference_expression) (macro_invocation)] @borrow""",
)
def raw_borrow(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn tone_of(bell: *mut Bell) -> *mut u8 {
        unsafe { addr_of_mut!((*bell).tone) }
    }
    ```

    ```rust quiet
    fn tune(tone: &mut u8) {
        adjust(&raw mut *tone);
    }
    ```

    ```rust quiet
    fn tone_of(bell: &mut Bell) -> &mut u8 {
        &mut bell.tone
    }
    ```

    ```rust quiet
    fn bad(x: &Bell) -> *mut Bell {
        addr_of!(*x) as *mut Bell
    }
    ```
    """
    borrow = captures["borrow"]
    is_raw = is_raw_borrow(borrow) or macro_name(borrow) in ("addr_of", "addr_of_mut")
    is_const_cast = borrow.parent is not None and borrow.parent.type == "type_cast_expression"
    if not is_raw or is_const_cast:
        return None
    is_behind_pointer = "(*" in text(borrow)
    return borrow if is_behind_pointer or meets_c(borrow, file) else None
