"""host-dependent-code: names of Rust that only some hosts of the project have."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.the_patch._paths import is_conditional, written_path
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    message="`{name}` is not there on every host that the project is built for",
    ask="is `{name}` there on every host that the project is built for?",
    why="""A C compiler makes up for what a processor lacks, with a call or a lock. Rust leaves out of
        `core` what the target cannot do, so the same code does not build there at all.""",
    instead="""Use what every host has, or put it behind `#[cfg(..)]` with something that works without it
        for the others.""",
    query="""
        ((type_identifier) @name (#any-of? @name "AtomicU64" "AtomicI64"))
        ((identifier) @name (#any-of? @name "AtomicU64" "AtomicI64" "arch"))
        (attribute_item (attribute (identifier) @name (#eq? @name "target_feature")))
    """,
    words=("AtomicU64", "AtomicI64", "::arch", "target_feature"),
    silent_in=(FileRole.BUILD,),
)
def host_dependent_code(found: Captures, file: SourceFile) -> Hit | str:
    """
    In C an atomic access of 64 bits compiles on every host: where the processor has none, the compiler
    calls a function of its library, which may take a lock. An intrinsic is behind an `#ifdef` by habit.
    Rust's `core` is stricter: `AtomicU64` does not exist for a target without such an instruction, and
    `core::arch` has a module for each processor with only its own functions. Code that names them builds on
    the author's machine and breaks the build for others, on a host that few people have.

    It speaks where the project's profile lists the name (`unportable`), where the name is imported or written
    with its path, and not behind a `#[cfg(..)]`.

    ## Keep it when
    The file is only built for hosts that have it, or the project gave up the others.

    ## Known problems
    Conditions in the build files are not seen.

    ```rust bad profile=linux
    use core::sync::atomic::AtomicU64;

    pub struct Statistics {
        bytes: AtomicU64,
    }
    ```

    ```rust good profile=linux
    use core::sync::atomic::AtomicU32;

    pub struct Statistics {
        packets: AtomicU32,
    }
    ```

    ```rust good profile=linux
    #[cfg(target_has_atomic = "64")]
    use core::sync::atomic::AtomicU64;
    ```
    """
    node = found["name"]
    unportable = file.profile.policy.unportable
    if text(node) == "target_feature":
        name = text(node)
    else:
        path = written_path(node)
        name = file.names.resolve(path)
        if "::" not in path or not name.startswith(("core::", "std::")):
            return "it is no path into the standard library"
    if not {name, name.rpartition("::")[2]} & set(unportable) or is_conditional(node):
        return "every host of the project has it, or a `cfg` chooses the hosts"
    return Hit(node, {"name": _longer(node, name)})


def _longer(node: Node, name: str) -> str:
    """`core::arch` with the processor that follows."""
    around = node.parent.parent if node.parent is not None else None
    is_module = text(node) == "arch" and around is not None and around.type.startswith("scoped_identifier")
    return f"{name}::{text(around.child_by_field_name('name'))}" if is_module and around is not None else name
