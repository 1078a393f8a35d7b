"""assigned-in-every-branch: a variable has a placeholder, until each branch of an `if` or `match` sets it."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves, match_arms
from review_assist.rules.control_flow._late import first_use
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, enclosing, field, is_mutable, mentions, statements, text
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_VIEW = 8000
_MANY = 4
"""Arms of a `match` that has a `_` for the value that the variable starts with."""
_PLACEHOLDER = pattern(
    r"-?[0-9][\w.]*(as[\w:]+)?|true|false|None|(\w+::)*null(_mut)?\(\)|(String|Vec)::new\(\)|\"\""
)


@rule(
    level="note",
    confidence="medium",
    clippy=("useless_let_if_seq",),
    words=("let ",),
    message="`{name}` {starts}",
    ask="could the {form} be the value, as in `let {names} = {head}`?",
    why="""A C `if` has no value, so a variable is set up first and each branch assigns to it. A Rust `if` or
        `match` is an expression: the variable is set once, and the compiler sees a branch that was forgotten.""",
    instead="""Write `let {names} = {head};`, with the value as the last line of each branch; `{name}`
        {gain}.""",
    query="(let_declaration pattern: (identifier) @name !alternative) @declaration",
    silent_in=(FileRole.TEST,),
    in_c="""
        int {name} = 0;
        if (wide) {name} = 8;
        else {name} = 4;
    """,
    checks="The compiler then refuses a branch that gives no value; a placeholder cannot be left in place.",
)
def assigned_in_every_branch(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a value that depends on a condition takes three statements: a declaration with something harmless in it,
    an `if`, an `else`. When a branch is added later and forgets the assignment, the harmless value is used, and
    nothing says so.

    A Rust `if` or `match` has a value itself. `let width = if wide { 8 } else { 4 };` declares the variable where
    its value is known, needs no `mut` and no placeholder, and each branch must end in a value of that type or the
    program does not compile.

    ## Keep it when
    A branch leaves the first value in place on purpose; the rule is silent there, but for the `_` of a `match`
    in which all other arms set the variable, as a `switch` does with its `default`.

    ## Known problems
    A branch that needs the address of the variable while it works cannot end in its value.

    ```rust bad
    fn stride(port: &Port) -> u32 {
        let mut width = 0;
        if port.is_wide() {
            width = 8;
        } else {
            width = 4;
        }
        width * port.count()
    }
    ```
    ```rust bad
    fn stride(port: &Port) -> u32 {
        let width;
        if port.is_wide() {
            width = 8;
        } else {
            width = 4;
        }
        width * port.count()
    }
    ```
    ```rust good
    fn stride(port: &Port) -> u32 {
        let width = if port.is_wide() { 8 } else { 4 };
        width * port.count()
    }
    ```
    ```rust good
    // One branch keeps the first value.
    fn stride(port: &Port) -> u32 {
        let mut width = 4;
        if port.is_wide() {
            width = 8;
        } else if port.is_bare() {
            width = 1;
        }
        width * port.count()
    }
    ```
    """
    declaration, name = captures["declaration"], text(captures["name"])
    placeholder = field(declaration, "value")
    if name.startswith("_") or not _is_late(declaration, placeholder):
        return "it begins with a value that is no placeholder"
    test = _test_with_first_use(declaration, name, file)
    branches = _branches(test) if test is not None else []
    if test is None or len(branches) < 2 or len(branches) > 40:
        return "the first statement to mention it is no `if` or `match` that covers every case"
    kept = _kept(test, branches, name) if placeholder is not None else None
    kinds = {_kind(branch, name) for branch in branches if branch != kept}
    if None in kinds or "sets" not in kinds or not _is_condition_free(test, name):
        return "not every branch ends in setting it, or the test itself changes it"
    is_if = test.type == "if_expression"
    form = "`if`" if is_if else "`match`"
    tested = field(test, "condition" if is_if else "value")
    head = f"{'if' if is_if else 'match'} {file.quote(tested)} {{" if tested is not None else ""
    return Hit(
        at=captures["name"],
        values={
            "name": name,
            "names": _names(test, [branch for branch in branches if branch != kept], name, file),
            "form": form,
            "head": head + (" .. } else { .. }" if is_if else " .. }"),
            **_start(placeholder, form, is_kept=kept is not None),
        },
    )


