"""Which cells and locks a call borrows: itself, or by way of a function of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, callee, descendants, field, is_mutable, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

_BORROWS = pattern(
    r"((?:\w+)(?:\.\w+)*)\.(borrow_mut|borrow|lock|write|read)\(\)(?:\.(?:unwrap|expect)\([^()]*\))?"
)
_CELL = pattern(r"(Cell|Mutex|RwLock)\b")
_EXCLUDED = {
    "borrow": ("borrow_mut",),
    "borrow_mut": ("borrow", "borrow_mut"),
    "lock": ("lock",),
    "read": ("write",),
    "write": ("read", "write"),
}
_CALLED = pattern(r"(self\.)?[a-z_]\w*")
_KEEPERS = frozenset("drop eq push insert set replace swap attach register clone".split())
"""Functions that keep or compare what they are given."""
_DEEPEST = 2
"""Functions that call each other are followed this far."""
_LOOK_AT = 200
"""Statements that are looked at after a guard was taken."""
_CALLS_LIMIT = 300
"""Calls of one function that are looked at."""


@dataclass(frozen=True, slots=True)
class Borrow:
    """`self.regs` and `borrow_mut`, of `self.regs.borrow_mut()`."""

    cell: str
    kind: str

    def excludes(self, other: Borrow) -> bool:
        """Whether the two panic, or wait for each other, if they are alive at once."""
        return self.cell == other.cell and other.kind in _EXCLUDED[self.kind]


def borrow(call: Node) -> Borrow | None:
    """What a call such as `self.regs.borrow_mut()` or `self.queue.lock().unwrap()` borrows; None for others."""
    if call.type != "call_expression" or call.end_byte - call.start_byte > 200:
        return None
    found = _BORROWS.fullmatch(squeezed(text(call)))
    return Borrow(found[1], found[2]) if found else None


def is_cell(call: Node, file: SourceFile) -> bool:
    """Whether a borrow is one of a cell: a field of `self`, or a name that the file declares as a cell."""
    inner = receiver(call)
    if inner is not None and method(call) in ("unwrap", "expect"):
        inner = receiver(inner)
    if inner is None:
        return False
    if text(inner).startswith("self."):
        return True
    return bool(_CELL.search(file.names.type_of(inner) or ""))


def is_in_closure(node: Node, limit: Node) -> bool:
    """Whether the node runs later, or not at all, rather than where it stands in `limit`."""
    current: Node | None = node
    while current is not None and current != limit:
        if current.type in ("closure_expression", "async_block"):
            return True
        current = current.parent
    return False


def borrows_again(call: Node, held: Borrow, file: SourceFile) -> int:
    """0 if the call leaves the cell alone, 1 if it borrows it itself, 2 by a function of its own, 3 if likely."""
    again = borrow(call)
    if again is not None:
        return 1 if held.excludes(again) else 0
    if _hands_on(call, held, file):
        return 3
    seen: set[tuple[int, str]] = set()
    todo = [(call, held, 2)]
    while todo:
        caller, cell, depth = todo.pop(0)
        function = _function(caller, file)
        for inner in _inner_names(caller, function, cell) if function is not None else ():
            if function is None or (function.id, inner.cell) in seen:
                continue
            seen.add((function.id, inner.cell))
            for nested in _calls(function):
                other = borrow(nested)
                if other is not None and inner.excludes(other):
                    return depth
                if other is None and depth <= _DEEPEST:
                    todo.append((nested, inner, depth + 1))
    return 0


def _hands_on(call: Node, held: Borrow, file: SourceFile) -> bool:
    """An exclusively borrowed cell goes to a function that is not shown: what for, if not to borrow it?"""
    path = callee(call)
    if held.kind not in ("borrow_mut", "lock", "write") or _function(call, file) is not None:
        return False
    if not _CALLED.fullmatch(path) or path.rpartition(".")[2] in _KEEPERS:
        return False
    return any(text(_passed(argument)) == held.cell for argument in arguments(call))


def _passed(argument: Node) -> Node:
    """`cell` of `cell` and `&cell`."""
    if argument.type == "reference_expression" and not is_mutable(argument):
        return argument.child_by_field_name("value") or argument
    return argument


def _function(call: Node, file: SourceFile) -> Node | None:
    """The function of this file that is called: `self.update()`, `Self::update()` of the same type, `update()`."""
    path, name = callee(call), method(call)
    if name and path != f"self.{name}":
        return None
    function = file.names.functions.get(name or path.removeprefix("Self::"))
    if function is None:
        return None
    is_method = bool(name) or path.startswith("Self::")
    return function if self_type(function) == (self_type(call) if is_method else "") else None


def _inner_names(call: Node, function: Node, held: Borrow) -> Iterator[Borrow]:
    """What the cell is called inside of the function: the same below `self`, its own name for an argument."""
    if held.cell.startswith("self.") and method(call):
        yield held
    holder = field(function, "parameters")
    parameters = [p for p in (holder.named_children if holder is not None else ()) if p.type == "parameter"]
    for parameter, argument in zip(parameters, arguments(call), strict=False):
        if text(_passed(argument)) == held.cell:
            yield Borrow(text(parameter.child_by_field_name("pattern")), held.kind)


@lru_cache(maxsize=64)
def _calls(function: Node) -> tuple[Node, ...]:
    """The calls that the function makes itself; kept, since it may be called in many places."""
    body = field(function, "body")
    if body is None:
        return ()
    found = (call for call in descendants(body, "call_expression") if not is_in_closure(call, body))
    return tuple(islice(found, _CALLS_LIMIT))


def borrowed_place(node: Node | None) -> Node | None:
    """The call at the root of `call().field[index]`, whose result lives as long as a reference to this."""
    while node is not None and node.type in ("field_expression", "index_expression", "parenthesized_expression"):
        node = node.child_by_field_name("value") or (node.named_children[0] if node.named_children else None)
    if node is not None and node.type == "unary_expression":
        return borrowed_place(node.named_children[0] if node.named_children else None)
    return node


def receivers_borrow(node: Node) -> Node | None:
    """The borrow at the root of a chain of methods, fields and `?`."""
    current: Node | None = node
    while current is not None and borrow(current) is None:
        if current.type == "call_expression" and method(current):
            current = current.child_by_field_name("function")
        elif current.type in ("field_expression", "reference_expression"):
            current = current.child_by_field_name("value")
        elif current.type in ("try_expression", "index_expression", "generic_function", "unary_expression"):
            current = current.named_children[0] if current.named_children else None
        else:
            return None
    return current


def calls_after(declaration: Node, guard: str, cell: str) -> Iterator[Node]:
    """Calls in the statements after the declaration, up to where the guard may go or the cell's name changes."""
    statement, seen = declaration.next_named_sibling, 0
    while statement is not None and seen < _LOOK_AT:
        if statement.type == "let_declaration" and text(statement.child_by_field_name("pattern")) == cell:
            return
        calls = [
            node
            for node in (statement, *descendants(statement, "call_expression"))
            if node.type == "call_expression" and not is_in_closure(node, statement)
        ]
        if guard and any(guard in (text(a) for a in arguments(call)) for call in calls):
            return
        yield from calls
        statement, seen = statement.next_named_sibling, seen + 1
