"""found-flag-loop: a loop that does nothing but set a variable when it meets the right element."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._counters import initial_value
from review_assist.rules.indices_and_loops._loop_fixes import counter_of
from review_assist.rules.rewrite import Rewrite, lines_of, replaced, statement_of, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, mentions, statements, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_SIMPLE = pattern(r"&?(mut)?[A-Za-z_]\w*|\([\w&,]+\)|&?\([\w&,]+\)")


@rule(
    level="note",
    confidence="medium",
    words=("for ",),
    message="this loop only finds out what `{variable}` is",
    ask="could `{variable}` be the value of `{cure}`?",
    why="""To search is a loop, a variable in front of it and a `break` in C. An iterator has a method for each
        kind of search, and the variable is then set once.""",
    instead="Write `let {variable} = {cure};`{hint}.",
    query="(for_expression pattern: (_) @pattern value: (_) @list body: (block) @body) @loop",
    needs="function",
    in_c="""
        bool {variable} = false;
        for (i = 0; i < n; i++)
            if (match(&v[i])) {{ {variable} = true; break; }}
    """,
    checks="The compiler then sees that the answer is set once and never changes; there is no `break` to forget.",
)
def found_flag_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `int found = 0; for (..) if (..) { found = 1; break; }` is how C asks whether there is such a thing, and with
    `i` in place of the 1, where it is.

    Iterators answer such questions by name: `any` whether there is one, `all` whether each is, `position` where
    the first is, `find` which it is. They stop at the first hit as the `break` does. The result needs no `mut`,
    cannot be forgotten in its starting value, and says "none" as an `Option` where a number would need a
    value that means it.

    ## Keep it when
    The loop does something else on its way; the rule is silent there.

    ## Known problems
    Whether the elements need a `&` or `*` in the closure depends on types that are not visible.

    ```rust bad
    fn has_device(names: &[String], wanted: &str) -> bool {
        let mut found = false;
        for name in names {
            if name == wanted {
                found = true;
                break;
            }
        }
        found
    }
    ```
    ```rust good
    fn has_device(names: &[String], wanted: &str) -> bool {
        names.iter().any(|name| name == wanted)
    }
    ```
    ```rust good
    // It counts on its way.
    fn has_device(names: &[String], wanted: &str, looked_at: &mut u32) -> bool {
        let mut found = false;
        for name in names {
            *looked_at += 1;
            if name == wanted {
                found = true;
                break;
            }
        }
        found
    }
    ```
    """
    loop, pattern, body = captures["loop"], captures["pattern"], captures["body"]
    inside = statements(body)
    branch = inside[0] if len(inside) == 1 else None
    if branch is None or branch.type != "if_expression" or field(branch, "alternative") is not None:
        return "the body is more than one `if` without an `else`"
    condition, consequence = field(branch, "condition"), field(branch, "consequence")
    done = statements(consequence) if consequence is not None else []
    if condition is None or not done or len(done) > 2 or done[0].type != "assignment_expression":
        return "the branch does more than set one variable"
    is_yes = text(field(done[0], "right")) in ("true", "false")
    calls = (
        any(descendants(condition, "call_expression", "macro_invocation")) or condition.type == "call_expression"
    )
    if text(done[-1]) != "break" and not (len(done) == 1 and is_yes and not calls):
        return "the loop goes on after it was set, and that may matter"
    if condition.type.startswith("let_") or _leaves(condition) or not _SIMPLE.fullmatch(squeezed(text(pattern))):
        return "the condition may leave, or binds names"
    variable, value = text(field(done[0], "left")), text(unwrapped(field(done[0], "right") or done[0]))
    before = initial_value(loop, variable)
    cure = _cure(captures, before, value, condition, file) if before is not None else None
    if cure is None or mentions(condition, variable):
        return "the variable has no plain value before the loop, or the condition asks it"
    hint = ", where the closure gets one more `&` than the loop's body" if ".find(|" in cure else ""
    values: dict[str, Node | str] = {"variable": variable, "cure": cure, "hint": hint}
    return Hit(at=pattern, values=values, fix=_fix(loop, condition, variable, cure, file))


def _fix(loop: Node, condition: Node, variable: str, cure: str, file: SourceFile) -> Rewrite | None:
    """The `let` with its value; what the closure's argument is depends on the list."""
    made, block = counter_of(loop, variable), statement_of(loop).parent
    is_shown = file.quote(unwrapped(condition)) == " ".join(written(unwrapped(condition), file).split())
    if made is None or block is None or not is_shown or ".find(" in cure or loop.children[0].type == "label":
        return None
    gone = lines_of(made, file)
    if gone is None or any(
        field(each, "left") is not None and text(field(each, "left")) == variable
        for each in descendants(block, "assignment_expression", "compound_assignment_expr")
        if each.start_byte > loop.end_byte
    ):
        return None
    return Rewrite((gone, replaced(statement_of(loop), f"let {variable} = {cure};")), is_safe=False)


def _leaves(condition: Node) -> bool:
    """Whether the condition may leave the function or hold a closure's worth of code."""
    kinds = ("try_expression", "await_expression", "return_expression", "block", "let_condition")
    return any(descendants(condition, *kinds)) or condition.type in kinds


def _cure(captures: Captures, before: str, value: str, condition: Node, file: SourceFile) -> str | None:
    pattern, elements = text(captures["pattern"]), _iterator(captures["list"], file)
    tested = file.quote(unwrapped(condition))
    if elements is None:
        return None
    if (before, value) == ("false", "true"):
        return f"{elements}.any(|{pattern}| {tested})"
    if (before, value) == ("true", "false"):
        return f"!{elements}.any(|{pattern}| {tested})"
    number = re.fullmatch(r"(\w+)(as\w+)?", squeezed(value))
    is_number = number is not None and number[1] == pattern and elements.startswith("(0..")
    if is_number and (before in ("-1", "usize::MAX") or before.endswith(".len()")):
        return f"{elements}.find(|&{pattern}| {tested})"
    if before == "None" and squeezed(value) == f"Some({pattern})":
        return f"{elements}.find(|{pattern}| {tested})"
    numbered = re.fullmatch(r"\((\w+),(&?\w+)\)", squeezed(pattern))
    if before == "None" and numbered and squeezed(value) == f"Some({numbered[1]})":
        plain = elements.removesuffix(".enumerate()")
        is_free = plain != elements and not mentions(condition, numbered[1])
        return f"{plain}.position(|{numbered[2]}| {tested})" if is_free else None
    return None


def _iterator(value: Node, file: SourceFile) -> str | None:
    """`list.iter()` of `&list`, `(0..n)` of `0..n`, anything else that is short as it is."""
    written = file.quote(value)
    if len(written) > 40 or value.type in ("await_expression", "macro_invocation", "match_expression"):
        return None
    if value.type == "range_expression":
        return f"({written})"
    if value.type == "reference_expression":
        is_mutable = written.startswith("&mut ")
        return f"{written.removeprefix('&').removeprefix('mut ')}.{'iter_mut' if is_mutable else 'iter'}()"
    return written if value.type in ("call_expression", "parenthesized_expression") else f"{written}.iter()"
