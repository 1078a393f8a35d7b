"""lossless-cast: `as` to a wider type, where `from` says that nothing can be lost."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text, unwrapped
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    clippy=("cast_lossless",),
    words=(" as ",),
    pedantic=True,
    message="`{cast}` widens a `{source}`, which `from` does as well",
    ask="could this be `{cure}`?",
    why="""C widens without being asked. `as` looks the same whether it widens or cuts off, so a reader has to
        know both types; `from` exists only where nothing can be lost.""",
    instead="Write `{cure}`; it stops compiling if `{value}` ever becomes too wide for it.",
    query="""
    (type_cast_expression value: [(identifier) (field_expression) (parenthesized_expression)] @value
        type: (primitive_type) @type) @cast
    """,
    silent_in=(FunctionRole.CONST, FileRole.TEST, FileRole.SHIM),
    in_c="uint64_t total = count;             /* implicit conversion */",
    checks="The compiler then refuses the conversion if the type ever becomes too wide for it.",
)
def lossless_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Conversions between integers happen by themselves in C, in both directions. In Rust they are written down, and
    `as` is the short way, but it is the same word for a conversion that is always right and for one that drops
    the upper half.

    `u64::from(x)` compiles only if each value of the type of `x` fits. So it says at the place what a reader
    would have to look up, and when a field becomes wider some day, the compiler points at each place that
    relied on it. What `as` is left for are the conversions that do cut off, and those deserve the look.

    ## Keep it when
    The code runs at compile time, where `from` cannot be called; the rule is silent there.

    ## Known problems
    Only types that the patch shows are known. `usize` has no `From<u32>`, so that cast stays.

    ```rust bad
    fn total(count: u16, size: u32) -> u64 {
        u64::from(size) * count as u64
    }
    ```
    ```rust good
    fn total(count: u16, size: u32) -> u64 {
        u64::from(size) * u64::from(count)
    }
    ```
    ```rust good
    // It cuts off.
    fn low(word: u32) -> u8 {
        word as u8
    }
    ```
    """
    value, target = unwrapped(captures["value"]), text(captures["type"])
    source = file.names.type_of(value) or ""
    if not _fits(source, target):
        return "the value's type is not visible, or may not fit without loss"
    if is_in_const(captures["cast"]):
        return "`from` cannot be called in a `const`"
    cure = f"{target}::from({file.quote(value)})"
    return Hit(
        at=captures["cast"],
        values={"cast": captures["cast"], "source": source, "cure": cure, "value": value},
        fix=Rewrite(
            (replaced(_whole(captures["cast"]), f"{target}::from({written(value, file)})"),), is_safe=True
        ),
    )


def _whole(cast: Node) -> Node:
    """The cast with the parentheses that a call does not need."""
    holder = cast.parent
    return holder if holder is not None and holder.type == "parenthesized_expression" else cast


def _fits(source: str, target: str) -> bool:
    """Whether `From<source>` exists for the target, and is no change of sign."""
    if source == "bool":
        return re.fullmatch(r"[iu](8|16|32|64|128|size)", target) is not None
    one, two = (
        re.fullmatch(r"([iu])(8|16|32|64|128)", source),
        re.fullmatch(r"([iu])(8|16|32|64|128|size)", target),
    )
    if one is None or two is None:
        return False
    if two[2] == "size":
        return (one[1], one[2]) in ((two[1], "8"), (two[1], "16"), ("u", "8")) and not (
            two[1] == "u" and one[1] == "i"
        )
    return int(one[2]) < int(two[2]) and (one[1] == two[1] or one[1] == "u")
