"""uninitialised-in-init: `MaybeUninit` in code that initialises"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile


@kind(
    name="uninitialised-in-init",
    what="""`MaybeUninit` in code that initialises""",
    alarm="""It looks like an uninitialised variable.""",
    reason="""The type says that the memory is not initialised yet, so that it cannot be read by mistake; only
    `assume_init` ends that, and it is `unsafe`. C has no way to say this.""",
    query="""(parameter type: (_) @type) @parameter""",
)
def uninitialised_in_init(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    unsafe fn init(mut this: &mut MaybeUninit<Bell>) {
        this.write(Bell::new());
    }
    ```

    ```rust quiet
    fn ring(this: &MaybeUninit<Bell>) {}
    ```

    ```rust quiet
    fn init(this: &mut Bell) {}
    ```
    """
    function = file.function(captures["parameter"])
    name = function.name if function is not None else ""
    is_uninit = re.search(r"\b(MaybeUninit|ParentInit)<", text(captures["type"]))
    is_init = re.search(r"init|new|create", name) is not None
    is_parameter = field(captures["parameter"], "pattern") is not None
    return captures["parameter"] if is_uninit and is_init and is_parameter else None
