"""phantom-field: a field of `PhantomData`"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile


@kind(
    name="phantom-field",
    what="""a field of type `PhantomData`""",
    alarm="""It looks like a member that nobody uses.""",
    reason="""It takes no space. It tells the compiler which type or lifetime the struct stands for where only a
    raw pointer or nothing of it is stored, so that borrowing and `Send` are checked as they should be.""",
    query="""(field_declaration type: (_) @type) @field""",
)
def phantom_field(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    struct Guard<'a> {
        lock: *mut bindings::Lock,
        _bell: PhantomData<&'a Bell>,
    }
    ```

    ```rust quiet
    struct Guard<'a> {
        _bell: &'a Bell,
    }
    ```
    """
    return captures["field"] if "PhantomData<" in text(captures["type"]) else None
