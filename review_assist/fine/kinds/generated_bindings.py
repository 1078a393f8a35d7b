"""generated-bindings: the module that includes what bindgen wrote"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import macro_name, text
from review_assist.syntax.source import SourceFile


@kind(
    name="generated-bindings",
    what="""a module that includes what `bindgen` wrote""",
    alarm="""It looks like code that is missing from the patch, and its allowed lints like warnings that are
    hushed up.""",
    reason="""The file is written at build time from the C headers, so it cannot be wrong by hand. C's names break
    Rust's naming rules, hence the `allow`.""",
    query="""(macro_invocation) @macro""",
)
def generated_bindings(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
    ```

    ```rust quiet
    include!("tables.rs");
    ```
    """
    macro = captures["macro"]
    inside = text(macro)
    is_generated = (
        macro_name(macro) == "include" and "bindings" in inside and ("OUT_DIR" in inside or ".inc.rs" in inside)
    )
    return macro if is_generated else None
