"""layout-of-c: `#[repr(C)]` on a struct that C walks"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.boundary import meets_c
from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import field, has_attribute, text
from review_assist.syntax.source import SourceFile


@kind(
    name="layout-of-c",
    what="""`#[repr(C)]` on a struct that C reads or writes""",
    alarm="""It looks like a C struct that was kept out of habit.""",
    reason="""Rust may order the fields of a struct as it likes. Where C knows the layout, this attribute is what
    makes both sides agree, and it must not go.""",
    query="""(struct_item) @struct""",
)
def layout_of_c(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    #[repr(C)]
    pub struct Bell {
        parent: ParentField<Device>,
        tone: u8,
    }
    ```

    ```rust quiet
    #[repr(C)]
    struct Pair {
        left: u32,
    }
    ```

    ```rust quiet
    #[repr(C)]
    pub struct Ported {
        next: *mut Ported,
    }
    ```

    ```rust quiet
    struct Bell {
        parent: ParentField<Device>,
    }
    ```
    """
    struct = captures["struct"]
    body = text(field(struct, "body"))
    names_c = re.search(r"\bParentField<|\bbindings::|\bOpaque<", body)
    holds_pointers = meets_c(struct, file) and re.search(r"\*(mut|const)\b|\bextern\b|\bc_(int|char|void)\b", body)
    return struct if (names_c or holds_pointers) and has_attribute(struct, r"repr\((.*\b)?C\b") else None
