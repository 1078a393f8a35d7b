"""ownership-through-c: `into_raw`, whose `from_raw` is in the same file"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import callee, descendants
from review_assist.syntax.source import SourceFile


@kind(
    name="ownership-through-c",
    what="""`into_raw`, with the `from_raw` that takes it back""",
    alarm="""It looks like a leak: memory is allocated, and nothing frees it here.""",
    reason="""It hands ownership to C as a plain pointer, and `from_raw` in the same file takes it back and frees
    it. The pair is to be read together, as `g_new` and `g_free`.""",
    query="""(call_expression) @call""",
)
def ownership_through_c(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn attach(bell: Bell) -> *mut Bell {
        Box::into_raw(Box::new(bell))
    }
    unsafe extern "C" fn detach(bell: *mut Bell) {
        drop(unsafe { Box::from_raw(bell) });
    }
    ```

    ```rust quiet
    fn attach(bell: Bell) -> *mut Bell {
        Box::into_raw(Box::new(bell))
    }
    ```
    """
    name = callee(captures["call"])
    owner, _, what = name.rpartition("::")
    if what != "into_raw" or owner not in ("Box", "Arc", "Rc", "CString"):
        return None
    wanted = f"{owner}::from_raw"
    calls = (
        call for root in file.names.roots for call in descendants(root, "call_expression", into_functions=True)
    )
    return captures["call"] if any(callee(call) == wanted for call in calls) else None
