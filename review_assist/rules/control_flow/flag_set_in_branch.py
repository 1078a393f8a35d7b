"""flag-set-in-branch: a flag starts as one literal, and the next `if` does nothing but set it to the other."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, child, descendants, field, is_mutable, statements, text, unwrapped
from review_assist.syntax.source import SourceFile
from review_assist.syntax.uses import uses_between

_VIEW = 8000
_ATOMS = ("identifier", "field_expression", "call_expression", "parenthesized_expression")


@rule(
    level="note",
    confidence="medium",
    clippy=("useless_let_if_seq",),
    words=("= false;", "= true;"),
    message="`{flag}` is `{first}`, and then an `if` makes it `{second}`",
    ask="could this be `let {flag} = {value};`?",
    why="""A C comparison is a value, and yet a flag is often set up first and then changed in an `if`. In one
        `let` it needs no `mut`, and nothing can come between.""",
    instead="Write `let {flag} = {value};`.",
    query="(let_declaration pattern: (identifier) @flag value: (boolean_literal) @first) @declaration",
    needs="function",
    in_c="""
        bool {flag} = false;
        if (level == size)
            {flag} = true;
    """,
    checks="The compiler then sees that the value never changes, because it needs no `mut`.",
)
def flag_set_in_branch(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Declare at the top, set the default, change it under a condition: `bool full = false;
    if (n == size) full = true;` is how many C functions prepare a flag that is tested further down.

    A condition is a `bool` in Rust, so it can be given to the variable: `let is_full = n == size;`. Then the
    name stands for the condition itself, the variable is never anything else, and `mut` is not needed. For
    other types an `if` is an expression too: `let step = if is_fast { 16 } else { 1 };`.

    ## Keep it when
    Later code changes the flag again, or the `if` does more than that; the rule is silent there.

    ## Known problems
    A condition with `if let` is left alone, though `matches!` would do.

    ```rust bad
    fn push(fifo: &mut Fifo, size: usize) -> bool {
        let mut is_full = false;
        if fifo.level == size {
            is_full = true;
        }
        fifo.level += 1;
        is_full
    }
    ```
    ```rust good
    fn push(fifo: &mut Fifo, size: usize) -> bool {
        let is_full = fifo.level == size;
        fifo.level += 1;
        is_full
    }
    ```
    ```rust good
    // The branch does more.
    fn push(fifo: &mut Fifo, size: usize) -> bool {
        let mut is_full = false;
        if fifo.level == size {
            fifo.level = 0;
            is_full = true;
        }
        is_full
    }
    ```
    """
    declaration, flag, first = captures["declaration"], text(captures["flag"]), text(captures["first"])
    branch = _next_branch(declaration)
    condition = field(branch, "condition") if branch is not None else None
    body = field(branch, "consequence") if branch is not None else None
    if branch is None or condition is None or body is None or not is_mutable(declaration):
        return "the next statement is no `if` without an `else`, or the variable never changes"
    second = "true" if first == "false" else "false"
    if not _only_sets(body, flag, second) or _changes_later(branch, flag, file):
        return "the branch does more than set it, or it changes later"
    if condition.type.startswith("let_") or any(descendants(condition, "let_condition")):
        return "the condition binds a name with `let`"
    value = file.quote(unwrapped(condition))
    if second == "false":
        value = f"!{value}" if unwrapped(condition).type in _ATOMS else f"!({value})"
    return Hit(at=captures["flag"], values={"flag": flag, "first": first, "second": second, "value": value})


def _next_branch(declaration: Node) -> Node | None:
    """The `if` without an `else` that is the next statement."""
    after = declaration.next_named_sibling
    while after is not None and after.type in COMMENTS:
        after = after.next_named_sibling
    branch = child(after, 0) if after is not None and after.type == "expression_statement" else None
    return (
        branch
        if branch is not None and branch.type == "if_expression" and not field(branch, "alternative")
        else None
    )


def _only_sets(body: Node, flag: str, literal: str) -> bool:
    inside = statements(body)
    if (
        len(inside) != 1
        or inside[0].type != "assignment_expression"
        or any(c.type in COMMENTS for c in body.children)
    ):
        return False
    return text(field(inside[0], "left")) == flag and text(field(inside[0], "right")) == literal


def _changes_later(branch: Node, flag: str, file: SourceFile) -> bool:
    """Whether anything behind the `if` assigns or borrows the flag, or lies too far to be searched."""
    block = branch.parent.parent if branch.parent is not None else None
    if block is None or block.end_byte - branch.end_byte > _VIEW:
        return True
    for use in uses_between(block, flag, branch.end_byte, block.end_byte, file.content.source):
        parent = use.parent
        if parent is None or (parent.type == "reference_expression" and is_mutable(parent)):
            return True
        if parent.type.startswith(("assignment", "compound_assignment")) and field(parent, "left") == use:
            return True
    return False
