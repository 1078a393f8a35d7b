"""prelude-by-path: `core::ffi::c_int` or `crate::error::code::EINVAL`, where the kernel's prelude has the name."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.wording import listed
from review_assist.syntax.nodes import descendants, text
from review_assist.syntax.source import SourceFile, squeezed

_BY_PATH = pattern(
    r"(::)?(core|std)::ffi::c_(?!str)\w+"
    r"|(::)?(kernel|crate)::ffi::c_\w+"
    r"|(::)?((kernel|crate)::)?error::code::E[A-Z0-9]+"
    r"|(::)?((kernel|crate)::)?(alloc::)?flags::GFP_KERNEL"
)
_HOME = pattern(r"^rust/(ffi\.rs|kernel/(prelude|error|ffi|lib)\.rs|uapi/|bindings/)")
_IMPORTED = pattern(r"(::)?(?P<home>core|std)::ffi::\{(?P<names>.*)\}")
_KINDS = ("scoped_identifier", "scoped_type_identifier", "scoped_use_list")


@rule(
    level="note",
    confidence="medium",
    only_in=("linux",),
    words=(
        "core::ffi::",
        "std::ffi::c_",
        "kernel::ffi::c_",
        "crate::ffi::c_",
        "error::code::E",
        "flags::GFP_KERNEL",
    ),
    message="{names} {stand} here with a path, and the prelude of the `kernel` crate has {short}",
    ask="could {short} come from `kernel::prelude::*` instead of {names}{why}?",
    why="""In C `int` and `-EINVAL` are there in every file. The prelude is that for Rust in the kernel, and its
        `c_char` and `c_long` are those the kernel is built with; those of `core` follow the host's user space.""",
    instead="Write {short}, with `use kernel::prelude::*;` at the top of the file.",
    query="""
    [(scoped_identifier) (scoped_type_identifier) (scoped_use_list)] @path
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS, FileRole.BUILD),
    in_c="#include <linux/errno.h>",
    checks="The compiler then takes the types that the bindings were made with, on every processor.",
)
def prelude_by_path(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C file of the kernel has the names of its types and errors from headers that everybody includes. In Rust
    `kernel::prelude::*` is that header: the integer types of C, the errnos, `GFP_KERNEL`, `Result`, the printing
    macros.

    A path to the same name is longer, and with C's integer types it may be another type. `core::ffi::c_char` is
    signed or not as user space has it on that processor, while the kernel is built with unsigned `char` on all of
    them; and `c_long` is `isize` there. `kernel::ffi` has the types that the generated bindings use, and the
    prelude has these. Code with those of `core` compiles on one processor and not on the next.

    ## Keep it when
    In a macro that is expanded in other files: there the path has to be written out.

    ## Known problems
    A name is told once in a file. The prelude has the types of C since 2025 only: they are told on request.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    fn check(flags: u32) -> Result {
        if flags == 1 { Ok(()) } else { Err(crate::error::code::EINVAL) }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    use crate::prelude::*;

    fn check(flags: u32) -> Result {
        if flags == 1 { Ok(()) } else { Err(EINVAL) }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // The string type is that of `core`.
    fn length(name: &core::ffi::CStr) -> usize {
        name.to_bytes().len()
    }
    ```
    """
    node = captures["path"]
    if not _paths_in(node) or _HOME.search(file.path):
        return "the prelude has no such name, or gets it from here"
    own, hunks = file.tree.root_node, file.names.roots
    mine = [one for one in _all_of(own) if file.is_added(one)]
    if not mine or mine[0] != node or any(map(_all_of, hunks[: hunks.index(own)])):
        return "the file has been told further up"
    paths = list(dict.fromkeys(path for one in mine for path in _paths_in(one)))
    is_core = any(path.lstrip(":").startswith(("core", "std")) for path in paths)
    return Hit(
        at=node,
        values={
            "names": listed(paths),
            "stand": "stands" if len(paths) == 1 else "stand",
            "short": listed(list(dict.fromkeys(path.rpartition("::")[2] for path in paths))),
            "why": ", whose types of C are not those of `core` everywhere" if is_core else "",
        },
        confidence="low" if any("::ffi::" in f"::{path}" for path in paths) else None,
    )


@lru_cache(maxsize=64)
def _all_of(root: Node) -> tuple[Node, ...]:
    """Every node of the file that names something of the prelude by a path, in their order."""
    return tuple(node for node in descendants(root, *_KINDS, into_functions=True) if _paths_in(node))


def _paths_in(node: Node) -> list[str]:
    """The path itself, or those that a `use core::ffi::{..}` brings in."""
    written = squeezed(text(node))
    if _BY_PATH.fullmatch(written):
        return [written]
    found = _IMPORTED.fullmatch(written)
    names = found["names"].split(",") if found is not None else []
    return (
        [f"{found['home']}::ffi::{name}" for name in names if re.fullmatch(r"c_(?!str)\w+", name)] if found else []
    )
