"""How a hand-made counter is set up, stepped and used: what makes a `while` a counted loop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tree_sitter import Node

from review_assist.rules.rewrite import statement_of
from review_assist.syntax.nodes import (
    ancestors,
    child,
    descendants,
    enclosing,
    field,
    is_mutable,
    mentions,
    method,
    text,
    unwrapped,
)
from review_assist.syntax.places import statement_before
from review_assist.syntax.source import SourceFile, squeezed
from review_assist.syntax.uses import uses_between

_VIEW = 20_000
"""Bytes behind a loop that are searched for its counter."""
_BETWEEN = 4
"""Other variables that may be declared between a counter and its loop."""
_RESIZING = frozenset(
    "push pop insert remove swap_remove truncate clear drain extend extend_from_slice resize retain split_off "
    "append push_str push_back push_front pop_back pop_front dedup take".split()
)


def initial_value(loop: Node, index: str) -> str | None:
    """The value that the counter is given in front of the loop, with nothing but a few other `let`s in between."""
    before, skipped = statement_before(_outermost(loop)), ""
    for _ in range(_BETWEEN):
        if before is None or before.type != "let_declaration" or mentions(before, index):
            break
        skipped += f" {text(field(before, 'pattern'))}"
        before = statement_before(before)
    value = _given(before, index) if before is not None else None
    is_hidden = value is not None and set(re.findall(r"\w+", value)) & set(re.findall(r"\w+", skipped))
    return None if is_hidden else value


def _outermost(loop: Node) -> Node:
    """The statement of the loop, or of the `unsafe` block that begins with it."""
    statement = statement_of(loop)
    holder = statement.parent
    around = holder.parent if holder is not None and statement_before(statement) is None else None
    return statement_of(around) if around is not None and around.type == "unsafe_block" else statement


def _given(statement: Node, index: str) -> str | None:
    if statement.type == "let_declaration":
        is_counter = is_mutable(statement) and text(statement.child_by_field_name("pattern")) == index
        return text(statement.child_by_field_name("value")) or None if is_counter else None
    first = child(statement, 0) if statement.type == "expression_statement" else None
    if first is not None and first.type == "assignment_expression":
        return text(field(first, "right")) if text(field(first, "left")) == index else None
    return None


def is_step(statement: Node, index: str) -> bool:
    """`i += 1` in any of its forms; `wrapping_add` is how a translator keeps the overflow of C."""
    forms = (f"{index}+=1", f"{index}={index}+1", f"{index}=1+{index}", f"{index}={index}.wrapping_add(1)")
    return squeezed(text(statement)) in forms


def stride_of(statement: Node, index: str) -> str:
    """`4` of `i += 4`; empty if the statement is no step by a number."""
    if is_step(statement, index):
        return "1"
    found = re.fullmatch(rf"{re.escape(index)}(?:\+=|={re.escape(index)}\+)(\d+)", squeezed(text(statement)))
    return found[1] if found and found[1] != "0" else ""


def counts_once(body: Node, work: list[Node], index: str, behind: Node | None = None) -> bool:
    """The step is the only write, and nothing can jump over it or outlive the turn.

    `behind` is the step, if a `continue` behind it is known to do no harm.
    """
    for leaves in descendants(body, "continue_expression", "await_expression"):
        if behind is None or leaves.type == "await_expression" or leaves.start_byte < behind.end_byte:
            return False
    for statement in work:
        targets = (statement, *descendants(statement, "assignment_expression", "compound_assignment_expr"))
        if any(text(field(t, "left")) == index for t in targets if "assign" in t.type):
            return False
    return not is_assigned(body, f"{index}") or not any(is_assigned(s, index) for s in work)


def is_stable(bound: Node, body: Node, source: bytes) -> bool:
    """Whether the bound is surely the same in every turn."""
    shape = squeezed(text(bound))
    if not re.fullmatch(r"[\w:.+*/-]+(\.len\(\)[\w:+*/-]*)?", shape):
        return False
    for path in re.findall(r"[A-Za-z_]\w*(?:(?:\.|::)\w+)*", shape):
        owner = path.removesuffix(".len")
        if is_assigned(body, owner) or _may_change(body, owner, source):
            return False
    return True


def _may_change(body: Node, owner: str, source: bytes) -> bool:
    """Whether the owner is resized, or any method called on the struct that it is a field of."""
    root, _, rest = owner.partition(".")
    for call in descendants(body, "call_expression"):
        name, on = method(call), squeezed(text(field(call, "function", "value")))
        if on == owner and name in _RESIZING:
            return True
        if rest and name and on == root and not _is_kept(source, name, rest.rpartition(".")[2]):
            return True
    return False


@lru_cache(maxsize=32)
def _is_kept(source: bytes, method_name: str, member: str) -> bool:
    """Whether the method stands in the same text, and nothing there writes to a field of that name."""
    called, kept = method_name.encode(), re.escape(member.encode())
    writes = rb"\.%b\s*([-+*/%%&|^]|<<|>>)?=(?!=)|&(raw )?mut [\w.]*\.%b\b" % (kept, kept)
    return re.search(rb"\bfn %b\b" % re.escape(called), source) is not None and not re.search(writes, source)


def is_used_after(loop: Node, index: str, source: bytes) -> bool:
    """Whether the counter's last value is read further down, as far as is visible; True if that is too far."""
    function = enclosing(loop, "function_item")
    if function is None:
        return True
    end = min(function.end_byte, loop.end_byte + _VIEW)
    behind = _next_mention(loop, function, index, end, source)
    return end < function.end_byte if behind is None else not _gives_new_value(behind, index)


