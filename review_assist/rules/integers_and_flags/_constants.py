"""Runs of constants that stand together: their values, and whether they are bits or numbers of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.names import Names
from review_assist.syntax.nodes import COMMENTS, child, enclosing, field, text, unwrapped
from review_assist.syntax.roles import is_exported, is_public
from review_assist.syntax.source import SourceFile

_REACH = 64
"""Constants looked at on either side; a longer run is known by then."""
_ENOUGH = 200
"""Uses of a name that are looked at."""
_INTEGER = pattern(
    r"[iu](8|16|32|64|128|size)"
    r"|(\w+::)*(c_(char|schar|uchar|short|ushort|int|uint|long|ulong|longlong|ulonglong)|s?size_t|ssize_t|u?int\d+_t)"
    r"|(\w+::)*(hwaddr|ram_addr_t|dma_addr_t|phys_addr_t|resource_size_t|off_t|loff_t)"
)
_LITERAL = pattern(r"(0x[0-9a-fA-F_]+?|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)(_?[iu](8|16|32|64|128|size))?")
_NO_FLAG = pattern(
    r"(^|_)(SIZE|LEN|LENGTH|ALIGN|ALIGNMENT|MAX|MIN|SHIFT|MASK|BITS?|CAP|CAPACITY|LIMIT|COUNT|DEPTH|OFFSET|PAGE"
    r"|[KMGT]I?B|WIDTH|HEIGHT|TIMEOUT|FREQ|RATE|HZ|BASE|ADDR|NUM|ORDER|CHUNK|BLOCK|WINDOW|STEP)(_|$|\d)"
)


@dataclass(frozen=True, slots=True)
class Constant:
    """A `const` with the integer it stands for."""

    name: str
    value: int
    node: Node
    is_shift: bool
    """Written as `1 << n`."""
    is_union: bool
    """Written as `A | B`."""


def is_integer_type(name: str) -> bool:
    """A primitive integer, or one of C's (`c_int`, `libc::size_t`)."""
    return _INTEGER.fullmatch(name) is not None


def read_constant(item: Node, names: Names) -> Constant | None:
    """A `const_item` of an integer type (or an alias of one) whose value can be told; else None."""
    declared, value = text(field(item, "type")), field(item, "value")
    alias = names.aliases.get(declared)
    name = text(field(item, "name"))
    if (
        value is None
        or name.upper() != name
        or not is_integer_type(text(field(alias, "type")) if alias is not None else declared)
    ):
        return None
    number = evaluate(value, names)
    if number is None:
        return None
    inner = unwrapped(value)
    operator = text(field(inner, "operator")) if inner.type == "binary_expression" else ""
    return Constant(name, number, item, operator == "<<", operator == "|")


def evaluate(value: Node, names: Names, depth: int = 4) -> int | None:
    """The integer that a constant expression stands for; None if that is not plain to see."""
    node = unwrapped(value)
    if node.type == "type_cast_expression":
        inner = field(node, "value")
        return evaluate(inner, names, depth - 1) if inner is not None and depth else None
    if node.type == "integer_literal":
        return literal(text(node))
    if node.type == "unary_expression" and text(node).startswith("-"):
        inner = child(node, 0)
        number = literal(text(inner)) if inner is not None else None
        return -number if number is not None else None
    if node.type == "identifier" and depth:
        item = names.constants.get(text(node))
        inner = field(item, "value") if item is not None else None
        return evaluate(inner, names, depth - 1) if inner is not None else None
    if node.type == "binary_expression" and depth:
        return _combined(node, names, depth - 1)
    return None


def literal(written: str) -> int | None:
    """The value of an integer literal, suffix and underscores off."""
    found = _LITERAL.fullmatch(written)
    if found is None or len(written) > 60:
        return None
    digits = found[1].replace("_", "")
    return int(digits, 0) if digits[:2] in ("0x", "0o", "0b") else int(digits)


def run_of(constant: Constant, names: Names, reach: int = _REACH) -> list[Constant]:
    """The constants of the same type directly above and below, and this one, in source order."""
    above = list(islice(_neighbours(constant, names, forward=False), reach))
    return [*reversed(above), constant, *islice(_neighbours(constant, names, forward=True), reach)]


def run_begun_by(constant: Constant, file: SourceFile) -> list[Constant]:
    """The run, if this is the first of it that the patch wrote, to which a finding about the run points."""
    before = next(_neighbours(constant, file.names, forward=False), None)
    if before is not None and file.is_added(before.node):
        return []
    run = run_of(constant, file.names)
    first = next((c.node for c in run if file.is_added(c.node)), None)
    return run if first == constant.node else []


