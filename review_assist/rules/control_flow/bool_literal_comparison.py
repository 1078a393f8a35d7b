"""bool-literal-comparison: a `bool` is compared with `true` or `false`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import method, text, unwrapped
from review_assist.syntax.source import SourceFile

_PLAIN = ("identifier", "field_expression", "call_expression", "index_expression", "parenthesized_expression")


@rule(
    level="note",
    confidence="high",
    clippy=("bool_comparison",),
    words=("= true", "= false", "true =", "false ="),
    message="`{comparison}` compares a `bool` with a literal",
    ask="could `{comparison}` be `{better}`?",
    why="""Where a truth value is an `int`, `== TRUE` says what is meant, and is wrong for a 2. A Rust `bool` is
        a condition already, and has two values.""",
    instead="Write `{better}`.",
    query="""
    [(binary_expression left: (_) @value operator: ["==" "!="] @operator right: (boolean_literal) @literal)
     (binary_expression left: (boolean_literal) @literal operator: ["==" "!="] @operator right: (_) @value)]
    @comparison
    """,
    in_c="""
        if (is_ready == true && is_full == FALSE)
            send();
    """,
    checks="A reader no longer has to ask which values the test tells apart: a `bool` has two.",
)
def bool_literal_comparison(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C code that works with `TRUE` and `FALSE`, or with functions that answer 0 and 1, often writes the comparison
    out: `if (ready == TRUE)`. With an `int` that even matters, because 2 is true as well and is not equal to
    `TRUE`.

    In Rust a condition has to be a `bool`, and a `bool` has no third value, so the comparison gives back what
    went into it. `if ready` and `if !ready` say the same, and a name that reads as a question makes the
    literal unnecessary.

    ## Keep it when
    The left side is no `bool` but a type that can be compared with one, such as a JSON value.

    ## Known problems
    The type of the other side is mostly not visible.

    ```rust bad
    fn may_send(is_ready: bool, is_full: bool) -> bool {
        is_ready == true && is_full == false
    }
    ```
    ```rust good
    fn may_send(is_ready: bool, is_full: bool) -> bool {
        is_ready && !is_full
    }
    ```
    ```rust good
    // Two variables, not a literal.
    fn has_changed(before: bool, now: bool) -> bool {
        before != now
    }
    ```
    """
    value = captures["value"]
    if value.type in ("boolean_literal", "macro_invocation") or _is_lookup(value):
        return "what is compared may well be no `bool`"
    is_same = (text(captures["literal"]) == "true") == (text(captures["operator"]) == "==")
    shown = file.quote(unwrapped(value))
    if not is_same:
        shown = f"!{shown}" if value.type in _PLAIN and unwrapped(value).type in _PLAIN else f"!({shown})"
    return Hit(
        at=captures["comparison"],
        values={"comparison": captures["comparison"], "better": shown},
        fix=_fix(captures["comparison"], value, file, is_same=is_same),
    )


def _fix(comparison: Node, value: Node, file: SourceFile, *, is_same: bool) -> Rewrite:
    plain = unwrapped(value)
    is_plain = plain.type in _PLAIN
    code = written(plain if is_plain or not is_same else value, file)
    if not is_same:
        code = f"!{code}" if is_plain else f"!({code})"
    holder = comparison.parent
    is_bare = is_same and not is_plain
    outer = (
        holder if holder is not None and holder.type == "parenthesized_expression" and not is_bare else comparison
    )
    return Rewrite((replaced(outer, code),), is_safe=_is_surely_bool(plain, file))


def _is_surely_bool(value: Node, file: SourceFile) -> bool:
    """Whether the file says so: a type that can be compared with a `bool` is not one yet."""
    if value.type == "binary_expression":
        return text(value.child_by_field_name("operator")) in ("==", "!=", "<", ">", "<=", ">=", "&&", "||")
    return file.names.type_of(value) == "bool" or method(value) in ("is_null", "is_empty", "is_some", "is_none")


def _is_lookup(value: Node) -> bool:
    """`json["key"]`: what it gives is often no `bool`."""
    return value.type == "index_expression" and any(c.type == "string_literal" for c in value.named_children)
