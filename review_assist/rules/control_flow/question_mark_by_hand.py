"""question-mark-by-hand: a failure is taken apart only to be returned as it is, which `?` does."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.control_flow._arms import Arms, arms_of, binding, is_same, only
from review_assist.rules.control_flow._tries import is_converted, is_last, mapped, tried
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    enclosing,
    field,
    method,
    receiver,
    statements,
    text,
)
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.places import gives_shared
from review_assist.syntax.source import SourceFile, squeezed

_SEVERAL = 2
"""Statements of a branch; with one alone, `map` or `and_then` may be meant."""


@rule(
    level="note",
    confidence="high",
    clippy=("question_mark",),
    words=("Err(", "None", ".is_err()"),
    message="the failure of `{value}` is tested only to be returned as it is",
    ask="could this be `{cure}`?",
    why="""After each call C tests the status and hands it on, since no operator does. In Rust `?` is that
        operator: it gives the value, or leaves the function with the error, converted to the function's own
        type.""",
    instead="Write `{cure}`.",
    query="""
    [(match_expression) (if_expression condition: (_) !alternative)] @test
    (if_expression condition: (let_condition) alternative: (else_clause (block))) @nested
    """,
    silent_in=(FileRole.MACROS, FunctionRole.CONST),
    outranks=("let-else-by-hand", "checked-then-unwrapped", "combinator-by-hand"),
    in_c="""
        ret = attach(dev);
        if (ret < 0)
            return ret;
    """,
    checks="The compiler then checks that every failure is either handed on or handled.",
)
def question_mark_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (ret < 0) return ret;` stands behind every call of a C function that can fail, and a reviewer looks for the
    one that was forgotten. In a translation it becomes a `match` with an arm that returns what it was given, or
    one `match` inside of the other.

    The operator `?` is that line in one character. It takes the value out of `Ok` or `Some`; otherwise it returns
    the `Err` or `None`, and converts the error with `From` on its way. What remains to read is the normal path, in
    one column, and each `?` marks a place where the function may be left.

    ## Keep it when
    The error is changed or logged on its way, or the function does not return a `Result` or `Option`; the rule is
    silent there.

    ## Known problems
    In a macro the operator may not be available.

    ```rust bad
    fn load(path: &str) -> Result<Table, Error> {
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => return Err(error),
        };
        parse(&text)
    }
    ```
    ```rust bad
    fn start(port: &mut Port) -> Result<u32, Error> {
        if let Err(error) = port.attach() {
            return Err(error);
        }
        Ok(port.number)
    }
    ```
    ```rust good
    fn load(path: &str) -> Result<Table, Error> {
        let text = read(path)?;
        parse(&text)
    }
    ```
    ```rust good
    // The error is told on its way.
    fn load(path: &str) -> Result<Table, Error> {
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => {
                warn(path, &error);
                return Err(error);
            }
        };
        parse(&text)
    }
    ```
    """
    if (nested := captures.get("nested")) is not None:
        return _of_whole_body(nested, file)
    test = captures["test"]
    if enclosing(test, "async_block") is not None:
        return "a `?` would leave the `async` block"
    value, cure = _of_arms(test, file) if test.type == "match_expression" else _of_branch(test, file)
    if value is None:
        return "the failure is not returned just as it is"
    return Hit(at=field(test, "condition") or field(test, "value") or test, values={"value": value, "cure": cure})


def _of_whole_body(nested: Node, file: SourceFile) -> Hit | str:
    """`if let Some(x) = f() { .. } else { None }`, with all that the function does in the first branch."""
    condition, body, other = (field(nested, each) for each in ("condition", "consequence", "alternative"))
    if condition is None or body is None or other is None or len(statements(body)) < _SEVERAL:
        return "the branch is short, or not all of it is shown"
    name = re.fullmatch(r"Some\((\w+)\)", squeezed(text(field(condition, "pattern"))))
    value, nothing = field(condition, "value"), squeezed(text(other))
    if name is None or value is None or nothing != "else{None}" or not is_last(nested):
        return "it is not the whole answer of the function with `None` for the other case"
    cure = f"let {name[1]} = {tried(value, file)};"
    return Hit(
        at=condition, values={"value": value, "cure": cure}, confidence="medium" if comes_from_c(file) else "low"
    )


def _of_arms(test: Node, file: SourceFile) -> tuple[Node | None, str]:
    arms = arms_of(test)
    if arms is None or not _hands_on(arms, is_last=is_last(test)):
        return None, ""
    shown = tried(arms.value, file, arms.lent)
    good = only(arms.good)
    if is_same(good, arms.name):
        holder = test.parent
        if holder is None or holder.type != "let_declaration":
            return arms.value, shown
        name, declared = binding(holder, file)
        return arms.value, f"let {name}: {declared} = {shown};" if declared else f"let {name} = {shown};"
    if answer := mapped(arms, good, test, file):
        return arms.value, answer
    if not is_same(good, f"{arms.variant}({arms.name})"):
        return arms.value, f"let {arms.name} = {shown};"
    if _is_lent_for_less(arms.value):
        return None, ""
    return arms.value, f"Ok({shown})" if is_converted(arms) else file.quote(arms.value)


def _is_lent_for_less(value: Node) -> bool:
    """`Option<&T>` of an `Option<&mut T>`: the arms lend it again, which no bare value does."""
    return gives_shared(value) and method(value).endswith("mut")


def _hands_on(arms: Arms, *, is_last: bool) -> bool:
    """Whether the bad arm gives the failure back as it is: by `return`, or as the value of the function."""
    bad = only(arms.bad)
    if bad.type == "return_expression" and bad.named_children:
        bad = bad.named_children[0]
    elif not is_last:
        return False
    if arms.variant == "Some":
        return is_same(bad, "None")
    return bool(arms.error) and _is_error(bad, arms.error)


def _is_error(node: Node, name: str) -> bool:
    return (
        re.fullmatch(rf"Err\(({name}|{name}\.into\(\)|(\w+::)*from\({name}\))\)", squeezed(text(node))) is not None
    )


def _of_branch(test: Node, file: SourceFile) -> tuple[Node | None, str]:
    condition, body = field(test, "condition"), field(test, "consequence")
    left = only(body) if body is not None else None
    given = (
        left.named_children[0]
        if left is not None and left.type == "return_expression" and left.named_children
        else None
    )
    if condition is None or given is None:
        return None, ""
    if condition.type == "let_condition":
        name = re.fullmatch(r"Err\((\w+)\)", squeezed(text(field(condition, "pattern"))))
        value = field(condition, "value")
        if name is None or value is None or not _is_error(given, name[1]):
            return None, ""
        return value, f"{tried(value, file)};"
    on = receiver(condition) if method(condition) == "is_err" else None
    shape = squeezed(text(on)) if on is not None else ""
    if on is None or squeezed(text(given)) not in (
        shape,
        f"Err({shape}.unwrap_err())",
        f"Err({shape}.err().unwrap())",
    ):
        return None, ""
    return on, tried(on, file)
