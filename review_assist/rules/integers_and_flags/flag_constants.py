"""flag-constants: a set of bits declared as plain integer constants."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import (
    Constant,
    are_private_tests,
    are_shared_with_c,
    flags_of,
    have_common_word,
    is_bit_operand,
    read_constant,
    run_begun_by,
    uses_of,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, field, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile

_C_TYPE = pattern(r"(\w+::)*c_u?(char|short|int|long)")


@rule(
    level="warning",
    confidence="medium",
    words=("const ",),
    message="{names} are bits of one set, declared as plain `{type}`",
    ask="should {names} be one flags type, rather than `{type}` constants?",
    why="""To a C compiler a flag is an integer, and so is a count, a mask or a bit of some other set. A
        flags type in Rust costs the same, and the compiler refuses the wrong set.""",
    instead="""Declare the set once, with the `bitflags` crate or the project's own macro, and
        use that type for the fields and parameters that hold it.""",
    query="(const_item name: (identifier) type: (_) value: (_)) @constant",
    silent_in=(FileRole.SHIM, FunctionRole.BOUNDARY),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    covers=("flag-operation",),
    in_c="""
        #define INT_RX (1 << 4)
        #define INT_TX (1 << 5)
    """,
    checks="The compiler then refuses a bit of another set, or a plain number, where this set is wanted.",
)
def flag_constants(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C has `#define INT_RX (1 << 4)` or an `enum` for the bits of a register or of an `int flags` argument. Both
    are integers, so nothing but the prefix says which bits belong together, and `flags & INT_RX` compiles for
    any `flags`.

    In Rust a set of flags can be a type: a newtype around the integer with the bits as constants, `|` between
    two of them, `contains`, `insert` and `remove`. It has the size of the integer, can be built in a `const`,
    and prints the names with `{:?}`. A reviewer no longer checks that a mask belongs to the field.

    ## Keep it when
    The bits describe a layout that is taken apart in one place, by small methods that no other code looks
    behind; then constants that are private to those methods do no harm. The rule is silent where one function,
    or the methods of one type, keep them to themselves and only test for them, and
    where private ones in a type of C are only put together for a function to return. Public ones in the types of
    C are mostly C's own, and those beside functions that C calls are in the header for C: only told on request.

    ## Known problems
    Powers of two that are sizes are told from flags by their names only. Whether constants are used as a set
    in another file is not visible.

    ```rust bad
    const INT_TX: u32 = 1 << 5;
    const INT_RX: u32 = 1 << 4;
    const INT_ERROR: u32 = 1 << 10;
    const INT_ALL: u32 = INT_TX | INT_RX | INT_ERROR;
    ```
    ```rust good
    bitflags! {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        struct Interrupt: u32 {
            const TX = 1 << 5;
            const RX = 1 << 4;
            const ERROR = 1 << 10;
        }
    }
    ```
    ```rust good
    // Sizes, not flags.
    const PAGE_SIZE: usize = 1 << 12;
    const LARGE_PAGE_SIZE: usize = 1 << 21;
    const HUGE_PAGE_SIZE: usize = 1 << 30;
    ```
    """
    constant = read_constant(captures["constant"], file.names)
    if constant is None or (constant.value and not constant.value & 0xFFFFFFFF):
        return "the value is no number that is visible, or a large one"
    run = run_begun_by(constant, file)
    bits = flags_of(run) if run else []
    if bits and 2 * sum(file.is_added(bit.node) for bit in bits) < len(bits):
        return "the patch adds to a set that is there"
    if not bits or are_private_tests(bits, file):
        return "it is not the first of a run of single bits, or they belong to one type alone"
    is_word = _is_word_for_c(run, file)
    return Hit(
        at=constant.node,
        confidence="low" if is_word else _confidence(run, bits, file),
        values={"names": _listed(bits), "type": field(constant.node, "type") or ""},
        names=frozenset(c.name for c in run),
    )


def _are_of_c(bits: list[Constant]) -> bool:
    """`pub const POLLIN: c_short`: in the types of C, for others to use."""
    declared = (text(field(bit.node, "type")) for bit in bits)
    return all(_C_TYPE.fullmatch(each) for each in declared) and all(is_public(bit.node) for bit in bits)


def _is_word_for_c(run: list[Constant], file: SourceFile) -> bool:
    """Whether private bits of a C type are only put together, for a function to return: nothing asks for one."""
    declared = text(field(run[0].node, "type"))
    if not _C_TYPE.fullmatch(declared) or any(is_public(constant.node) for constant in run):
        return False
    uses = [use for constant in run for use in uses_of(constant, file)]
    return bool(uses) and all(_is_result(use, declared) for use in uses)


def _is_result(use: Node, declared: str) -> bool:
    """Whether the name, or several with `|` between them, is what a function that returns such a number gives."""
    inner, around = use, use.parent
    while around is not None and around.type in ("binary_expression", "parenthesized_expression"):
        if around.type == "binary_expression" and text(field(around, "operator")) != "|":
            return False
        inner, around = around, around.parent
    if around is None or around.type not in ("match_arm", "block", "return_expression"):
        return False
    function = enclosing(inner, "function_item", "closure_expression")
    return function is not None and text(field(function, "return_type")) == declared


def _confidence(run: list[Constant], bits: list[Constant], file: SourceFile) -> Confidence:
    """Certain if the bits are combined or tested, unlikely if neither a common prefix nor shifts hint at a set."""
    if _are_of_c(bits) or are_shared_with_c(bits, file):
        return "low"
    is_used_as_set = any(c.is_union for c in run) or any(
        is_bit_operand(use) for bit in bits for use in uses_of(bit, file)
    )
    if is_used_as_set:
        return "high" if have_common_word(bits) else "medium"
    is_written_as_bits = all(bit.is_shift for bit in bits) or _is_row(bits)
    return "medium" if have_common_word(bits) and is_written_as_bits else "low"


def _is_row(bits: list[Constant]) -> bool:
    """Four or more, each twice the one before: sizes come in threes."""
    return len(bits) > 3 and [bit.value for bit in bits] == [1 << at for at in range(len(bits))]


def _listed(bits: list[Constant]) -> str:
    shown = ", ".join(f"`{bit.name}`" for bit in bits[:2])
    more = len(bits) - 2
    return f"{shown} and `{bits[2].name}`" if more == 1 else f"{shown} and {more} more constants"
