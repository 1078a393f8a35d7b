"""unwrap-on-lock: `lock().unwrap()`"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import method, receiver
from review_assist.syntax.source import SourceFile


@kind(
    name="unwrap-on-lock",
    what="""`unwrap()` on a lock""",
    alarm="""It looks like an error that is not handled.""",
    reason="""`lock` fails only if another thread panicked while it held the lock, and left the data half changed.
    To panic as well is what nearly everybody wants then.""",
    query="""(call_expression) @call""",
)
def unwrap_on_lock(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn ring(bell: &Mutex<Bell>) {
        bell.lock().unwrap().ring();
    }
    ```

    ```rust quiet
    fn ring(bells: &[Bell]) {
        bells.first().unwrap().ring();
    }
    ```
    """
    call = captures["call"]
    locked = receiver(call) if method(call) in ("unwrap", "expect") else None
    is_lock = locked is not None and locked.type == "call_expression" and method(locked) == "lock"
    return call if is_lock else None
