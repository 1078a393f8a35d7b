"""static-of-a-cell: a global that is an atomic or behind a lock"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import is_mutable, text
from review_assist.syntax.source import SourceFile


@kind(
    name="static-of-a-cell",
    what="""a `static` that is an atomic, a lock or a cell""",
    alarm="""It looks like a global variable without protection, or like a constant that cannot be changed.""",
    reason="""It needs no `mut`: the type allows changes through a shared reference, and makes each of them safe,
    which the compiler checks (`Sync`). The alternative, `static mut`, is the one to object to.""",
    query="""(static_item type: (_) @type) @static""",
)
def static_of_a_cell(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    static COUNT: AtomicU32 = AtomicU32::new(0);
    ```

    ```rust quiet
    static COUNT: u32 = 0;
    ```

    ```rust quiet
    static NAMES: [&str; 2] = ["a", "b"];
    ```
    """
    kind = text(captures["type"])
    is_cell = re.search(r"\b(Atomic[A-Z]\w*|Mutex|RwLock|OnceLock|LazyLock|BqlCell|BqlRefCell)\b", kind)
    return captures["static"] if is_cell and not is_mutable(captures["static"]) else None
