"""pointer-cast: `cast()`, which changes what a pointer points to and nothing else"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import arguments, method, receiver, text
from review_assist.syntax.source import SourceFile


@kind(
    name="pointer-cast",
    what="""`cast()` on a raw pointer""",
    alarm="""It looks like any C cast, which could change anything.""",
    reason="""It changes only the type that is pointed to. It cannot drop `const`, make a number of a pointer or
    the other way round, so it is the narrow form of `as`, and far from `transmute`.""",
    query="""(call_expression) @call""",
)
def pointer_cast(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    fn device(bell: *mut Bell) -> *mut Device {
        bell.cast::<Device>()
    }
    ```

    ```rust quiet
    fn device(bell: *mut Bell) -> *mut Device {
        bell as *mut Device
    }
    ```

    ```rust quiet
    fn cast(play: &Play) {
        play.cast("Hamlet");
    }
    ```
    """
    call = captures["call"]
    function = call.child_by_field_name("function")
    is_cast = method(call) == "cast" and not arguments(call) and function is not None
    is_typed = is_cast and re.search(r"\bcast::<", text(function))
    return call if is_typed and receiver(call) is not None else None
