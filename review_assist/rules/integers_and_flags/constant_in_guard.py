"""constant-in-guard: arms of a `match` that compare with a constant each, `x if x == A as u32`."""

from __future__ import annotations

from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, text, unwrapped
from review_assist.syntax.source import SourceFile

_CONSTANT = pattern(r"(\w+::)*[A-Z][A-Z0-9_]+")
_VARIANT = pattern(r"(\w+::)*([A-Z]\w*)::[A-Z]\w*")
_FEW = 3
_FEW_CASTS = 2
"""Arms from which on it is a list of cases, and no exception among others."""
_MOST = 100


@rule(
    level="note",
    confidence="medium",
    words=(" if ",),
    message="{count} arms of `match {value}` compare it with a constant each, in a guard",
    ask="could the {count} arms of `match {value}` that compare it in a guard be plain patterns?",
    why="""A `case` of C takes any constant, and an enum is an integer there. In Rust a guard is opaque to the
        compiler: it neither notices that two arms are the same, nor that a constant has no arm.""",
    instead="Write `{pattern} =>`: {cure}.",
    query="(match_expression value: (_) @value body: (match_block) @arms)",
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="""
        switch (attr) {{
        case TEMP_INPUT: return 0444;
        case TEMP_MAX:   return 0644;
        }}
    """,
    checks="The compiler then warns of an arm that can never be reached, and lists the cases that have none.",
)
def constant_in_guard(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C an enumerator is an integer, so `switch` over a number can name it: `case TEMP_INPUT:`. In Rust the number
    and the enum are two types, and `Attribute::Input as u32` is an expression, which cannot stand in a pattern. A
    guard is the way around it: `x if x == Attribute::Input as u32`.

    What gets lost is what `match` is good at. A guard is a condition like any other, so the compiler checks no
    arm against the next, and every such `match` needs a last one for the rest. If the number is turned into the
    enum where it comes in, by `TryFrom`, the `match` is over variants, and a number that stands for none is
    handled once. A `const` needs neither: its name is a pattern.

    ## Keep it when
    This is where the number becomes the variant, or the values are only known at run time, as those of variables
    and statics are.

    ## Known problems
    A constant of a type whose equality is written by hand cannot be a pattern.

    ```rust bad
    fn mode(attribute: u32) -> u16 {
        match attribute {
            x if x == Attribute::Input as u32 => 0o444,
            x if x == Attribute::Limit as u32 => 0o644,
            x if x == Attribute::Hysteresis as u32 => 0o644,
            _ => 0,
        }
    }
    ```
    ```rust good
    fn mode(attribute: Attribute) -> u16 {
        match attribute {
            Attribute::Input => 0o444,
            Attribute::Limit | Attribute::Hysteresis => 0o644,
        }
    }
    ```
    ```rust good
    // Places that are found at run time cannot be patterns.
    fn order(place: usize, by_size: usize, by_time: usize, by_name: usize) -> Order {
        match place {
            i if i == by_size => Order::Size,
            i if i == by_time => Order::Time,
            i if i == by_name => Order::Name,
            _ => Order::None,
        }
    }
    ```
    """
    value = text(captures["value"])
    arms = islice(captures["arms"].named_children, _MOST)
    guarded = [(arm, compared) for arm in arms if (compared := _compared(arm, value, file))]
    if any(text(field(arm, "value")) == compared for arm, compared in guarded):
        return "this is where the number becomes a variant"
    variant = next((match for _, compared in guarded if (match := _VARIANT.fullmatch(compared))), None)
    if len(guarded) < (_FEW if variant is None else _FEW_CASTS):
        return "hardly any arm has such a guard"
    named, cure = guarded[0][1], "a constant can stand in a pattern"
    if variant is not None:
        enum = variant[0].rpartition("::")[0]
        named, cure = variant[0], f"with `TryFrom` for `{enum}` the number becomes a variant where it comes in"
    return Hit(
        at=field(guarded[0][0], "pattern") or guarded[0][0],
        values={"value": value, "count": str(len(guarded)), "pattern": named, "cure": cure},
    )


def _compared(arm: Node, value: str, file: SourceFile) -> str:
    """`A` of `x if x == A`, `Kind::A` of `x if x == Kind::A as u32`; empty if the guard is no such test."""
    matched = field(arm, "pattern")
    condition, name = (field(matched, "condition"), child(matched, 0)) if matched is not None else (None, None)
    if condition is None or condition.type != "binary_expression" or text(field(condition, "operator")) != "==":
        return ""
    left, right = text(field(condition, "left")), field(condition, "right")
    is_bound = name is not None and name.type == "identifier" and left == text(name)
    if right is None or not (is_bound or left == value):
        return ""
    right = unwrapped(right)
    if right.type == "type_cast_expression":
        constant = text(field(right, "value"))
        return constant if _VARIANT.fullmatch(constant) else ""
    is_static = text(right) in file.names.statics or text(right) in file.names.foreign
    return text(right) if _CONSTANT.fullmatch(text(right)) and not is_static else ""
