"""flag-operation: a bit is set, cleared or tested by hand, with an integer constant for a mask."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.integers_and_flags._constants import (
    are_private_tests,
    are_shared_with_c,
    flags_of,
    is_integer_type,
    read_constant,
    run_of,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, text, unwrapped
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile, squeezed

_NEAR = 4
"""Constants on either side that show whether one is a bit of a set."""


@rule(
    level="note",
    confidence="medium",
    words=("& ", "|= ", "&= "),
    message="the bit `{flag}` is {done} by hand in `{set}`",
    ask="could `{set}` be of a flags type, so that this reads `{cure}`?",
    why="""In C a set of flags is an integer, and each `&` and `|` trusts that mask and variable belong
        together. A flags type checks that, and names the operation.""",
    instead="""With a type for `{flag}` and its neighbours (`bitflags`, or the project's macro) this is
        `{cure}`.""",
    query="""
    [(compound_assignment_expr) (binary_expression)] @operation
    """,
    silent_in=(FileRole.SHIM, FunctionRole.BOUNDARY),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    in_c="""
        s->state |= FLAG_BUSY;
        s->state &= ~FLAG_OPEN;
    """,
    checks="""
        The compiler then checks that flag and field belong to one set; a forgotten `!` cannot clear the
        other bits.
    """,
)
def flag_operation(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Setting a bit with `|=`, clearing it with `&= !`, testing it with `& .. != 0`: these are C's words for a set,
    and they work on any integer, so a mask of another register fits as well as the right one.

    A flags type in Rust has methods for the three: `insert`, `remove`, `contains`. They take that type only, so
    the compiler finds the mask that belongs elsewhere, and a reader sees the intent rather than the bits.

    ## Keep it when
    The integer is a register value that goes to hardware as it is, and the operation stands in one small
    accessor; or the constants are private to the function, or the type, which only tests for them.

    ## Known problems
    A variable that already has a flags type with constants outside of it looks the same.

    ```rust bad
    const FLAG_OPEN: u32 = 1 << 0;
    const FLAG_BUSY: u32 = 1 << 1;
    const FLAG_ERROR: u32 = 1 << 2;

    fn start(state: &mut u32) {
        *state |= FLAG_BUSY;
    }
    ```
    ```rust good
    fn start(state: &mut PortState) {
        state.insert(PortState::BUSY);
    }
    ```
    ```rust good
    // The low bits of a number, not a set of flags.
    const LOW_BITS: u32 = 0x1ff;

    fn offset(address: u32) -> bool {
        address & LOW_BITS != 0
    }
    ```
    """
    at = captures["operation"]
    parts = _changed(at) if at.type == "compound_assignment_expr" else _tested(at)
    if parts is None or parts[1].type not in ("identifier", "scoped_identifier"):
        return "it neither sets, clears nor tests a bit that has a name"
    held, flag = parts
    plain = _dereferenced(held)
    declared = file.names.type_of(plain)
    is_certain = plain.type == "identifier" or text(field(plain, "value")) == "self"
    is_known_integer = (
        is_certain and declared is not None and is_integer_type(re.sub(r"^&\s*(mut\s+)?", "", declared))
    )
    if is_certain and declared is not None and not is_known_integer:
        return "what holds the bits has a type that is no integer"
    if not _is_declared_flag(flag, file) and not (is_known_integer and _is_foreign_constant(flag, file)):
        return "the mask is not known to be an integer constant that is one bit of a set"
    done, method = _done(at)
    return Hit(
        at=at,
        names=frozenset((text(flag).rpartition("::")[2],)),
        values={
            "set": plain,
            "flag": flag,
            "done": done,
            "cure": f"{method[0]}{file.quote(plain)}.{method[1:]}({file.quote(flag)})".strip(),
        },
    )


def _is_declared_flag(flag: Node, file: SourceFile) -> bool:
    """An integer constant of this file that is one bit of a set, which more than a few tests and C make use of."""
    item = file.names.constants.get(text(flag))
    constant = read_constant(item, file.names) if item is not None else None
    bits = flags_of(run_of(constant, file.names, _NEAR)) if constant is not None else []
    is_one = constant is not None and constant.name in {bit.name for bit in bits}
    return is_one and not are_private_tests(bits, file) and not are_shared_with_c(bits, file)


def _is_foreign_constant(flag: Node, file: SourceFile) -> bool:
    """A constant of another module, not of a type, as in `registers::INT_TX`."""
    path = squeezed(text(flag))
    module = file.names.resolve(path).rpartition("::")[0].rpartition("::")[2]
    is_constant = re.fullmatch(r"[A-Z][A-Z0-9_]+", path.rpartition("::")[2])
    return bool(is_constant and re.fullmatch(r"[a-z]\w*", module)) and not is_c_path(path, file.names)


def _changed(at: Node) -> tuple[Node, Node] | None:
    """Set and flag of `set |= flag` and `set &= !flag`."""
    held, operator, flag = field(at, "left"), text(field(at, "operator")), field(at, "right")
    if operator == "&=" and flag is not None and text(flag).startswith("!"):
        operator, flag = "|=", child(flag, 0)
    return (held, flag) if operator == "|=" and held is not None and flag is not None else None


def _tested(at: Node) -> tuple[Node, Node] | None:
    """Set and flag of `set & flag != 0`, and of `== 0`."""
    left = field(at, "left")
    if text(field(at, "operator")) not in ("!=", "==") or text(field(at, "right")) != "0" or left is None:
        return None
    mask = unwrapped(left)
    held, flag = field(mask, "left"), field(mask, "right")
    if mask.type != "binary_expression" or text(field(mask, "operator")) != "&" or held is None or flag is None:
        return None
    return (held, flag) if flag.type == "identifier" else None


def _done(at: Node) -> tuple[str, str]:
    """The operation in words, and the method for it, with `!` or a blank in front."""
    operator = text(field(at, "operator"))
    if operator == "|=":
        return "set", " insert"
    if operator == "&=":
        return "cleared", " remove"
    return "tested", "!contains" if operator == "==" else " contains"


def _dereferenced(node: Node) -> Node:
    node = unwrapped(node)
    if node.type == "unary_expression" and text(node).startswith("*"):
        return child(node, 0) or node
    return node