def _start(placeholder: Node | None, form: str, *, is_kept: bool) -> dict[str, str]:
    """How the variable begins, and what it gains by the cure."""
    if placeholder is None:
        starts = f"is declared without a value, and every branch of the {form} assigns it"
        return {"starts": starts, "gain": "is declared where its value is"}
    if is_kept:
        starts = f"starts as `{text(placeholder)}`, which every arm of the {form} but `_` replaces"
        return {"starts": starts, "gain": f"is `{text(placeholder)}` only where the last arm says so"}
    starts = f"starts as `{text(placeholder)}`, which every branch of the {form} replaces"
    return {"starts": starts, "gain": "needs no placeholder"}


def _is_late(declaration: Node, placeholder: Node | None) -> bool:
    """A placeholder to be replaced, or no value at all."""
    if placeholder is None:
        return True
    return is_mutable(declaration) and _PLACEHOLDER.fullmatch(squeezed(text(placeholder))) is not None


def _names(test: Node, branches: list[Node], name: str, file: SourceFile) -> str:
    """`mut x` if it is changed later on; `(w, h)` if that is all that every branch sets."""
    lists = {tuple(_set_by(branch)) for branch in branches if not leaves(branch)}
    together = next(iter(lists)) if len(lists) == 1 else ()
    if 1 < len(together) < 5 and None not in together:
        return f"({', '.join(str(each) for each in together)})"
    block = enclosing(test, "block")
    end = min(block.end_byte, test.end_byte + _VIEW) if block is not None else test.end_byte
    for use in uses_between(block or test, name, test.end_byte, end, file.content.source):
        parent = use.parent
        is_set = parent is not None and "assignment" in parent.type and field(parent, "left") == use
        if is_set or (parent is not None and parent.type == "reference_expression" and is_mutable(parent)):
            return f"mut {name}"
    return name


def _set_by(branch: Node) -> list[str | None]:
    inside = statements(branch) if branch.type == "block" else [branch]
    return [
        text(field(each, "left"))
        if each.type == "assignment_expression" and (left := field(each, "left")) and left.type == "identifier"
        else None
        for each in inside
    ]


def _test_with_first_use(declaration: Node, name: str, file: SourceFile) -> Node | None:
    """The `if` or `match` statement of the same block that is the first to mention the variable."""
    statement = first_use(declaration, name, file.content.source)
    only = child(statement, 0) if statement is not None and statement.type == "expression_statement" else None
    return only if only is not None and only.type in ("if_expression", "match_expression") else None


def _branches(test: Node) -> list[Node]:
    """What each way ends in; none if one of them is missing."""
    if test.type == "match_expression":
        return [value for arm in match_arms(test) if (value := field(arm, "value")) is not None]
    found: list[Node] = []
    step: Node | None = test
    while step is not None and step.type == "if_expression":
        body, otherwise = field(step, "consequence"), field(step, "alternative")
        if body is None or otherwise is None:
            return []
        found.append(body)
        step = child(otherwise, 0)
    return [*found, step] if step is not None else []


def _kept(test: Node, branches: list[Node], name: str) -> Node | None:
    """The `_` arm of a `match` of some size, if it leaves the first value in place, as a `default:` does."""
    last = match_arms(test)[-1:] if test.type == "match_expression" and len(branches) >= _MANY else []
    is_rest = bool(last) and text(field(last[0], "pattern")) == "_"
    return branches[-1] if is_rest and not mentions(branches[-1], name) and not leaves(branches[-1]) else None


def _kind(branch: Node, name: str) -> str | None:
    """`sets` if the last thing is `name = ..`, and the only mention; `leaves` if it is not reached; else None."""
    inside = statements(branch) if branch.type == "block" else [branch]
    if leaves(branch) and not mentions(branch, name):
        return "leaves"
    last = inside[-1] if inside else None
    if last is None or last.type != "assignment_expression" or text(field(last, "left")) != name:
        return None
    value = field(last, "right")
    if value is None or mentions(value, name) or any(mentions(each, name) for each in inside[:-1]):
        return None
    return "sets"


def _is_condition_free(test: Node, name: str) -> bool:
    tested = field(test, "condition") or field(test, "value")
    return tested is not None and not mentions(tested, name) and not any(descendants(tested, "let_chain"))
