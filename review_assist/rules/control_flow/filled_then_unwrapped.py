"""filled-then-unwrapped: an empty `Option` is filled in an `if`, and then unwrapped."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, method, receiver, statements, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_PASSES_ON = ("as_ref", "as_mut", "as_deref", "as_deref_mut", "clone")
_NEAR = 2
"""Statements behind the `if` that may unwrap."""


@rule(
    level="note",
    confidence="medium",
    words=(".is_none()",),
    message="`{value}` is filled if it is empty, and then unwrapped",
    ask="could `{value}.get_or_insert_with(..)` fill `{value}` and give what is in it, without `unwrap()`?",
    why="""A cache in C is a pointer that is filled if it is NULL and used in the next line. To the compiler the
        two have nothing to do with each other, so this shape needs an `unwrap()` that could panic.""",
    instead="Write `{value}.get_or_insert_with(|| ..)`: it gives a `&mut` to what is in there, old or new.",
    query="""
    (if_expression condition: (call_expression
        function: (field_expression value: (_) @value field: (field_identifier) @test)) @check
        consequence: (block) @body
        (#eq? @test "is_none")) @branch
    """,
    silent_in=(FileRole.TEST,),
    in_c="""
        if (!s->cache) {{
            s->cache = build();
        }}
        return s->cache;
    """,
    checks="The compiler then sees that there is a value in every case: no `unwrap` is left that could panic.",
)
def filled_then_unwrapped(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (!cache) cache = build(); return cache;` is the way to compute a thing once in C. Word by word it becomes
    `if cache.is_none() { cache = Some(build()); } cache.unwrap()`.

    `Option::get_or_insert_with` does both: it calls the closure if there is nothing yet, and gives a reference to
    the value. There is no `unwrap()` that a change in between could turn into a panic. If the value is the same
    for the whole program, `OnceLock` with `get_or_init` does it without a lock.

    ## Keep it when
    Filling it can fail: `?` does not work in the closure, and `match` or `let .. else` is the way.

    ## Known problems
    Only the two statements behind the `if` are looked at.

    ```rust bad
    fn table(cache: &mut Option<Table>) -> &Table {
        if cache.is_none() {
            *cache = Some(build());
        }
        cache.as_ref().unwrap()
    }
    ```
    ```rust good
    fn table(cache: &mut Option<Table>) -> &Table {
        cache.get_or_insert_with(build)
    }
    ```
    ```rust good
    // It can fail.
    fn table(cache: &mut Option<Table>, path: &Path) -> io::Result<Table> {
        if cache.is_none() {
            *cache = Some(load(path)?);
        }
        Ok(cache.clone().unwrap_or_default())
    }
    ```
    """
    branch, shape = captures["branch"], squeezed(text(captures["value"]))
    inside = statements(captures["body"])
    if not inside or field(branch, "alternative") is not None or not _fills(inside[-1], shape):
        return "the branch does not end in filling it, or there is an `else`"
    if any(descendants(captures["body"], "try_expression", "await_expression", "return_expression")):
        return "the branch may leave before it is filled"
    after, near = branch.parent if branch.parent is not None else branch, 0
    if after.type != "expression_statement":
        after = branch
    while near < _NEAR and (following := after.next_named_sibling) is not None:
        after, near = following, near + 1
        if any(_is_unwrap_of(call, shape) for call in (after, *descendants(after, "call_expression"))):
            return Hit(at=captures["check"], values={"value": file.quote(captures["value"])})
    return "no statement right behind it unwraps the value"


def _fills(statement: Node, shape: str) -> bool:
    """`x = Some(..)` or `*x = Some(..)`."""
    target, value = field(statement, "left"), field(statement, "right")
    if statement.type != "assignment_expression" or target is None or value is None:
        return False
    is_some = value.type == "call_expression" and text(field(value, "function")) == "Some"
    return is_some and squeezed(text(target)).removeprefix("*") == shape


def _is_unwrap_of(call: Node, shape: str) -> bool:
    if call.type != "call_expression" or method(call) not in ("unwrap", "expect"):
        return False
    on = receiver(call)
    while on is not None and unwrapped(on).type == "call_expression" and method(unwrapped(on)) in _PASSES_ON:
        on = receiver(unwrapped(on))
    return on is not None and squeezed(text(unwrapped(on))).removeprefix("*") == shape
