"""wildcard-bindings-import: `use bindings::*` brings all of C's names in."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, enclosing, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile

_OF_RUST = pattern(r"^(std|core|alloc)(::|$)")
_C_CRATE = pattern(r"(^|::)(bindings|libc|ffi|\w+_(sys|ffi))$")


@rule(
    level="note",
    confidence="high",
    words=("bindings", "libc", "_sys", "ffi"),
    clippy=("wildcard_imports",),
    message="`{path}::*` imports all of C's names at once",
    ask="could the names that are used from `{path}` be listed?",
    why="""With `#include` comes a whole header, and C lives with it. Here a reader cannot tell which calls
        go to C, and a name that a header gains later can clash with one of this file.""",
    instead="""List the names, `use {path}::{list};`, or write `{last}::name` where one is used. What is left
        in the list shows which safe wrappers are still missing.""",
    query="(use_wildcard) @glob",
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    in_c='#include "qemu/timer.h"             /* all of its names */',
    checks="""
        The compiler then warns of an imported name that nobody uses, and the list shows which C this file
        depends on.
    """,
)
def wildcard_bindings_import(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C file includes a header and has all of its names, because there is no other way. Prefixes keep
    them apart.

    The module that bindgen writes holds thousands of names: functions, structs, constants, and helper types
    that nobody asked for. `use bindings::*` makes each of them look like one of the file's own. With a list
    the compiler reports a name that is no longer there, and says so when one is no longer used. The list has
    a second use for the reviewer: it shows at the top of the file how much of C this code touches, and each
    safe wrapper that arrives makes it shorter.

    ## Keep it when
    The module exists to hand these names on (`pub use bindings::*`). In tests it is asked, and left alone
    inside of one function. `std::ffi` has types only, no calls.

    ## Known problems
    Only modules called `bindings`, `libc` or `..._sys` are known to be C's.

    ```rust bad
    use crate::bindings::*;
    ```
    ```rust good
    use crate::bindings::{self, hwaddr};
    ```
    ```rust good
    use crate::prelude::*;
    ```
    """
    glob = captures["glob"]
    use = enclosing(glob, "use_declaration")
    if use is None or is_public(use):
        return "it is exported on purpose"
    path = _path(glob)
    if not _C_CRATE.search(path) or len(path) > 60 or _OF_RUST.search(path):
        return "what is imported is not C's"
    is_small = file.role is FileRole.TEST and file.function(use) is not None
    return Hit(
        at=glob,
        confidence="low" if is_small else None,
        values={"path": path, "last": path.rpartition("::")[2], "list": "{a, b}"},
    )


def _path(glob: Node) -> str:
    """`a::b` of `use a::{b::{self, *}}`."""
    parts = [text(child) for child in glob.named_children]
    for parent in ancestors(glob):
        if parent.type == "scoped_use_list":
            parts.append(text(parent.child_by_field_name("path")))
        elif parent.type != "use_list":
            break
    return "::".join(part for part in reversed(parts) if part)
