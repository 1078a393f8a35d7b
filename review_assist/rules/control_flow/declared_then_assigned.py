"""declared-then-assigned: a variable is declared at the top and gets its first real value further down."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.control_flow._late import first_value, is_in_row
from review_assist.rules.integers_and_flags._constants import is_integer_type
from review_assist.rules.rewrite import Part, Rewrite, lines_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, field, is_mutable, text
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    clippy=("needless_late_init",),
    words=("let ",),
    message="`{name}` is declared {how}, and only then assigned `{value}`",
    ask="could `{name}` be declared where it gets `{value}`?",
    why="""C89 wanted declarations at the top of a block, and the habit outlived the rule. Declared with its
        value, a Rust variable needs no placeholder, mostly no `mut` and often no type.""",
    instead="""Declare it where the value is known, `let {name}{type} = {value};`, with `mut` if it changes
        afterwards.""",
    query="(let_declaration pattern: (identifier) @name !alternative) @declaration",
    silent_in=(FileRole.TEST,),
    outranks=("raw-pointer-local",),
    in_c="""
        int {name} = 0;
        prepare();
        {name} = compute();                 /* the 0 was never used */
    """,
    checks="The compiler then refuses any use of the name before the line that gives it its value.",
)
def declared_then_assigned(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Old C had all declarations at the top of a block, and many C styles still do. The variable exists before
    there is something to put into it, so it is left uninitialised, or gets a 0 that nobody will ever read.

    A Rust `let` may stand anywhere, and nearly always stands where the value comes into being. The variable
    then is a constant unless it says `mut`, its type follows from the value, and there is no stretch of code
    in which it holds a placeholder. The compiler would catch a read of an uninitialised variable, but not a
    read of the 0.

    ## Keep it when
    Branches or a loop give the value, or the variable must live longer than the block that fills it, or be
    dropped after what it is made of; the rule is silent there. So it is where an attribute
    decides which assignment is compiled.

    ## Known problems
    A macro that is not known to take plain expressions may use the variable unseen.

    ```rust bad
    fn drain(queue: &mut Queue, limit: usize) -> usize {
        let mut taken = 0;
        queue.sort();
        taken = queue.take(limit);
        queue.close();
        taken
    }
    ```
    ```rust good
    fn drain(queue: &mut Queue, limit: usize) -> usize {
        queue.sort();
        let taken = queue.take(limit);
        queue.close();
        taken
    }
    ```
    ```rust good
    // The branches give the value, after they have done something else with it in view.
    fn divider(clock: &mut Clock, base: u32) -> u32 {
        let divider;
        if clock.is_fast() {
            divider = base;
            clock.settle(divider);
        } else {
            divider = base * 16;
        }
        divider
    }
    ```
    """
    declaration = captures["declaration"]
    given = first_value(declaration, file)
    if given is None:
        return "it begins with a value that is no placeholder, or what mentions it first does not plainly set it"
    if is_in_row(declaration, file):
        return "`declarations-at-top` speaks for the whole row"
    value, kind = field(declaration, "value"), field(declaration, "type")
    return Hit(
        at=declaration,
        values={
            "name": captures["name"],
            "how": _how(value, given, declaration),
            "type": f": {file.quote(kind)}" if kind is not None else "",
            "value": given,
        },
        fix=_fix(declaration, given, file),
    )


def _how(value: Node | None, given: Node, declaration: Node) -> str:
    if value is not None:
        return f"with a placeholder, `{text(value)}`"
    return "outside of the block that uses it" if _is_inside(given, declaration) else "without a value"


def _is_inside(given: Node, declaration: Node) -> bool:
    """Whether the value is given in a block of its own, within that of the declaration."""
    return enclosing(given, "block") != declaration.parent


def _fix(declaration: Node, given: Node, file: SourceFile) -> Rewrite | None:
    """The `let` where the value is; `mut` if something changes it later on."""
    assignment, block = given.parent, declaration.parent
    name, kind, value = field(declaration, "pattern"), field(declaration, "type"), field(declaration, "value")
    gone = lines_of(declaration, file)
    if gone is None or assignment is None or block is None or _is_inside(given, declaration):
        return None
    is_plain = is_integer_type(text(kind)) or text(kind) == "bool" or text(value) in ("true", "false")
    is_plain = is_plain or (value is not None and value.type == "integer_literal")
    mutable = is_mutable(declaration) and _changes(block, text(name), given.end_byte, is_plain=is_plain)
    if mutable is None:
        return None
    declared = f": {text(kind)}" if kind is not None else ""
    head = f"let {'mut ' if mutable else ''}{text(name)}{declared} = "
    return Rewrite((gone, Part(assignment.start_byte, given.start_byte, head)), is_safe=is_plain)


def _changes(block: Node, name: str, start: int, *, is_plain: bool) -> bool | None:
    """Whether the variable is changed later on; None if that is not visible."""
    for node in descendants(block, "identifier"):
        if node.start_byte < start or text(node) != name:
            continue
        used, parent = node, node.parent
        while parent is not None and parent.type in ("field_expression", "index_expression"):
            used, parent = parent, parent.parent
        if parent is None or parent.type == "token_tree":
            return None
        if parent.type in ("assignment_expression", "compound_assignment_expr") and field(parent, "left") == used:
            return True
        if parent.type == "reference_expression" and is_mutable(parent):
            return True
        if parent.type == "call_expression" and field(parent, "function") == used and not is_plain:
            return None
    return False
