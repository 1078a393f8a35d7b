"""goto-block: a labelled block that is only there so that `break` can jump to its end, like `goto out`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, descendants, enclosing, statements, text
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 60_000


@rule(
    level="warning",
    confidence="high",
    words=(": {", "loop {"),
    message="{jumps} to the end of this {form}, the way `goto {target}` does in C",
    ask="could this {form} be a function of its own, with `return` or `?` where {jumps} to its end?",
    why="""C needs `goto out` to release things on each way out. In Rust `Drop` releases them wherever the
        function is left, so an early `return` or a `?` does no harm, and a jump past code is rarely
        needed.""",
    instead="""Move the block into a function: each `break` becomes `return`, or `?` where a call failed.
        What must be undone on the way out belongs in a `Drop`.""",
    query="""
    (block (label) @label) @block
    (loop_expression body: (block) @body) @once
    """,
    in_c="""
        if (busy)
            goto out;
        out:
            return ret;
    """,
    checks="The compiler then checks that every path returns a value, and `Drop` runs on each of them.",
)
def goto_block(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `goto out` is good C: one exit that frees, unlocks and returns, and the only way not to repeat all that at
    each error. Written down in Rust it becomes a labelled block that is left by `break 'out`.

    A Rust value is released when its scope ends, however it ends, so there is nothing to do at a common exit.
    A function that is left by `return` or `?` says the same without a label, and its `Result` says which way
    it was left. Code that has to run at each exit, and is not a release, fits around a call of that function.

    ## Keep it when
    The block gives a value, `let x = 'found: { .. break 'found y; .. }`: that is an expression, not a jump, and
    the rule is silent there.

    ## Known problems
    A block that shares many variables with its surroundings is hard to move; then an `if` with the conditions
    joined, or `let .. else`, may be the better way out.

    ```rust bad
    fn attach(port: &mut Port, name: &str) {
        'out: {
            if port.busy {
                break 'out;
            }
            if name.is_empty() {
                break 'out;
            }
            port.open(name);
        }
        port.notify();
    }
    ```
    ```rust good
    fn attach(port: &mut Port, name: &str) {
        try_open(port, name);
        port.notify();
    }

    fn try_open(port: &mut Port, name: &str) {
        if port.busy || name.is_empty() {
            return;
        }
        port.open(name);
    }
    ```
    ```rust good
    // The block gives a value.
    fn speed(modes: &[Mode]) -> u32 {
        'found: {
            for mode in modes {
                if mode.is_default {
                    break 'found mode.speed;
                }
                if mode.is_last {
                    break 'found 0;
                }
            }
            9600
        }
    }
    ```
    """
    if captures.get("once") is not None:
        return _of_loop(captures["once"], captures["body"], file)
    block, label = captures["block"], text(captures["label"])
    if block.end_byte - block.start_byte > _BODY_LIMIT or block.end_byte > file.content.end:
        return "the block is too long, or not shown to its end"
    if block.parent is None or block.parent.type not in ("expression_statement", "block"):
        return "the value of the block is used"
    jumps = _jumps(block, label, file.content.source)
    if not jumps or any(_has_value(jump) for jump in jumps) or (len(jumps) == 1 and not _is_deep(jumps[0], block)):
        return "the block hands a value out, or has no jump out of several layers"
    return Hit(
        at=captures["label"], values=_values(len(jumps), f"`break {label}`", label.removeprefix("'"), "block")
    )


def _values(count: int, jump: str, target: str, form: str) -> dict[str, Node | str]:
    return {"jumps": f"{count} {jump} jump" if count > 1 else f"a {jump} jumps", "target": target, "form": form}


def _is_deep(jump: Node, block: Node) -> bool:
    """Whether the one jump leaves a nest of conditions, or a block right inside of another labelled one."""
    conditions = 0
    for parent in ancestors(jump):
        if parent == block:
            break
        conditions += parent.type in ("if_expression", "match_expression")
    holder = block.parent
    around = holder.parent if holder is not None and holder.type == "expression_statement" else None
    is_stacked = around is not None and any(c.type == "label" for c in around.children)
    return conditions > 1 or is_stacked


def _of_loop(loop: Node, body: Node, file: SourceFile) -> Hit | str:
    """`loop { ..; break; }`: it runs once, so that each other `break` jumps behind it."""
    inside = statements(body)
    last = inside[-1] if inside else None
    if body.end_byte - body.start_byte > _BODY_LIMIT or body.end_byte > file.content.end:
        return "the loop is too long, or not shown to its end"
    label = next((text(c) for c in loop.children if c.type == "label"), "")
    if last is None or last.type != "break_expression" or text(last) not in ("break", f"break {label}"):
        return "the loop does not end in `break`, so it is a loop indeed"
    if any(descendants(body, "continue_expression", "macro_invocation")) or enclosing(loop, "macro_definition"):
        return "the loop has a `continue`, or a macro that may hide one"
    jumps = [jump for jump in descendants(body, "break_expression") if _leaves(jump, loop, label)]
    if len(jumps) < 2 or any(_has_value(jump) for jump in jumps):
        return "there is no early `break`, or one hands a value out"
    return Hit(
        at=loop.children[0],
        values=_values(
            len(jumps) - 1, "`break`", label.removeprefix("'") or "out", "loop, which never runs twice"
        ),
    )


def _leaves(jump: Node, loop: Node, label: str) -> bool:
    """Whether a `break` leaves this loop, and not one inside of it."""
    if label and text(jump).endswith(label):
        return True
    return (
        text(jump) == "break" and enclosing(jump, "loop_expression", "while_expression", "for_expression") == loop
    )


def _jumps(block: Node, label: str, source: bytes) -> list[Node]:
    """Every `break` to the label."""
    found = []
    inside = source[block.start_byte : block.end_byte]
    for match in re.finditer(rb"\bbreak\s+" + re.escape(label.encode()) + rb"\b", inside):
        at = block.start_byte + match.start()
        node = block.descendant_for_byte_range(at, at + len("break"))
        jump = node.parent if node is not None else None
        if jump is not None and jump.type == "break_expression":
            found.append(jump)
    return found


def _has_value(jump: Node) -> bool:
    if jump.parent is not None and jump.parent.type == "call_expression":
        return True  # how the grammar reads `break 'found (a, b)`
    return any(c.type != "label" for c in jump.named_children)
