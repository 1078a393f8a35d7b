"""match-on-constants: a `match` whose arms are integer constants and whose last arm takes the rest."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import read_constant, run_of
from review_assist.rules.integers_and_flags.integer_kind_constants import certainty, is_counted
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, field, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile, squeezed

_NEAR, _OFFSETS = 8, 4
_OFFSET = pattern(r"(\w+_)?(offset|off|addr|address|reg|register)")
_HEX = pattern(r"0x|[0-9]\b")
_TEXT = pattern(r'\{?(Some\(|Ok\()?(b|c|br|r#*)?"')
_REGISTER = pattern(r"(^|_)(REG|REGISTER|OFFSET)(_|$)")
_CONVERTS = pattern(r"(try_)?from(_|$)|parse|decode|(^|_)to_|(^|_)as_|name|fmt|describe")


@rule(
    level="warning",
    confidence="medium",
    words=("match ",),
    message="`match {value}` tells {constants} apart and needs an arm for all other numbers",
    ask="could `{value}` become an enum before it is matched against {names}?",
    why="""A `switch` over numbers needs its `default`, and nobody notices when a new case is missing. A
        `match` on an enum is checked: each variant has an arm, and a bad number was refused where it came
        in.""",
    instead="""Declare an enum with these as variants, and `TryFrom` where the number comes in; the `match`
        then needs no arm for numbers that mean nothing.""",
    query="(match_expression value: (_) @value body: (match_block) @arms)",
    silent_in=(FileRole.SHIM, FunctionRole.ABI, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    in_c="""
        switch (offset) {{
        case STATUS_REG: return s->status;
        default: return 0;
        }}
    """,
    checks="The compiler then lists every `match` that lacks an arm when a variant is added.",
)
def match_on_constants(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Register offsets, message types and states are `#define`s in C, and a `switch` tells them apart. Whatever is
    no known number goes to `default`, together with the case that somebody forgot.

    In Rust the number can become an enum at the edge: `Register::try_from(offset)`. Behind that line only known
    values exist. The `match` lists them all, the compiler objects when one is missing, and "no such register"
    is handled in one place rather than in a `_` arm of each `match`.

    Offsets that are matched as plain numbers, `0x400 => ..`, want names all the more.

    ## Keep it when
    This `match` is that edge: a function that turns numbers into variants, or into their names. The rule knows
    such functions by their names (`from_..`, `parse_..`, `.._name`), and by arms that all are text. In a
    function that C calls the number is C's, and the rule is silent.

    ## Known problems
    Constants that are declared in another file are not known to be integers, and only reported if the value is
    masked or shifted at that place, as in `match offset & !4`.

    ```rust bad
    const CONTROL_REG: u64 = 0x00;
    const STATUS_REG: u64 = 0x08;
    const COUNTER_REG: u64 = 0x20;

    fn read(port: &Port, offset: u64) -> u32 {
        match offset {
            CONTROL_REG => port.control,
            STATUS_REG => port.status,
            COUNTER_REG => port.counter,
            _ => 0,
        }
    }
    ```
    ```rust good
    fn read(port: &Port, register: Register) -> u32 {
        match register {
            Register::Control => port.control,
            Register::Status => port.status,
            Register::Counter => port.counter,
        }
    }
    ```
    ```rust good
    // The edge: numbers become variants.
    const CONTROL_REG: u64 = 0x00;
    const STATUS_REG: u64 = 0x08;
    const COUNTER_REG: u64 = 0x20;

    fn register_from_offset(offset: u64) -> Option<Register> {
        match offset {
            CONTROL_REG => Some(Register::Control),
            STATUS_REG => Some(Register::Status),
            COUNTER_REG => Some(Register::Counter),
            _ => None,
        }
    }
    ```
    """
    function = file.function(captures["value"])
    if function is not None and _CONVERTS.search(function.name):
        return "the function is where a number becomes something else"
    arms = [arm for arm in captures["arms"].named_children if arm.type == "match_arm"]
    patterns = [pattern for arm in arms if (pattern := field(arm, "pattern")) is not None]
    if len(patterns) < 2 or text(patterns[-1]) != "_" or _are_names(arms[:-1]):
        return "it does not end in `_`, or its arms only give names"
    if offsets := _offsets(captures["value"], patterns[:-1]):
        return Hit(at=captures["value"], values={"value": captures["value"], **_shown(offsets, "numbers")})
    names = [name for pattern in patterns[:-1] for name in _alternatives(pattern)]
    if len(set(names)) < 3:
        return "fewer than three constants are named"
    if not all(_is_number(name, file) for name in names) and not _is_masked(captures["value"], names, file):
        return "not all the arms are integer constants of this file"
    return Hit(at=captures["value"], values={"value": captures["value"], **_shown(names, "integer constants")})


