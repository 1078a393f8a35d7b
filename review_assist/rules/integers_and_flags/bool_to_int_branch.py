"""bool-to-int-branch: an `if` whose branches are the literals 1 and 0."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.integers_and_flags._wanted import type_wanted
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, text
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    clippy=("bool_to_int_with_if",),
    words=("else {",),
    pedantic=True,
    message="`{branch}` turns a `bool` into a number by hand",
    ask="could this be `u32::from({condition})`, or whatever integer is wanted here?",
    why="""In C a comparison is an `int`, 0 or 1. Rust's `bool` is a type of its own, and each integer type
        has a `from` for it that says the same without a branch.""",
    instead="Write `u32::from({condition})`, with the integer type that is wanted here.",
    query="""
    (if_expression condition: (_) @condition consequence: (block) @yes alternative: (else_clause) @no) @branch
    """,
    softer_in=(FileRole.TEST,),
    in_c="errors += broken ? 1 : 0;",
    checks="A reader no longer has to check which of the branches gives the 1.",
)
def bool_to_int_branch(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C needs no conversion here: `count += a < b;` adds 0 or 1. Somebody who misses that in Rust writes the branch
    out, `if a < b { 1 } else { 0 }`.

    `From<bool>` is implemented for each integer type, so `u32::from(a < b)` is that number. It names the type,
    it works inside of an expression, and there is no pair of literals that a reader has to put in the right
    order. Better still is often to keep the `bool`, and to convert where the number is really needed.

    ## Keep it when
    The 1 and the 0 are amounts that happen to be these now, such as a number of retries, or the code runs at
    compile time, where `from` cannot be called.

    ## Known problems
    The literals may be floating point for the compiler, which has `From<bool>` as well.

    ```rust bad
    fn errors(is_broken: bool, others: u32) -> u32 {
        others + if is_broken { 1 } else { 0 }
    }
    ```
    ```rust good
    fn errors(is_broken: bool, others: u32) -> u32 {
        others + u32::from(is_broken)
    }
    ```
    ```rust good
    // Not 0 and 1.
    fn step(is_fast: bool) -> u32 {
        if is_fast { 16 } else { 1 }
    }
    ```
    """
    otherwise = child(captures["no"], 0)
    branches = (_only(captures["yes"]), _only(otherwise) if otherwise is not None else "")
    holder = captures["branch"].parent
    if branches not in (("1", "0"), ("0", "1")) or (holder is not None and holder.type == "else_clause"):
        return "the branches are not 1 and 0, or it is the rest of a longer `if .. else if`"
    if captures["condition"].type in ("let_condition", "let_chain") or is_in_const(captures["branch"]):
        return "the condition binds a name with `let`, or it is in a `const`"
    condition = file.quote(captures["condition"])
    if branches == ("0", "1"):
        plain = captures["condition"].type in ("identifier", "field_expression", "call_expression")
        condition = f"!{condition}" if plain else f"!({condition})"
    return Hit(
        at=captures["branch"],
        values={"branch": captures["branch"], "condition": condition},
        fix=_fix(captures, file, is_opposite=branches == ("0", "1")),
    )


def _fix(captures: Captures, file: SourceFile, *, is_opposite: bool) -> Rewrite | None:
    wanted, condition = type_wanted(captures["branch"], file), captures["condition"]
    if not re.fullmatch(r"[iu](8|16|32|64|128|size)", wanted):
        return None
    code = written(condition, file)
    if is_opposite:
        plain = condition.type in ("identifier", "field_expression", "call_expression")
        code = f"!{code}" if plain else f"!({code})"
    return Rewrite((replaced(captures["branch"], f"{wanted}::from({code})"),), is_safe=True)


def _only(block: Node) -> str:
    return text(child(block, 0)) if block.type == "block" and len(block.named_children) == 1 else ""
