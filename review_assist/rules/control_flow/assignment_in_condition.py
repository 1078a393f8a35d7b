"""assignment-in-condition: a condition is a block that first does the work of the loop, or assigns."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, field, statements, tail, text
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    clippy=("blocks_in_conditions",),
    words=("while {", "if {", "({", "!{"),
    message="the condition of this `{word}` is a block, {what}",
    ask="could this be {cure}?",
    why="""In C an assignment is an expression, and a `do` loop tests at its end. In Rust an assignment has
        no value, so a translation puts a block into the condition, where no reader looks for work.""",
    instead="Write {cure}.",
    query="""
    [(while_expression condition: [(block) @block
        (binary_expression left: [(block) @block (parenthesized_expression
        (block) @block)]) (unary_expression (block) @block)]) @test
     (if_expression condition: [(block) @block
        (binary_expression left: [(block) @block (parenthesized_expression
        (block) @block)]) (unary_expression (block) @block)]) @test]
    """,
    silent_in=(FileRole.MACROS,),
    in_c="""
        while ((n = next(dev)) > 0)
            use(n);
    """,
    checks="A reader then finds the work in the body, and in the condition a question.",
)
def assignment_in_condition(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `while ((n = read(fd)) > 0)` and `if ((ret = open(dev)) < 0)` are good C: the assignment has a value, and
    the test uses it. A `do { .. } while (x);` runs its body before it asks. Neither is there in Rust, and a
    block in the condition, `while { n = read(); n > 0 } { .. }`, is what a translator comes up with.

    A `loop` with a `break` in the middle or at the end says where the test is. Where the value is an `Option` or
    `Result`, `while let Some(n) = read()` is both the assignment and the test; in front of an `if`, a `let` is
    enough.

    ## Keep it when
    A macro or a generated file has it so.

    ## Known problems
    None known.

    ```rust bad
    fn drain(port: &mut Port) {
        let mut level;
        while {
            level = port.read();
            level > 0
        } {
            port.use_up(level);
        }
    }
    ```
    ```rust good
    fn drain(port: &mut Port) {
        loop {
            let level = port.read();
            if level == 0 {
                break;
            }
            port.use_up(level);
        }
    }
    ```
    ```rust good
    // The condition only asks.
    fn drain(port: &mut Port) {
        while port.level() > 0 {
            port.step();
        }
    }
    ```
    """
    test, block = captures["test"], captures["block"]
    inside, answer = statements(block), tail(block)
    if len(inside) < 2 or answer is None:
        return "the condition is no block of several statements"
    if enclosing(block, "closure_expression") not in (None, enclosing(test, "closure_expression")):
        return "the condition is within a closure"
    assigned = next((each for each in inside if each.type == "assignment_expression"), None)
    body = field(test, "body")
    is_do = test.type == "while_expression" and body is not None and not statements(body)
    if not is_do and assigned is None:
        return "the condition assigns nothing, and the loop does work of its own"
    return Hit(
        at=block,
        values={
            "word": "while" if test.type == "while_expression" else "if",
            "what": "and the loop has no other body"
            if is_do
            else f"which first assigns `{text(field(assigned, 'left')) if assigned is not None else ''}`",
            "cure": _cure(test, assigned, is_do=is_do),
        },
    )


def _cure(test: Node, assigned: Node | None, *, is_do: bool) -> str:
    if is_do:
        return "`loop { .. }` with the test as its last statement, `if !(..) { break; }`"
    name = text(field(assigned, "left")) if assigned is not None else ""
    if test.type == "while_expression":
        return f"a `loop` that first sets `{name}`, and then has an `if` with `break`, or `while let`"
    if test.parent is not None and test.parent.type == "else_clause":
        return f"an `else` block that first sets `{name}`, and then has the `if`"
    return f"a statement that sets `{name}`, and an `if` behind it"
