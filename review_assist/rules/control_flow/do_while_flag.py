"""do-while-flag: a flag lets the first turn of a `while` pass, as there is no `do .. while`."""

from __future__ import annotations

from review_assist.rules.indices_and_loops._counters import identifiers, initial_value
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 12_000


@rule(
    level="warning",
    confidence="high",
    words=("while ",),
    message="`{flag}` is only there to let the first turn of this loop pass",
    ask="could this be a `loop` that ends in `if !({condition}) {{ break; }}`, without `{flag}`?",
    why="""A `do .. while` tests at its end, and Rust has no such loop. A flag in its place is state that has to
        be set up, tested and cleared; a `loop` with a `break` at the end has none.""",
    instead="Write `loop {{ ..; if !({condition}) {{ break; }} }}`; `{flag}` goes away.",
    query="""
    (while_expression
        condition: (binary_expression left: (identifier) @flag operator: "||" right: (_) @condition)
        body: (block) @body) @loop
    """,
)
def do_while_flag(captures: Captures, file: SourceFile) -> Hit | None:
    """
    `do { .. } while (more);` runs its body once before it asks. Rust left that loop out, and a common way to
    get it back is a variable that is true before the first turn and false from then on.

    `loop` is the general form: it has no condition of its own, and a `break` may stand at its beginning, at its
    end or in the middle. With the test as the last statement it is a `do .. while`, without anything that
    lives longer than the loop. A `loop` may also have a value, `break value`, which spares another variable.

    ## Keep it when
    The body does something else in its first turn and asks the flag for it; the rule is silent there.

    ## Known problems
    A `continue` in the body jumps over a test at the end, so the rule is silent where there is one.

    ```rust bad
    fn drain(port: &mut Port) {
        let mut first = true;
        while first || port.has_data() {
            first = false;
            port.read();
        }
    }
    ```
    ```rust good
    fn drain(port: &mut Port) {
        loop {
            port.read();
            if !port.has_data() {
                break;
            }
        }
    }
    ```
    ```rust good
    // The flag has a meaning of its own.
    fn print(names: &[String]) {
        let mut first = true;
        for name in names {
            if !first {
                print!(", ");
            }
            first = false;
            print!("{name}");
        }
    }
    ```
    """
    body, flag = captures["body"], text(captures["flag"])
    if body.end_byte - body.start_byte > _BODY_LIMIT or initial_value(captures["loop"], flag) != "true":
        return None
    inside = statements(body)
    first = inside[0] if inside else None
    if first is None or first.type != "assignment_expression" or text(field(first, "right")) != "false":
        return None
    if text(field(first, "left")) != flag or len(list(identifiers(body, flag))) != 1:
        return None
    if "continue" in text(body) or body.end_byte > file.content.end:
        return None
    return Hit(at=captures["flag"], values={"flag": flag, "condition": captures["condition"]})
