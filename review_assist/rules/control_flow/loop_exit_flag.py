"""loop-exit-flag: a flag that is set at the end of a loop body only to end the loop."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import identifiers, initial_value, is_used_after
from review_assist.rules.indices_and_loops._loop_fixes import counter_of, header_of
from review_assist.rules.rewrite import Rewrite, lines_of, replaced
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, enclosing, field, statements, text
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 12_000


@rule(
    level="note",
    confidence="medium",
    words=("while !",),
    message="`{flag}` is only there to end this loop",
    ask="could this be a `loop` with `break` where `{flag}` is set, and without `{flag}`?",
    why="""C leaves a loop by `break` too, but not a loop around a `switch`, so a flag is the habit. In Rust
        `break` leaves the loop from within a `match`, and a label names an outer one.""",
    instead="Write `loop`, and `break` in place of `{set}`; `{flag}` goes away.",
    query="""
    (while_expression condition: (unary_expression "!" (identifier) @flag) body: (block) @body) @loop
    """,
    needs="function",
    in_c="""
        while (!{flag}) {{
            if (has_data())
                {flag} = true;
        }}
    """,
    checks="A reader no longer has to check what else runs between setting the flag and testing it.",
)
def loop_exit_flag(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `while (!done)` is how C leaves a loop from inside of a `switch`, where `break` would only leave the `switch`,
    and how it leaves two loops at once.

    In Rust `break` always means the loop, also from within a `match`, and `break 'outer` means the loop of
    that name. A `loop` with a `break` says at the very place that the loop is over; with a flag the reader
    has to check that nothing else happens between there and the condition. `loop` can also hand out a value,
    `break value`.

    ## Keep it when
    The rest of the body has to run after the decision, or the flag is read by others; the rule is silent there.

    ## Known problems
    Only flags that are set as the last thing that the body does are reported.

    ```rust bad
    fn wait(port: &mut Port) {
        let mut done = false;
        while !done {
            port.poll();
            if port.has_data() {
                done = true;
            }
        }
    }
    ```
    ```rust good
    fn wait(port: &mut Port) {
        loop {
            port.poll();
            if port.has_data() {
                break;
            }
        }
    }
    ```
    ```rust good
    // Something happens after the decision.
    fn wait(port: &mut Port) {
        let mut done = false;
        while !done {
            if port.has_data() {
                done = true;
            }
            port.poll();
        }
    }
    ```
    """
    body, flag, loop = captures["body"], text(captures["flag"]), captures["loop"]
    if body.end_byte - body.start_byte > _BODY_LIMIT or initial_value(loop, flag) != "false":
        return "the variable does not begin as `false`, or the loop is too long to be sure"
    uses = list(identifiers(body, flag))
    if not uses or not all(_ends_the_turn(use, body) for use in uses):
        return "setting it is not always the last thing of a turn"
    if is_used_after(loop, flag, file.content.source):
        return "the variable is asked after the loop, too"
    return Hit(
        at=captures["flag"], values={"flag": flag, "set": f"{flag} = true"}, fix=_fix(loop, body, uses, file)
    )


def _fix(loop: Node, body: Node, uses: list[Node], file: SourceFile) -> Rewrite | None:
    flag = counter_of(loop, text(uses[0]))
    gone = lines_of(flag, file) if flag is not None else None
    ways_out = [replaced(use.parent, "break") for use in uses if use.parent is not None]
    return Rewrite((gone, header_of(loop, body, "loop"), *ways_out), is_safe=True) if gone is not None else None


def _ends_the_turn(use: Node, body: Node) -> bool:
    """Whether this is `flag = true`, and nothing of the body comes after it in that turn."""
    assignment = use.parent
    if assignment is None or assignment.type != "assignment_expression" or field(assignment, "left") != use:
        return False
    if text(field(assignment, "right")) != "true" or enclosing(assignment, "closure_expression") is not None:
        return False
    node: Node = assignment
    while node != body:
        parent = node.parent
        if parent is None or parent.type in (
            "for_expression",
            "while_expression",
            "loop_expression",
            "let_declaration",
        ):
            return False
        if parent.type == "block":
            last = statements(parent)[-1:]
            if not last or not (last[0] == node or child(node, 0) == last[0]):
                return False
        node = parent
    return True
