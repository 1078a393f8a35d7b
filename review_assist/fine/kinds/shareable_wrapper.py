"""shareable-wrapper: `unsafe impl Send` or `Sync` with its reason, on a wrapper of a C object"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import comments_above, field, text
from review_assist.syntax.source import SourceFile


@kind(
    name="shareable-wrapper",
    what="""`unsafe impl Send` or `Sync` on a wrapper of a C object""",
    alarm="""It looks like a promise about threads that nobody checks.""",
    reason="""The compiler cannot know what C guarantees for an object behind a pointer, so whoever wraps it has to
    say so, once. What there is to review is the `SAFETY` comment.""",
    query="""(impl_item trait: (_) @trait type: (_) @type) @impl""",
)
def shareable_wrapper(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    pub struct Bell(Opaque<bindings::Bell>);

    // SAFETY: C locks the bell in all of its functions.
    unsafe impl Sync for Bell {}
    ```

    ```rust quiet
    pub struct Bell(Opaque<bindings::Bell>);

    unsafe impl Sync for Bell {}
    ```

    ```rust quiet
    pub struct Bell(u8);

    // SAFETY: it is a number.
    unsafe impl Sync for Bell {}
    ```
    """
    name = text(captures["type"]).partition("<")[0]
    struct = file.names.structs.get(name)
    wraps = struct is not None and re.search(r"Opaque<|NonNull<|\*(mut|const) ", text(field(struct, "body")))
    is_marker = (
        text(captures["trait"]) in ("Send", "Sync") and "unsafe" in text(captures["impl"]).partition("impl")[0]
    )
    has_reason = "SAFETY" in comments_above(captures["impl"])
    return captures["impl"] if wraps and is_marker and has_reason else None
