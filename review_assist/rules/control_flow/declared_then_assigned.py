"""declared-then-assigned: a variable is declared at the top and gets its first real value further down."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.integers_and_flags._constants import is_integer_type
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, descendants, field, is_mutable, mentions, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_VIEW = 8000
"""Bytes behind a declaration that are searched for its first value."""
_EMPTY = re.compile(r"-?[0-9][\w.]*(as[\w:]+)?|true|false|None|(\w+::)*null(_mut)?\(\)|(String|Vec)::new\(\)")
"""Values that a variable is given only to have one."""


@rule(
    level="note",
    confidence="high",
    clippy=("needless_late_init",),
    words=("let ",),
    message="`{name}` is declared {how}, and only then assigned `{value}`",
    ask="could `{name}` be declared where it gets `{value}`?",
    why="""C89 wanted declarations at the top of a block, and the habit outlived the rule. Declared with its
        value, a Rust variable needs no placeholder, mostly no `mut` and often no type.""",
    instead="""Declare it where the value is known, `let {name} = {value};`, with `mut` if it changes
        afterwards.""",
    query="(let_declaration pattern: (identifier) @name !alternative) @declaration",
    silent_in=(FileRole.TEST,),
    outranks=("raw-pointer-local",),
)
def declared_then_assigned(captures: Captures, file: SourceFile) -> Hit | None:
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
    // The branches give the value.
    fn divider(fast: bool, base: u32) -> u32 {
        let divider;
        if fast {
            divider = base;
        } else {
            divider = base * 16;
        }
        divider
    }
    ```
    """
    declaration, name = captures["declaration"], text(captures["name"])
    value = field(declaration, "value")
    if value is not None and not (is_mutable(declaration) and _EMPTY.fullmatch(squeezed(text(value)))):
        return None
    assignment = _first_mention(declaration, name, file.content.source)
    given = field(assignment, "right") if assignment is not None else None
    if given is None or mentions(given, name) or _is_formatted(given, name):
        return None
    if name.startswith("_") or (value is None and _fixes_drop_order(declaration, given, file)):
        return None
    return Hit(
        at=declaration,
        values={
            "name": name,
            "how": "without a value" if value is None else f"with a placeholder, `{text(value)}`",
            "value": given,
        },
    )


def _first_mention(declaration: Node, name: str, source: bytes) -> Node | None:
    """The plain assignment in the same block that is the first to mention the variable; else None."""
    block = declaration.parent
    if block is None or block.type != "block" or _has_attribute(declaration):
        return None
    end = min(block.end_byte, declaration.end_byte + _VIEW)
    use = next(uses_between(block, name, declaration.end_byte, end, source), None)
    statement = use
    for parent in ancestors(use) if use is not None else ():
        if parent == block:
            break
        statement = parent
    if statement is None or _has_attribute(statement):
        return None
    return _assignment(statement, name)


def _assignment(statement: Node, name: str) -> Node | None:
    only = statement.named_children if statement.type == "expression_statement" else []
    if not only or only[0].type != "assignment_expression" or text(field(only[0], "left")) != name:
        return None
    return only[0]


def _fixes_drop_order(declaration: Node, given: Node, file: SourceFile) -> bool:
    """Whether the variable may be declared early so that it is dropped after what its value is made of."""
    declared = text(field(declaration, "type"))
    if is_integer_type(declared) or declared in ("bool", "char", "f32", "f64") or declared.startswith("*"):
        return False
    if given.end_byte - given.start_byte > _VIEW:
        return True
    for used in (given, *descendants(given, "identifier")):
        made = local_binding(used) if used.type == "identifier" else None
        if made is not None and declaration.end_byte <= made.start_byte < given.start_byte:
            return True
    return False


def _has_attribute(statement: Node) -> bool:
    before = statement.prev_named_sibling
    return before is not None and before.type == "attribute_item"


def _is_formatted(node: Node, name: str) -> bool:
    """Whether a format string names the variable: `"{taken}"`."""
    return re.search(r"\{" + re.escape(name) + r"\s*[:}]", text(node)) is not None
