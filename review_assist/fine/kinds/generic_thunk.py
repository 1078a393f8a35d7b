"""generic-thunk: a generic `extern "C"` function, one of which is made for each type"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import field, modifiers
from review_assist.syntax.source import SourceFile


@kind(
    name="generic-thunk",
    what="""a generic `extern "C"` function""",
    alarm="""A function that C calls has one address, so how could it have type parameters?""",
    reason="""The compiler makes one plain C function for each type that it is used with. So the conversion of the
    pointers is written once, and devices need none of it.""",
    query="""(function_item) @function""",
)
def generic_thunk(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    unsafe extern "C" fn on_reset<T: Reset>(object: *mut Object) {
        unsafe { T::reset(&*object.cast::<T>()) }
    }
    ```

    ```rust quiet
    extern "C" fn on_reset(object: *mut Object) {}
    ```

    ```rust quiet
    fn on_reset<T: Reset>(object: &T) {}
    ```
    """
    function = captures["function"]
    is_thunk = "extern" in modifiers(function) and field(function, "type_parameters") is not None
    return function if is_thunk else None
