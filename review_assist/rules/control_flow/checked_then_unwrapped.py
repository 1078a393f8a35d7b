"""checked-then-unwrapped: `is_some()` or `is_ok()` asks first, and `unwrap()` takes the value afterwards."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.rewrite import statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, method, receiver, statements, text
from review_assist.syntax.roles import is_test
from review_assist.syntax.source import SourceFile, squeezed

_LIMIT = 2000
_FROM_LIST = ("pop", "pop_front", "pop_back")
_PASSES_ON = ("as_ref", "as_mut", "as_deref", "as_deref_mut", "take", "clone")
_PATTERN = {"is_some": "Some", "is_none": "Some", "is_ok": "Ok", "is_err": "Ok"}
_PLACE = pattern(r"[A-Za-z_]\w*(\.\w+|\[\w+\])*")
_STEP = pattern(r"(\.\w+|\[\w+\])$")


@rule(
    level="note",
    confidence="medium",
    clippy=("unnecessary_unwrap",),
    words=(".is_some()", ".is_none()", ".is_ok()", ".is_err()", ".is_empty()"),
    message="`{value}` is tested with `{test}()`, and unwrapped afterwards",
    ask="could `{cure}` test `{value}` and take its value in one step, without `{unwrap}`?",
    why="""C tests a pointer and then uses it, and the test proves nothing to the compiler. A Rust pattern tests
        and binds at once, and no `unwrap()` is left that could panic after a change.""",
    instead="""Write `{cure}`{beside}, and use what it binds; with `&{value}` or `{value}.as_ref()` if the
        value has to stay where it is.""",
    needs_rust="1.65",
    instead_before="""Write `match {value}`, or `if let` where there is nothing to do without a value, and use
        what it binds.""",
    query="""
    (if_expression condition: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none) @check
        consequence: (block) @body
        (#any-of? @test "is_some" "is_none" "is_ok" "is_err")) @branch
    (if_expression condition: (binary_expression operator: "&&" right: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none) @check)
        consequence: (block) @body
        (#any-of? @test "is_some" "is_ok")) @branch
    (if_expression condition: (binary_expression operator: "||" @either right: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none) @check)
        consequence: (block) @body
        (#any-of? @test "is_none" "is_err")) @branch
    (if_expression condition: (binary_expression left: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none) @check operator: "||" @either)
        consequence: (block) @body
        (#any-of? @test "is_none" "is_err")) @branch
    (if_expression condition: (unary_expression "!" @not (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none)) @check
        consequence: (block) @body
        (#any-of? @test "is_some" "is_none" "is_ok" "is_err")) @branch
    (while_expression condition: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none) @check
        body: (block) @body
        (#any-of? @test "is_some" "is_ok")) @branch
    (while_expression condition: (unary_expression "!" (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)
        arguments: (arguments) @none)) @check
        body: (block) @body
        (#eq? @test "is_empty")) @branch
    """,
    silent_in=(FileRole.TEST,),
    in_c="""
        if (s->irq != NULL) {{
            qemu_irq_raise(s->irq);         /* nothing ties it to the test */
        }}
    """,
    checks="""
        The compiler then ties the value to its test: the name is bound only where there is a value, and no
        `unwrap` can panic.
    """,
)
def checked_then_unwrapped(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C pointer is tested and then used: `if (dev->irq) raise(dev->irq);`. Nothing ties the second to the first,
    and a line that goes in between may break it. Literally translated, the test is `is_some()` and each use
    an `unwrap()`.

    `if let Some(irq) = &dev.irq { raise(irq) }` asks and takes at once. The name `irq` exists only where there
    is a value, so nothing can panic, today or after the next change. An early exit is the same with `let`:
    `let Some(irq) = &dev.irq else { return };`.

    ## Keep it when
    The value is changed in between, so that the `unwrap()` is about another value; the rule is silent where
    it sees that.

    ## Known problems
    A method that is called in between may change the value unseen.

    ```rust bad
    fn raise(device: &Device) {
        if device.irq.is_some() {
            device.irq.as_ref().unwrap().raise();
        }
    }
    ```
    ```rust good
    fn raise(device: &Device) {
        if let Some(irq) = &device.irq {
            irq.raise();
        }
    }
    ```
    ```rust good
    // Two different values.
    fn raise(device: &mut Device) {
        if device.irq.is_none() {
            device.irq = Some(connect());
        }
        device.line.raise();
    }
    ```
    """
    value, test = captures["value"], text(captures["test"])
    shape = squeezed(text(value))
    branch = captures["branch"]
    if len(shape) > 60 or is_test(branch):
        return "what is asked is long, or the code is a test"
    if test == "is_empty":
        return _taken_out(captures, shape, _FROM_LIST)
    if method(value) == "peek" and (ahead := receiver(value)) is not None:
        return _taken_out(captures, squeezed(text(ahead)), ("next",)) if test == "is_some" else "nothing is taken"
    if not _PLACE.fullmatch(shape):
        return "what is asked is no plain variable, field or element"
    taking = re.escape(shape.encode()) + rb"(\.\w+\(\))?\s*\.(unwrap|expect)"
    if not re.search(taking, file.content.source[branch.start_byte : branch.end_byte + _LIMIT]):
        return "nothing near it unwraps the value"
    is_present = (test in ("is_some", "is_ok")) != (captures.get("not") is not None)
    scope = [captures["body"]] if is_present else _after(branch, captures["body"])
    taken = _taken(scope, shape)
    if taken is None:
        return "the value that was asked about is not the one that is unwrapped"
    binds = f"{_PATTERN[test]}(..) = {shape}"
    head = "while" if branch.type == "while_expression" else "if"
    cure = f"{head} let {binds}" if is_present else f"let {binds} else"
    unwrap = f"{method(taken)}()" if method(taken) == "unwrap" else f"{method(taken)}(..)"
    beside = _beside(captures, shape)
    return Hit(
        at=captures["check"],
        values={"value": value, "test": test, "cure": cure, "unwrap": unwrap, "beside": beside},
    )


def _beside(captures: Captures, shape: str) -> str:
    """What becomes of the other half of `if failed || x.is_none()`."""
    if captures.get("either") is None:
        return ""
    if len(statements(captures["body"])) == 1 or text(captures["test"]) != "is_none":
        return ", with the other test in an `if` of its own"
    return f", where a `.filter(|_| ..)` on `{shape}` can hold the other test"


def _taken_out(captures: Captures, shape: str, ways: tuple[str, ...]) -> Hit | str:
    """`while !list.is_empty()` or `if iter.peek().is_some()`, whose first statement takes an element out of it."""
    if not _PLACE.fullmatch(shape) or captures.get("not") is not None:
        return "what is asked is no plain variable or field"
    inside = statements(captures["body"])
    for call in (inside[0], *descendants(inside[0], "call_expression")) if inside else ():
        taken = receiver(call) if method(call) in ("unwrap", "expect") else None
        name = method(taken) if taken is not None else ""
        if taken is not None and name in ways and squeezed(text(receiver(taken))) == shape:
            head = "while" if captures["branch"].type == "while_expression" else "if"
            return Hit(
                at=captures["check"],
                values={
                    "value": captures["value"],
                    "test": captures["test"],
                    "cure": f"{head} let Some(..) = {shape}.{name}()",
                    "unwrap": f"{method(call)}()" if method(call) == "unwrap" else "expect(..)",
                    "beside": "",
                },
            )
    return "the first statement does not pop and unwrap an element"


def _after(branch: Node, body: Node) -> list[Node]:
    """The statements behind an `if` that leaves the block, as far as is visible and near."""
    last = statements(body)[-1:]
    if not last or last[0].type not in ("return_expression", "continue_expression", "break_expression"):
        return []
    if branch.child_by_field_name("alternative") is not None:
        return []
    found, after = [], statement_of(branch).next_named_sibling
    while after is not None and after.end_byte - branch.end_byte < _LIMIT:
        found.append(after)
        after = after.next_named_sibling
    return found


def _taken(scope: list[Node], shape: str) -> Node | None:
    """The first `shape.unwrap()` in the statements, if nothing before it assigns to a part of its path."""
    owners = _owners(shape)
    for statement in scope:
        if statement.end_byte - statement.start_byte > _LIMIT:
            return None
        for call in (statement, *descendants(statement, "call_expression")):
            if method(call) in ("unwrap", "expect", "unwrap_unchecked") and _is_of(call, shape):
                return call
        if any(is_assigned(statement, owner) for owner in owners):
            return None
    return None


def _owners(shape: str) -> set[str]:
    """What must stay as it is: `a.b[i]`, `a.b`, `a` and `i`."""
    found = {shape, *re.findall(r"\[(\w+)\]", shape)}
    while (step := _STEP.search(shape)) is not None:
        shape = shape[: step.start()]
        found.add(shape)
    return found


def _is_of(call: Node, shape: str) -> bool:
    on = receiver(call)
    if on is not None and on.type == "call_expression" and method(on) in _PASSES_ON:
        on = field(on, "function", "value")
    return squeezed(text(on)) == shape