def _shown(names: list[str], what: str) -> dict[str, str]:
    return {
        "constants": f"{len(set(names))} {what}",
        "names": f"`{names[0]}`, `{names[1]}` and the others",
    }


def _offsets(value: Node, patterns: list[Node]) -> list[str]:
    """The plain numbers by which a `match` on an offset tells registers apart; empty if there are few of them."""
    name = next(
        (text(node) for node in (value, *descendants(value, "identifier")) if node.type == "identifier"), ""
    )
    if not _OFFSET.fullmatch(name):
        return []
    only = [child(pattern, 0) for pattern in patterns if field(pattern, "condition") is None]
    numbers = [text(node) for node in only if node is not None and node.type == "integer_literal"]
    is_all = len(numbers) + sum(node is not None and node.type == "range_pattern" for node in only) == len(
        patterns
    )
    return numbers if is_all and len(numbers) >= _OFFSETS and all(_HEX.match(n) for n in numbers) else []


def _are_names(arms: list[Node]) -> bool:
    """Whether each arm is a text: the numbers become what a reader sees."""
    return all(_TEXT.match(squeezed(text(field(arm, "value")))) for arm in arms)


def _alternatives(pattern: Node) -> list[str]:
    """The names of an arm, `A | B`; something that is no constant if it holds anything else."""
    only = child(pattern, 0)
    if only is None or field(pattern, "condition") is not None:
        return [""]
    todo, names = [only], []
    while todo:
        node = todo.pop()
        if node.type == "or_pattern":
            todo += reversed(node.named_children)
        else:
            names.append(text(node) if node.type == "identifier" else "")
    return names


def _is_masked(value: Node, names: list[str], file: SourceFile) -> bool:
    """Whether the value is an integer by its own look, `offset & !4`, and the names are those of one set.

    Such an operator with a literal gives an integer, so the names are integer constants, wherever they stand.
    """
    if value.type != "binary_expression" or text(field(value, "operator")) not in ("&", ">>", "<<", "%"):
        return False
    right = field(value, "right")
    mask = child(right, 0) if right is not None and right.type == "unary_expression" else right
    if mask is None or mask.type != "integer_literal":
        return False
    if any(name in file.names.constants or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name) for name in names):
        return False
    if any(is_c_path(file.names.resolve(name), file.names) for name in names):
        return False
    return any(len({name.split("_")[at] for name in names}) == 1 for at in (0, -1))


def _is_number(name: str, file: SourceFile) -> bool:
    """An integer constant of this file that no finding about its declaration speaks of already."""
    item = file.names.constants.get(name)
    constant = read_constant(item, file.names) if item is not None else None
    if item is None or constant is None:
        return False
    declared = text(field(item, "type"))
    if declared in ("u8", "i8") and not _REGISTER.search(name):
        return False  # bytes are mostly characters, and the set of those is not closed
    run = run_of(constant, file.names, _NEAR)
    return not (file.is_added(constant.node) and is_counted(run) and certainty(run, file))
