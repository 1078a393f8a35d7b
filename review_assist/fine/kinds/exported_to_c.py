"""exported-to-c: `#[no_mangle]` on a function that C calls"""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from review_assist.fine.declared import where_declared
from review_assist.fine.kind import kind
from review_assist.model import CLine
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import has_attribute, modifiers
from review_assist.syntax.source import SourceFile

_WHY = "Rust decorates the names of functions, and this attribute keeps the plain one, by which C code finds it"


def _with_prototype(function: Node, prototypes: Mapping[str, CLine]) -> str | None:
    where = where_declared(function, prototypes)
    return f"{_WHY}; {where}" if where else None


@kind(
    name="exported-to-c",
    what="""`#[no_mangle]` on an `extern "C"` function""",
    alarm="""It looks like a hack with the linker.""",
    reason=f"{_WHY}; its counterpart is the declaration in a C header: compare the two.",
    query="""(function_item) @function""",
    confirm=_with_prototype,
)
def exported_to_c(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    #[no_mangle]
    pub extern "C" fn bell_count() -> u32 {
        COUNT.get()
    }
    ```

    ```rust quiet
    #[no_mangle]
    fn bell_count() -> u32 {
        0
    }
    ```

    ```rust quiet
    extern "C" fn bell_count() -> u32 {
        0
    }
    ```
    """
    function = captures["function"]
    is_exported = has_attribute(function, r"(unsafe\()?no_mangle") and "extern" in modifiers(function)
    return function if is_exported else None
