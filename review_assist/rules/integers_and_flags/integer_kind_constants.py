"""integer-kind-constants: numbered constants that stand for the kinds of one thing, as in a C enum."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import (
    Constant,
    have_common_word,
    read_constant,
    run_begun_by,
    surroundings,
    uses_of,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, field, text
from review_assist.syntax.source import SourceFile

_KIND = pattern(
    r"(^|_)(STATE|TYPE|KIND|MODE|STATUS|ERR|ERROR|EVENT|CMD|COMMAND|OP|CLASS|TAG|ACTION|METHOD|REASON|POLICY)(_|$)"
)
"""What an enum of C is called, where nothing that is visible uses the constants."""

_LIMITS = (">", "<=")


@rule(
    level="warning",
    confidence="medium",
    words=("const ",),
    message="{names} number the kinds of one thing, as plain `{type}`",
    ask="could {names} be the variants of an enum?",
    why="""A C `enum` is a list of integers, so a list of constants loses nothing. A Rust enum is a type of
        its own: no other number fits into it, and a `match` that forgets a variant does not compile.""",
    instead="""Declare an enum with these as variants, `#[repr(..)]` if the numbers matter, and `TryFrom`
        for the place where a number comes in from outside.""",
    query="(const_item name: (identifier) type: (_) value: (_)) @constant",
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    in_c="""
        #define STATE_IDLE 0
        #define STATE_BUSY 1
        uint8_t state = 7;                  /* compiles */
    """,
    checks="The compiler then lets no other number in, and every `match` has to name all variants or say `_`.",
)
def integer_kind_constants(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `#define STATE_IDLE 0`, `STATE_BUSY 1`, `STATE_DONE 2`, and an `int state`: in C this is as good as an enum,
    because a C enum is an `int` as well. A `switch` needs a `default`, and a new state has to be searched for.

    In Rust an enum is closed: a variable of the type holds one of the variants and nothing else. `match` is
    checked for completeness, so a new variant shows each place that has to know of it, and no arm is needed
    for numbers that cannot occur. A number from outside is turned into a variant once, with `TryFrom`, and
    that is where the bad ones are refused.

    ## Keep it when
    The numbers are positions, sizes, or values that others may extend (opcodes of a protocol that pass
    through); a set that is not closed is no enum.

    ## Known problems
    Uses in other files are not visible, so constants that are only compared elsewhere are not reported.

    ```rust bad
    const STATE_IDLE: u8 = 0;
    const STATE_BUSY: u8 = 1;
    const STATE_DONE: u8 = 2;

    fn is_idle(state: u8) -> bool {
        state == STATE_IDLE || state == STATE_DONE
    }
    ```
    ```rust good
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum State {
        Idle,
        Busy,
        Done,
    }

    fn is_idle(state: State) -> bool {
        state != State::Busy
    }
    ```
    ```rust good
    // Positions in a table.
    const COLUMN_NAME: usize = 0;
    const COLUMN_SIZE: usize = 1;
    const COLUMN_OWNER: usize = 2;

    fn owner(row: &[String]) -> Option<&String> {
        row.get(COLUMN_OWNER)
    }
    ```
    """
    constant = read_constant(captures["constant"], file.names)
    if constant is None:
        return "the value is no number that is visible"
    run = run_begun_by(constant, file)
    if not is_counted(run):
        return "it is not the first of three or more that count up"
    confidence = certainty(run, file)
    if confidence is None:
        return "nothing shows that they are the kinds of one thing"
    return Hit(
        at=constant.node,
        confidence=confidence,
        values={
            "names": f"`{run[0].name}`, `{run[1].name}` and {_rest(run)}",
            "type": field(constant.node, "type") or "",
        },
    )


def is_counted(run: list[Constant]) -> bool:
    """Three or more that count up from -1, 0 or 1, or down from -1, written as numbers."""
    values = [c.value for c in run]
    if len(run) < 3 or any(c.is_shift or c.is_union for c in run):
        return False
    is_down = values[0] == -1 and values == list(range(-1, -1 - len(values), -1))
    return is_down or (values[0] in (-1, 0, 1) and values == list(range(values[0], values[0] + len(values))))


def certainty(run: list[Constant], file: SourceFile) -> Confidence | None:
    """Certain if they have an alias for a type of their own, likely if they are matched or compared; else None."""
    declared = text(field(run[0].node, "type"))
    if declared == "usize" or any(
        _is_position(use, is_last=c == run[-1]) for c in run for use in uses_of(c, file)
    ):
        return None
    if declared in file.names.aliases:
        return "high"
    is_told_apart = any(_is_told_apart(use) for c in run for use in uses_of(c, file))
    if not have_common_word(run):
        return None
    is_named = all(_KIND.search(c.name) for c in run) and not any(True for c in run for _ in uses_of(c, file))
    return "medium" if is_told_apart or is_named else None


def _is_told_apart(use: Node) -> bool:
    """In a pattern, or compared for equality."""
    parent = use.parent
    if parent is not None and parent.type in ("match_pattern", "or_pattern", "tuple_pattern"):
        return True
    around = surroundings(use)
    return (
        around is not None
        and around.type == "binary_expression"
        and text(field(around, "operator")) in ("==", "!=")
    )


def _is_position(use: Node, *, is_last: bool) -> bool:
    """An index, or an operand of arithmetic or order, but for `kind > LAST`: then it is a number."""
    around = surroundings(use)
    if around is None:
        return False
    if around.type == "index_expression" or any(parent.type == "array_type" for parent in ancestors(use)):
        return True
    if around.type not in ("binary_expression", "compound_assignment_expr"):
        return False
    operator = text(field(around, "operator"))
    return operator not in ("==", "!=", "||", "&&") and not (is_last and operator in _LIMITS)


def _rest(run: list[Constant]) -> str:
    return f"`{run[2].name}`" if len(run) == 3 else f"{len(run) - 2} more constants"
