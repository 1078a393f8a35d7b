"""called-twice-for-value: a call is made to see whether it succeeds, and made again for what it returns."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, descendants, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

_LIMIT = 120
_KINDS = {"is_some": "Some", "is_ok": "Ok"}
_STEPS = pattern(r"(?!is_)(\w+_)?(next|pop|read|recv|take|try_recv|poll|pull|lock|dequeue|shift|advance)(_\w+)?")
"""What has another answer each time, by its name."""
_PASSED = pattern(r"\.clone\(\)|^&mut|^&")


@rule(
    level="warning",
    confidence="medium",
    words=("(_) = ", ".is_some()", ".is_ok()"),
    message="`{call}` is called to see whether it succeeds, and called again for its value",
    ask="could `{cure}` keep the value of the first call of `{name}()`, so that there is no second one?",
    why="""A C function says by its status whether there is a value, and where that is. `{kind}(..)` holds both at
        once: to throw it away and call again does the work twice, and the second answer may be another one.""",
    instead="Write `{cure}`, and use what it binds.",
    query="""
    (if_expression condition: (let_condition pattern: (tuple_struct_pattern type: (identifier) @kind) @pattern
        value: (call_expression) @call) consequence: (block) @body
        (#any-of? @kind "Ok" "Some"))
    (if_expression condition: (call_expression function: (field_expression
        value: (call_expression) @call field: (field_identifier) @test)) consequence: (block) @body
        (#any-of? @test "is_some" "is_ok"))
    """,
    silent_in=(FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if (lookup(table, key) != NULL)
            use(lookup(table, key));        /* once would do */
    """,
    checks="The compiler then binds the value only where there is one, and nothing can change between two calls.",
)
def called_twice_for_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the result of a call is a pointer or a status, and it is cheap to write the call once in the condition and
    once more where the value is needed; who cares uses a variable. In a port the first call ends in `is_ok()` or
    stands in `if let Ok(_)`, and the second one has a `?` or an `unwrap()`.

    `if let Ok(value) = call` asks and keeps the answer. The work is done once, and there is no second result that
    may differ from the first, as it may where a file, a clock or another thread is involved.

    ## Keep it when
    The second call is meant to have another answer, since something was done in between that the name does not
    tell.

    ## Known problems
    What has a new answer each time, such as `next()` or `pop()`, is told by its name.

    ```rust bad
    fn skip(input: Input, mark: &str) -> Result<Input, Error> {
        if let Ok(_) = expect(input.clone(), mark) {
            let (rest, _) = expect(input, mark)?;
            return Ok(rest);
        }
        Ok(input)
    }
    ```
    ```rust good
    fn skip(input: Input, mark: &str) -> Result<Input, Error> {
        if let Ok((rest, _)) = expect(input.clone(), mark) {
            return Ok(rest);
        }
        Ok(input)
    }
    ```
    ```rust good
    // Another answer each time.
    fn pair(words: &mut Words) -> Option<Word> {
        if words.next().is_some() {
            return Some(words.next().unwrap());
        }
        None
    }
    ```
    """
    call = captures["call"]
    whole, test = captures.get("pattern"), captures.get("test")
    if whole is not None and squeezed(text(whole)) not in ("Ok(_)", "Some(_)"):
        return "the pattern takes the value already"
    name = method(call) or callee(call).rpartition("::")[2]
    if not name or _STEPS.fullmatch(name) or call.end_byte - call.start_byte > _LIMIT:
        return "the call is one that gives something else each time, or is long"
    again = _again(captures["body"], call)
    if again is None:
        return "the call is not made again, or something it is given changes before"
    kind = text(captures["kind"]) if test is None else _KINDS[text(test)]
    cure = f"if let {kind}(..) = {file.quote(call)}"
    at = call if file.is_added(call) else again  # a patch may add either
    return Hit(at=at, values={"call": call, "name": name, "kind": kind, "cure": cure})


def _again(body: Node, call: Node) -> Node | None:
    """The same call in front of a `?` or `unwrap()`, if nothing that it is given is written before."""
    wanted = _shape(call)
    for statement in body.named_children:
        for each in (statement, *descendants(statement, "call_expression", "try_expression")):
            taken = receiver(each) if method(each) in ("unwrap", "expect") else None
            if each.type == "try_expression":
                taken = next(iter(each.named_children), None)
            if taken is not None and taken.type == "call_expression" and _shape(taken) == wanted:
                return taken
        if any(is_assigned(statement, given) for given in _names(call)):
            return None
    return None


def _shape(call: Node) -> tuple[str, ...]:
    """What is called with what, no matter whether that is lent, cloned or given away."""
    return (callee(call), *(_PASSED.sub("", squeezed(text(given))) for given in arguments(call)))


def _names(call: Node) -> set[str]:
    return {text(each) for each in descendants(call, "identifier")} | {squeezed(text(receiver(call)))}
