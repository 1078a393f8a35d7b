"""none-comparison: `port == None`, as C compares a pointer with NULL."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, text, unwrapped
from review_assist.syntax.source import SourceFile

_PLAIN = ("identifier", "field_expression", "call_expression", "index_expression", "self")


@rule(
    level="note",
    confidence="high",
    clippy=("partialeq_to_none",),
    words=("= None", "None =", "None !="),
    message="`{comparison}` compares an `Option` with `None`, where `{better}` asks it",
    ask="could `{comparison}` be `{better}`?",
    why="""NULL is a value that any pointer is compared with. `None` is a variant: the question whether it is that
        one has a method, and if the other case is wanted a pattern asks and gives the value at once.""",
    instead="Write `{better}`{or_let}.",
    query="""
    ([(binary_expression left: (_) @value operator: ["==" "!="] @operator right: (identifier) @none)
      (binary_expression left: (identifier) @none operator: ["==" "!="] @operator right: (_) @value)] @comparison
      (#eq? @none "None"))
    """,
    in_c="""
        if (port != NULL)
            send(port);
    """,
    checks="The compiler then asks for no `==` on what is inside, and a pattern leaves no `unwrap()` behind.",
)
def none_comparison(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `p == NULL` stands in front of every pointer that may be none, and C knows no other way to ask.

    In Rust `==` on an `Option` compares what is inside as well, so that it needs `PartialEq` for the type that it
    holds, only to ask whether there is something. `is_none()` and `is_some()` do not. Where the value is used
    next, `if let Some(port) = port` or `let .. else` asks and takes it out in one step.

    ## Keep it when
    Two `Option`s are compared, of which one happens to be `None` in a test: `assert_eq!` shows both.

    ## Known problems
    None.

    ```rust bad
    fn is_idle(port: &Option<Port>, queue: &Option<Queue>) -> bool {
        *port == None && None != *queue
    }
    ```
    ```rust good
    fn is_idle(port: &Option<Port>, queue: &Option<Queue>) -> bool {
        port.is_none() && queue.is_some()
    }
    ```
    ```rust good
    // Two values that may be `None`, both of them.
    fn has_moved(before: Option<u32>, now: Option<u32>) -> bool {
        before != now
    }
    ```
    """
    value, comparison = captures["value"], captures["comparison"]
    declared = file.names.type_of(unwrapped(value)) or ""
    if "None" in file.names.variants or (declared and "Option<" not in declared):
        return "it is no `Option`"
    if text(value) == "None" or callee(value) == "Some":
        return "it compares two `Option`s that are written out"
    is_same = text(captures["operator"]) == "=="
    asked = "is_none()" if is_same else "is_some()"
    owner = _owner(value, file)
    shown = file.quote(owner)
    code = f"{shown if owner.type in _PLAIN else f'({shown})'}.{asked}"
    return Hit(
        at=comparison,
        values={
            "comparison": comparison,
            "better": code,
            "or_let": "" if is_same else ", or `if let Some(..)` where the value is used next",
        },
        fix=_fix(comparison, owner, asked, file),
    )


def _owner(value: Node, file: SourceFile) -> Node:
    """What the method is called on: a `*` in front of a reference goes, as methods see through it."""
    value = unwrapped(value)
    inner = value.named_children[0] if value.type == "unary_expression" and text(value)[0] == "*" else None
    return inner if inner is not None and file.names.is_reference(inner) else value


def _fix(comparison: Node, owner: Node, asked: str, file: SourceFile) -> Rewrite | None:
    if owner.type not in _PLAIN:
        return None
    is_option = (file.names.type_of(owner) or "").lstrip("&").startswith("Option<")
    return Rewrite((replaced(comparison, f"{written(owner, file)}.{asked}"),), is_safe=is_option)
