"""do-while-flag: a flag lets the first turn of a `while` pass, as there is no `do .. while`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.indices_and_loops._counters import identifiers, initial_value
from review_assist.rules.indices_and_loops._loop_fixes import counter_of, header_of
from review_assist.rules.rewrite import Part, Rewrite, lines_of, statement_of, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, mentions, statements, text
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
    in_c="""
        do {{
            read_port();
        }} while (has_data());
    """,
    checks="A reader no longer has to follow a flag to see that the first turn always runs.",
)
def do_while_flag(captures: Captures, file: SourceFile) -> Hit | str:
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
        return "the variable does not begin as `true`, or the loop is too long to be sure"
    inside = statements(body)
    first = inside[0] if inside else None
    if first is None or first.type != "assignment_expression" or text(field(first, "right")) != "false":
        return "the body does not begin with clearing it"
    if text(field(first, "left")) != flag or len(list(identifiers(body, flag))) != 1:
        return "the body uses the variable for more"
    if "continue" in text(body) or body.end_byte > file.content.end:
        return "the body has a `continue`, or is not shown to its end"
    return Hit(
        at=captures["flag"],
        values={"flag": flag, "condition": captures["condition"]},
        fix=_fix(captures, inside, file),
    )


def _fix(captures: Captures, inside: list[Node], file: SourceFile) -> Rewrite | None:
    """The test as the last statement, if no variable of the body could be taken for one of the condition."""
    loop, body, condition = captures["loop"], captures["body"], captures["condition"]
    flag, last = counter_of(loop, text(captures["flag"])), statement_of(inside[-1])
    made = [field(each, "pattern") for each in body.named_children if each.type == "let_declaration"]
    is_hidden = any(
        name.type != "identifier" or mentions(condition, text(name)) for name in made if name is not None
    )
    if flag is None or is_hidden or len(inside) < 2 or not text(last).endswith((";", "}")):
        return None
    setup, first = lines_of(flag, file), lines_of(statement_of(inside[0]), file)
    if setup is None or first is None:
        return None
    margin = " " * last.start_point.column
    test = f"\n{margin}if {_negated(condition, file)} {{\n{margin}    break;\n{margin}}}"
    end = Part(last.end_byte, last.end_byte, test)
    return Rewrite((setup, header_of(loop, body, "loop"), first, end), is_safe=True)


def _negated(condition: Node, file: SourceFile) -> str:
    code = written(condition, file)
    if condition.type == "unary_expression" and code.startswith("!"):
        return code[1:].strip()
    is_plain = condition.type in ("identifier", "call_expression", "field_expression", "parenthesized_expression")
    return f"!{code}" if is_plain else f"!({code})"
