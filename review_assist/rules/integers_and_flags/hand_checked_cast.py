"""hand-checked-cast: `if n > u16::MAX as usize { .. }`, and then `n as u16`."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves
from review_assist.rules.indices_and_loops._behind import statements_behind
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.rewrite import statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_as
from review_assist.syntax.nodes import descendants, enclosing, field, text, unwrapped
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_LARGEST = {f"{sign}{bits}": str(2 ** (bits - (sign == "i")) - 1) for sign in "iu" for bits in (8, 16, 32, 64)}
_MAX = pattern(r"(?:(?:std|core)::)?([iu](?:8|16|32|64|size))::(?:MAX|max_value\(\))")
_PLACE = pattern(r"[a-z_]\w*(\.\w+)*(\.len\(\))?")
_FLOAT = pattern(r"\bf(32|64)\b")


@rule(
    level="note",
    confidence="medium",
    clippy=("checked_conversions",),
    words=("::MAX", "::max_value()", "0xff", "0xFF", "255", "65535"),
    message="`{value}` is compared with the largest `{type}`, and then cast to it",
    ask="could `{type}::try_from({value})` do the test of `{value}` and the cast in one step?",
    why="""A C cast cuts off what does not fit, so careful code compares first. The two lines have to agree,
        and nothing checks that they do: `as` still cuts off if the limit, or a type, is changed in one.""",
    instead="""Write `let Ok({name}) = {type}::try_from({value}) else {{ .. }};`, or hand the error on
        with `?`.""",
    query="""
    (if_expression condition: (_) @condition consequence: (block) @body) @test
    """,
    silent_in=(FileRole.TEST, FileRole.MACROS, FunctionRole.TEST, FunctionRole.CONST),
    in_c="""
        if (n < 0 || n > UINT16_MAX)
            return -EINVAL;
        port = (uint16_t)n;
    """,
    checks="The compiler then takes the limits from the type, and there is no cast that could cut off a part.",
)
def hand_checked_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C every conversion of an integer succeeds. `if (n < 0 || n > UINT16_MAX) return -EINVAL;` stands in front
    of it where the author has thought of the rest, and the cast follows further down.

    `u16::try_from(n)` is both: it gives the number as a `u16`, or an error if it is none. There is one place that
    names the type, the sign is looked at as well, and what is behind it works with a value that is known to fit.
    Where a function returns a `Result`, `?` is all it takes.

    ## Keep it when
    The limit is another one that happens to be as large, or the code runs in a `const`, where `try_from` cannot
    be called; the rule is silent there, and where the value is changed in between.

    ## Known problems
    A cast in a function that is called with the value is not seen.

    ```rust bad
    fn set_port(config: &mut Config, port: i32) -> Result<(), Error> {
        if port < 0 || port > u16::MAX as i32 {
            return Err(Error::Range);
        }
        config.port = port as u16;
        Ok(())
    }
    ```
    ```rust good
    fn set_port(config: &mut Config, port: i32) -> Result<(), Error> {
        config.port = u16::try_from(port).map_err(|_| Error::Range)?;
        Ok(())
    }
    ```
    ```rust good
    // The limit is the buffer's, and no type's.
    fn set_length(config: &mut Config, length: usize) -> Result<(), Error> {
        if length > config.buffer.len() {
            return Err(Error::Range);
        }
        config.length = length as u32;
        Ok(())
    }
    ```
    """
    found = _limited(captures["condition"])
    if found is None or is_in_const(captures["test"]) or _FLOAT.search(text(captures["condition"])):
        return "nothing is compared with the largest number of a type"
    value, limits, is_refused = found
    if is_refused:
        if not leaves(captures["body"]) or field(captures["test"], "alternative") is not None:
            return "the branch does not leave"
        scope = statements_behind(statement_of(captures["test"]), _word(value))
    else:
        scope = [captures["body"]]
    cast = _cast(scope, value, limits)
    if cast is None:
        return "the value is not cast to that type behind it"
    name = value.removesuffix(".len()").rpartition(".")[2]
    return Hit(
        at=captures["condition"],
        values={"value": value, "type": text(field(cast, "type")), "name": name},
    )


def _limited(condition: Node) -> tuple[str, frozenset[str], bool] | None:
    """What is compared with the largest number of which types, and whether the branch is for what is larger."""
    parts = _parts(unwrapped(condition))
    found: tuple[str, frozenset[str], bool] | None = None
    for part in parts:
        left, right = field(part, "left"), field(part, "right")
        operator = text(field(part, "operator"))
        if left is None or right is None or operator not in (">", "<=", "<", ">="):
            return None
        place = squeezed(text(without_as(unwrapped(left))))
        types = _types(right)
        if types and operator in (">", "<=") and _PLACE.fullmatch(place) and found is None:
            found = place, types, operator == ">"
        elif squeezed(text(right)) != "0":
            return None
    if found is None or any(squeezed(text(without_as(field(part, "left") or part))) != found[0] for part in parts):
        return None
    return found


def _parts(condition: Node) -> list[Node]:
    """The comparisons of `a || b`, or of `a && b`; one at most besides the one with the limit."""
    if condition.type == "binary_expression" and text(field(condition, "operator")) in ("||", "&&"):
        return [
            unwrapped(side) for side in (field(condition, "left"), field(condition, "right")) if side is not None
        ]
    return [condition] if condition.type == "binary_expression" else []


def _types(limit: Node) -> frozenset[str]:
    """The types whose largest number it is: of `u16::MAX as i32`, `i32::from(u16::MAX)` and `0xffff`."""
    written = squeezed(text(without_as(unwrapped(limit))))
    inner = re.fullmatch(r"[iu]\w+::from\((.*)\)", written)
    written = inner[1] if inner is not None else written
    if (named := _MAX.fullmatch(written)) is not None:
        return frozenset((named[1],))
    if not re.fullmatch(r"0[xX][fF]{2,16}|255|65_?535", written):
        return frozenset()
    number = str(int(written.replace("_", ""), 0))
    return frozenset(kind for kind, most in _LARGEST.items() if most == number and kind.startswith("u"))


def _word(value: str) -> str:
    """The name that every mention of the value has in it."""
    return value.partition(".")[0]


def _cast(scope: list[Node], value: str, types: frozenset[str]) -> Node | None:
    """The first cast of the value to one of the types, if it is still the same value."""
    for statement in scope:
        for cast in _casts(statement):
            inner = field(cast, "value")
            if (
                inner is None
                or text(field(cast, "type")) not in types
                or squeezed(text(unwrapped(inner))) != value
            ):
                continue
            return cast if enclosing(cast, "closure_expression") is None else None
        if is_assigned(statement, value):
            return None
    return None


@lru_cache(maxsize=256)
def _casts(statement: Node) -> tuple[Node, ...]:
    every = (statement, *descendants(statement, "type_cast_expression"))
    return tuple(each for each in every if each.type == "type_cast_expression")
