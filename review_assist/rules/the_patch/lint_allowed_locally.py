"""lint-allowed-locally: a lint that is turned off in one place of a project that decides on lints in one file."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile

_NEAR = 600
"""Bytes above an attribute in which its reason is looked for."""
_LINT = pattern(r"allow\s*\(\s*((?:clippy::)?\w+)")


@rule(
    level="note",
    confidence="medium",
    message="`{lint}` is turned off here and not in `{file}`, without a reason",
    ask="why is `{lint}` turned off here and not in `{file}`?",
    why="""A C file silences the compiler with a pragma where it is wrong, and nobody asks. Here the project
        has one list of lints for all of its Rust, with a reason for each that is off.""",
    instead="""Write it the way the lint asks; or, if it is wrong in this place, say why in a comment above.
        If it is wrong everywhere, `{file}` is the place.""",
    query="""
        (attribute_item (attribute (identifier) @allow (#eq? @allow "allow"))) @item
        (inner_attribute_item (attribute (identifier) @allow (#eq? @allow "allow"))) @item
    """,
    words=("allow",),
    pedantic=True,
    silent_in=(FileRole.SHIM, FileRole.TEST, FileRole.BUILD),
)
def lint_allowed_locally(found: Captures, file: SourceFile) -> Hit | str:
    """
    Compilers of C warn about a lot, and each project has its flags; where one is wrong, a pragma or a cast
    makes it quiet. Rust has hundreds of lints, from the compiler and from clippy, and a project that takes
    them seriously keeps one table: what is an error, what is off, and why. An `#[allow]` in the code takes
    one place out of it. When the table changes later, nobody knows whether that place had a reason, or was
    written on the way to a build that passes. A port from C collects them quickly, because the names and
    the habits of the original trip many lints.

    It speaks in projects whose profile names the file with the table (`lints_file`), about lints of clippy
    and about those that are off for a whole file, if neither a comment above nor a `reason` says why.

    ## Keep it when
    The lint is wrong here and right elsewhere; a comment makes that clear to the next reader.

    ## Known problems
    A comment on the same line, behind the attribute, is not seen.

    ```rust bad path=rust/hw/misc/fan/src/device.rs profile=qemu
    #[allow(clippy::too_many_arguments)]
    fn set(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
        a ^ b ^ c ^ d ^ e ^ f ^ g ^ h
    }
    ```

    ```rust good path=rust/hw/misc/fan/src/device.rs profile=qemu
    // The order of the registers in the data sheet.
    #[allow(clippy::too_many_arguments)]
    fn set(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
        a ^ b ^ c ^ d ^ e ^ f ^ g ^ h
    }
    ```

    ```rust good path=rust/hw/misc/fan/src/device.rs profile=qemu
    #[allow(dead_code)]
    const LAST_REGISTER: u64 = 0x40;
    ```
    """
    lints_file = file.profile.policy.lints_file
    item = found["item"]
    lint = _LINT.search(text(item))
    if not lints_file or lint is None or "reason" in text(item) or _is_explained(item, file):
        return "the project has no table of lints, or a reason is given"
    if item.type == "attribute_item" and not lint[1].startswith("clippy::"):
        return "the lint is the compiler's own, and off for one item only"
    return Hit(found["allow"], {"lint": lint[1], "file": lints_file})


def _is_explained(item: Node, file: SourceFile) -> bool:
    """Whether the line above is a comment, other attributes in between skipped."""
    lines = file.content.source[max(item.start_byte - _NEAR, 0) : item.start_byte].split(b"\n")
    above = (line.strip() for line in reversed(lines[:-1]))
    nearest = next((line for line in above if not line.startswith(b"#")), b"")
    return nearest.startswith((b"//", b"*", b"/*")) or nearest.endswith(b"*/")