def is_set_anew(loop: Node, index: str, source: bytes) -> bool:
    """Whether the next mention of the counter, in what is shown of the function, is a new value for it."""
    function = enclosing(loop, "function_item")
    behind = _next_mention(loop, function, index, function.end_byte, source) if function is not None else None
    return behind is not None and _gives_new_value(behind, index)


def _next_mention(loop: Node, function: Node, index: str, end: int, source: bytes) -> Node | None:
    """The statement behind the loop that first mentions the counter."""
    use = next(uses_between(function, index, loop.end_byte, end, source), None)
    return _statement_behind(use, loop) if use is not None else None


def _statement_behind(use: Node, loop: Node) -> Node:
    """The statement with the use, of the innermost block that holds the loop as well."""
    statement = use
    for parent in ancestors(use):
        if parent.type == "block" and parent.start_byte < loop.start_byte:
            break
        statement = parent
    return statement


def is_cut_search(body: Node, file: SourceFile) -> bool:
    """Whether the loop may stop early, and the place where what it has found is used is not shown."""
    function = file.function(body)
    return (function is None or not function.is_whole) and any(descendants(body, "break_expression"))


def _gives_new_value(statement: Node, index: str) -> bool:
    if statement.type == "let_declaration":
        value = statement.child_by_field_name("value")
        return value is not None and not mentions(value, index)
    first = child(statement, 0) if statement.type == "expression_statement" else statement
    if first is None:
        return False
    if first.type == "for_expression" and text(field(first, "pattern")) == index:
        value = field(first, "value")
        return value is not None and not mentions(value, index)
    if first.type != "assignment_expression" or text(field(first, "left")) != index:
        return False
    right = field(first, "right")
    return right is not None and not mentions(right, index)


def inline_formats(body: Node, name: str) -> bool:
    """Whether a format string in the body names the variable: `"{i:?}"`."""
    pattern = re.compile(r"\{" + re.escape(name) + r"\s*[:}]")
    return any(
        pattern.search(text(literal)) for literal in descendants(body, "string_literal", "raw_string_literal")
    )


def identifiers(node: Node, name: str) -> Iterator[Node]:
    """Every occurrence of the identifier in and below the node."""
    for candidate in (node, *descendants(node, "identifier", into_functions=True)):
        if candidate.type == "identifier" and text(candidate) == name:
            yield candidate


def is_seen(work: Iterable[Node], index: str) -> bool:
    """Whether the statements look at the counter, be it in a format string."""
    return any(any(identifiers(each, index)) or inline_formats(each, index) for each in work)


def is_assigned(scope: Node, target: str) -> bool:
    """Whether `target` (as written, white space off) is assigned or borrowed mutably in the scope."""
    return target in _assigned(scope)


@lru_cache(maxsize=256)
def _assigned(scope: Node) -> frozenset[str]:
    changed = (
        node.child_by_field_name("left" if node.type != "reference_expression" else "value")
        for node in descendants(scope, "assignment_expression", "compound_assignment_expr", "reference_expression")
        if node.type != "reference_expression" or is_mutable(node)
    )
    return frozenset(squeezed(text(unwrapped(each))) for each in changed if each is not None)
