"""guessed-capacity: `Vec::from_raw_parts(p, n, n)`, where the capacity is taken to be the length."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, comments_above, text
from review_assist.syntax.source import SourceFile, squeezed

_MAKES = pattern(r"((std|alloc)::\w+::)?(Vec|String)(::<.*>)?::from_raw_parts")
_EXACT = pattern(
    rb"into_boxed_slice|into_boxed_str|shrink_to|Box<\[|reserve_exact|with_capacity_exact|Layout::|vec!\["
)


@rule(
    level="error",
    confidence="medium",
    words=("from_raw_parts(",),
    message="`{call}` takes the capacity to be `{length}`, the length",
    ask="was the capacity of what `{call}` takes back exactly `{length}`?",
    why="""C's `free(p)` needs no size. Rust's allocator is told how much it once gave, and `Vec` computes that
        from the capacity: another one than the `Vec` had is undefined behaviour.""",
    instead="""Make it a `Box<[T]>` before it is given away: `into_boxed_slice()` is as long as its contents,
        and `Box::from_raw` of a slice takes it back. Or keep `capacity()` beside the length.""",
    query="(call_expression function: (_) @_made) @call",
    silent_in=(FileRole.TEST, FunctionRole.TEST),
    in_c="free(s->data);                      /* of any size */",
    checks="The compiler then keeps pointer and length in one value, and nothing else has to be remembered.",
)
def guessed_capacity(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C struct has a pointer and a length, and `free` wants the pointer only. A `Vec` that is handed to C is taken
    apart in the same way, and when it comes back its capacity is not at hand. So the length is written twice.

    A `Vec` usually has room for more than is in it: after `push`, `with_capacity` or `collect` nothing promises
    that both numbers agree. `Vec::from_raw_parts` must be given the capacity that the memory was allocated with,
    as the allocator is told that size. A `Box<[T]>` has no capacity, so it can be given away as pointer and length
    and taken back from these two.

    ## Keep it when
    The memory comes from `into_boxed_slice()` or was shrunk to its contents; where this is seen in the file the
    rule says so on request only.

    ## Known problems
    Where the memory was made is often in another file.

    ```rust bad
    impl Drop for Frame {
        fn drop(&mut self) {
            // SAFETY: made of a `Vec` in `Frame::new`.
            drop(unsafe { Vec::from_raw_parts(self.data, self.length, self.length) });
        }
    }
    ```
    ```rust good
    impl Drop for Frame {
        fn drop(&mut self) {
            // SAFETY: made of a `Vec` in `Frame::new`.
            drop(unsafe { Vec::from_raw_parts(self.data, self.length, self.capacity) });
        }
    }
    ```
    ```rust good
    struct Frame {
        data: Box<[u8]>,
    }
    ```
    """
    call = captures["call"]
    given = arguments(call)
    if not _MAKES.fullmatch(squeezed(callee(call))) or len(given) != 3:
        return "it makes no `Vec` or `String` of three parts"
    if squeezed(text(given[1])) != squeezed(text(given[2])) or text(given[1]) == "0":
        return "length and capacity are two numbers"
    is_exact = _EXACT.search(file.content.source) is not None or "capacity" in comments_above(call)
    return Hit(
        at=call,
        confidence="low" if is_exact else None,
        values={"call": f"{callee(call)}(..)", "length": given[1]},
    )