def flags_of(run: list[Constant]) -> list[Constant]:
    """The members of a run that are one bit each, if at least three are, and all of the rest combines them."""
    bits = [c for c in run if _is_bit(c)]
    if (
        len({c.value for c in bits}) < 3
        or len({c.value for c in bits}) < len(bits)
        or max(c.value for c in bits) < 4
    ):
        return []
    if min(c.value for c in bits) > 128 or sum(bool(_NO_FLAG.search(c.name)) for c in bits) * 2 > len(bits):
        return []
    every = 0
    for c in bits:
        every |= c.value
    rest = [c for c in run if c not in bits]
    return bits if all(c.value == 0 or (c.is_union and c.value & ~every == 0) for c in rest) else []


def have_common_word(constants: list[Constant]) -> bool:
    """Whether all names begin or all end in the same word: `INT_TX` and `INT_RX`, `A_REG` and `B_REG`."""
    names = [constant.name.strip("_") for constant in constants]
    return any(len({name.split("_")[at] for name in names}) == 1 for at in (0, -1))


def uses_of(constant: Constant, file: SourceFile) -> Iterator[Node]:
    """Where else the name stands, as far as is visible."""
    declared = field(constant.node, "name")
    for use in file.names.uses.get(constant.name, [])[:_ENOUGH]:
        if declared is None or use.start_byte != declared.start_byte:
            yield use


def surroundings(node: Node) -> Node | None:
    """The nearest node around an operand that is no parenthesis, `!` or cast."""
    parent = node.parent
    while parent is not None and parent.type in (
        "parenthesized_expression",
        "unary_expression",
        "type_cast_expression",
    ):
        parent = parent.parent
    return parent


def is_bit_operand(node: Node) -> bool:
    """An operand of `|`, `&`, `|=`, `&=` (or `^`)."""
    around = surroundings(node)
    if around is None or around.type not in ("binary_expression", "compound_assignment_expr"):
        return False
    return text(field(around, "operator")) in ("|", "&", "^", "|=", "&=", "^=")


def are_private_tests(bits: list[Constant], file: SourceFile) -> bool:
    """Declared in the function, or for the methods of one type alone, which make no set of them."""
    uses = [use for bit in bits for use in uses_of(bit, file)]
    if enclosing(bits[0].node, "function_item") is None:
        homes = {home.id if home is not None else 0 for home in (enclosing(use, "impl_item") for use in uses)}
        if len(homes) != 1 or 0 in homes or any(is_public(bit.node) for bit in bits):
            return False
    around = (surroundings(use) for use in uses)
    return all(node is not None and text(field(node, "operator")) == "&" for node in around)


def are_shared_with_c(bits: list[Constant], file: SourceFile) -> bool:
    """Public ones of a file whose functions C calls: a header for C has them from here, by their names.

    An alias for their type is the name of C's enum, from which they were translated.
    """
    is_plain = all(is_public(bit.node) and is_integer_type(text(field(bit.node, "type"))) for bit in bits)
    return is_plain and any(map(is_exported, file.names.functions.values()))


def _is_bit(constant: Constant) -> bool:
    value = constant.value
    return 0 < value < 1 << 32 and value & (value - 1) == 0 and not constant.is_union


def _combined(node: Node, names: Names, depth: int) -> int | None:
    left, right = field(node, "left"), field(node, "right")
    a = evaluate(left, names, depth) if left is not None else None
    b = evaluate(right, names, depth) if right is not None else None
    if a is None or b is None:
        return None
    operator = text(field(node, "operator"))
    if operator == "<<":
        return a << b if 0 <= b < 128 else None
    return a | b if operator == "|" else a + b if operator == "+" else None


def _neighbours(constant: Constant, names: Names, *, forward: bool) -> Iterator[Constant]:
    declared = text(field(constant.node, "type"))
    at = constant.node
    while True:
        beside = at.next_named_sibling if forward else at.prev_named_sibling
        while beside is not None and (beside.type in COMMENTS or beside.type == "attribute_item"):
            beside = beside.next_named_sibling if forward else beside.prev_named_sibling
        if (
            beside is None
            or beside.type != "const_item"
            or text(field(beside, "type")) != declared
            or is_public(beside) != is_public(constant.node)
        ):
            return
        found = read_constant(beside, names)
        if found is None:
            return
        yield found
        at = beside
