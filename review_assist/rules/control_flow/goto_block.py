"""goto-block: a labelled block that is only there so that `break` can jump to its end, like `goto out`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 60_000


@rule(
    level="warning",
    confidence="high",
    words=(": {",),
    message="{count} `break {label}` jump to the end of this block, the way `goto {target}` does in C",
    ask=(
        "could the block `{label}` be a function of its own, with `return` or `?` for its {count} `break {label}`?"
    ),
    why="""C needs `goto out` to release things on each way out. In Rust `Drop` releases them wherever the
        function is left, so an early `return` or a `?` does no harm, and a jump past code is rarely
        needed.""",
    instead="""Move the block into a function: `break {label}` becomes `return`, or `?` where a call failed.
        What must be undone on the way out belongs in a `Drop`.""",
    query="(block (label) @label) @block",
    in_c="""
        if (busy)
            goto out;
        out:
            return ret;
    """,
    checks="The compiler then checks that every path returns a value, and `Drop` runs on each of them.",
)
def goto_block(captures: Captures, file: SourceFile) -> Hit | None:
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
    block, label = captures["block"], text(captures["label"])
    if block.end_byte - block.start_byte > _BODY_LIMIT or block.end_byte > file.content.end:
        return None
    if block.parent is None or block.parent.type not in ("expression_statement", "block"):
        return None
    jumps = _jumps(block, label, file.content.source)
    if len(jumps) < 2 or any(_has_value(jump) for jump in jumps):
        return None
    return Hit(
        at=captures["label"],
        values={"label": label, "target": label.removeprefix("'"), "count": str(len(jumps))},
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
