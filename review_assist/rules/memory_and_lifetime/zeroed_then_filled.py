"""zeroed-then-filled: `let mut c = Config::zeroed(); c.a = ..; c.b = ..;`, a value that begins as nothing."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import bare_name, self_type
from review_assist.syntax.nodes import COMMENTS, arguments, callee, child, field, mentions, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile, squeezed

_EMPTY = pattern(r"(?P<type>(\w+::)*)(?P<how>zeroed|init_zeroed|default)")
_NO_TYPES = frozenset(("Default", "Zeroable", "pin_init"))
"""What stands in front of such a call and is not the type that it makes."""
_FEW = 2
"""Fields that make it a habit, and as many are shown."""


@rule(
    level="note",
    confidence="medium",
    words=("zeroed()", "default()"),
    clippy=("field_reassign_with_default",),
    message="`{name}` begins as {empty} and is filled field by field",
    ask="could `{name}` be written in one expression, `{cure}`?",
    why="""C declares a struct, clears it and fills it in, line by line. Until the last line the value is half
        made, and a line that is missing looks like a field that is meant to be zero.""",
    instead="Write `let {name} = {cure};`, and drop the `mut` if nothing changes it later.",
    query="""
    (let_declaration (mutable_specifier) pattern: (identifier) @name value: (call_expression) @value) @let
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        memset(&cfg, 0, sizeof(cfg));
        cfg.reg_bits = 8;
        cfg.val_bits = 16;
    """,
    checks="The compiler then checks that each field is named once, and that the value is not changed afterwards.",
)
def zeroed_then_filled(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `memset(&cfg, 0, sizeof(cfg))` and an assignment for each member is how a struct is prepared in C, so that
    members which are added later are zero without a word. Designated initialisers do the same in one
    expression.

    That expression is a struct literal in Rust. `Config { reg_bits: 8, ..Config::zeroed() }` names the fields
    that matter and takes the others from a value, `zeroed()` or `default()`. The variable is finished when it
    exists, so it need not be `mut`, and no line in between can use it too early. Where every field has a
    meaning the `..` is left out, and the compiler then asks for a field that was forgotten.

    ## Keep it when
    A field depends on one that was set before, or is only set in a branch; the rule wants two assignments in a row
    directly below.

    ## Known problems
    Fields that are private to another module cannot be named in a literal, and of a type with a `Drop` none can be
    moved out by `..`; only a `Drop` of the same file is seen.

    ```rust bad path=rust/kernel/sample.rs
    pub fn config(bits: u32) -> bindings::config {
        let mut config = bindings::config::zeroed();
        config.reg_bits = bits;
        config.val_bits = 2 * bits;
        config
    }
    ```
    ```rust good path=rust/kernel/sample.rs
    pub fn config(bits: u32) -> bindings::config {
        bindings::config {
            reg_bits: bits,
            val_bits: 2 * bits,
            ..bindings::config::zeroed()
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs
    // One field is a change, not a construction.
    pub fn config(bits: u32) -> bindings::config {
        let mut config = bindings::config::zeroed();
        config.reg_bits = bits;
        apply(&mut config);
        config
    }
    ```
    """
    let, value, name = captures["let"], captures["value"], text(captures["name"])
    empty = _EMPTY.fullmatch(callee(value))
    if empty is None or arguments(value) or not comes_from_c(file):
        return "it does not begin empty, or the file has nothing of C"
    filled = _filled(let, name)
    if len(filled) < _FEW:
        return "few fields are set below it"
    kind = squeezed(text(field(let, "type"))) or empty["type"].removesuffix("::")
    if kind in _NO_TYPES or not re.fullmatch(r"[\w:]+", kind) or _has_drop(kind, let, file):
        return "which type it is cannot be seen, or the type has a `Drop`"
    fields = "".join(f"{one}: .., " for one in filled[:_FEW])
    return Hit(
        at=let,
        values={
            "name": name,
            "empty": "zero bytes" if "zeroed" in empty["how"] else "its default",
            "cure": f"{kind} {{ {fields}..{callee(value)}() }}",
        },
    )


def _has_drop(kind: str, let: Node, file: SourceFile) -> bool:
    """Whether the fields of a value cannot be moved out of it, as `..` does."""
    name = self_type(let) if kind == "Self" else bare_name(kind)
    return "Drop" in file.names.traits(name)


def _filled(let: Node, name: str) -> list[str]:
    """The fields that the statements directly below assign, each once and without the value itself."""
    found: list[str] = []
    below = let.next_named_sibling
    while below is not None:
        if below.type not in COMMENTS:
            assigned = _assigned(below, name)
            if not assigned or assigned in found:
                break
            found.append(assigned)
        below = below.next_named_sibling
    return found


def _assigned(statement: Node, name: str) -> str:
    assignment = child(statement, 0) if statement.type == "expression_statement" else None
    if assignment is None or assignment.type != "assignment_expression":
        return ""
    target, value = field(assignment, "left"), field(assignment, "right")
    if target is None or target.type != "field_expression" or text(field(target, "value")) != name:
        return ""
    return "" if value is None or mentions(value, name) else text(field(target, "field"))
