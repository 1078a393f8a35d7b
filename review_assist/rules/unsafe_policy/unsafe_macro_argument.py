"""unsafe-macro-argument: a macro evaluates an expression of its caller inside of its own `unsafe` block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import mentions_safety
from review_assist.syntax.nodes import comments_above, has_attribute, text
from review_assist.syntax.source import SourceFile

_QUOTES = frozenset(("stringify", "concat", "concat_bytes", "concat_idents", "env", "include_str", "line", "file"))
"""Macros that take what they are given as text, or nothing but literals."""
_CALLS_ANY = pattern(r"::\s*\$\w+\s*\(")
"""`bindings::$function(..)`: the macro stands for several functions that differ in their names."""


@rule(
    level="warning",
    confidence="medium",
    clippy=("macro_metavars_in_unsafe",),
    words=("macro_rules",),
    message="`{macro}!` evaluates its caller's `{argument}` inside of `unsafe`",
    ask="could `{macro}!` evaluate `{argument}` before its `unsafe` block?",
    why="""A C macro pastes text, and that makes no argument more dangerous than it was. Here whatever a
        caller passes may use unsafe operations without writing `unsafe`, and a search for the word does not
        find it.""",
    instead="""Bind it first, `let value = {argument};` or a `match`, and use the binding in the `unsafe` block;
        if the macro is meant to be unsafe, leave the block to its callers.""",
    query="(macro_rule left: (token_tree_pattern) @pattern right: (token_tree) @body) @arm",
    silent_in=(FileRole.TEST, FileRole.SHIM),
    in_c="""
        #define READ_REG(addr) (*(volatile uint32_t *)(addr))
        uint32_t v = READ_REG(next());      /* runs next() inside */
    """,
    checks="""
        The compiler then refuses an unsafe operation in the argument, unless the caller writes `unsafe`
        there.
    """,
)
def unsafe_macro_argument(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C every macro argument is pasted as it is, and the rule of thumb is to put parentheses around it. In
    Rust precedence takes care of itself, but `unsafe` is pasted around the argument all the same.

    A `macro_rules!` arm that takes an expression and puts it into its own `unsafe` block lends that block to
    the caller. `read_reg!(*p)` then compiles in a function without a single `unsafe`; the reader of that
    function is not told, and neither is a project that forbids `unsafe` in the crate. Evaluating the argument
    first keeps the block around what the macro itself promises.

    ## Keep it when
    The macro's name and documentation say that it is unsafe (`# Safety`), and callers are meant to know. One that
    is not exported and writes out calls of C, each by a name that it is given, only saves its own file some lines.

    ## Known problems
    Only `expr` arguments are looked at; whether a caller exists that passes more than a name is not known.

    ```rust bad
    #[macro_export]
    macro_rules! read_register {
        ($address:expr) => {
            unsafe { core::ptr::read_volatile($address) }
        };
    }
    ```
    ```rust good
    #[macro_export]
    macro_rules! read_register {
        ($address:expr) => {{
            let address: *const u32 = $crate::checked_register($address);
            unsafe { core::ptr::read_volatile(address) }
        }};
    }
    ```
    ```rust good
    macro_rules! offset_in {
        ($parent:ty, $field:ident) => {
            unsafe { offset_of_field::<$parent>(stringify!($field)) }
        };
    }
    ```
    """
    expressions = set(re.findall(r"(\$\w+)\s*:\s*expr\b", text(captures["pattern"])))
    definition = captures["arm"].parent
    if not expressions or definition is None or definition.type != "macro_definition":
        return "the macro takes no expression"
    name = text(definition.child_by_field_name("name"))
    if "unsafe" in name or mentions_safety(comments_above(definition)) or mentions_safety(text(captures["body"])):
        return "its name or a comment says that it is unsafe"
    for argument in _arguments_in_unsafe(captures["body"]):
        if text(argument) in expressions and file.is_added(argument):
            confidence: Confidence = "low" if _CALLS_ANY.search(text(captures["body"])) else "medium"
            return Hit(
                at=argument,
                values={"macro": name, "argument": argument},
                confidence="high" if has_attribute(definition, "macro_export") else confidence,
            )
    return "no expression of the caller is in an `unsafe` block"


def _arguments_in_unsafe(body: Node) -> Iterator[Node]:
    """Metavariables below an `unsafe { .. }`, in source order."""
    todo: list[tuple[Node, bool]] = [(body, False)]
    while todo:
        node, is_unsafe = todo.pop()
        if node.type == "metavariable" and is_unsafe and not _is_assigned(node):
            yield node
        inside = []
        macro, before = "", ""
        for child in node.children:
            is_block = before == "unsafe" and child.type == "token_tree" and text(child)[:1] == "{"
            if before != "!" or macro not in _QUOTES:
                inside.append((child, is_unsafe or is_block))
            macro, before = before, text(child) if child.type == "identifier" else child.type
        todo.extend(reversed(inside))


def _is_assigned(argument: Node) -> bool:
    """`$slot = value;`: it names the place that is written, and no value to bind first."""
    return text(argument.next_sibling) == "=" and text(argument.prev_sibling) in ("{", ";", "", "}")
