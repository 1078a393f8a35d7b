"""guard-across-callback: a borrow is still alive when a method is called that borrows the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, callee, descendants, field, method, receiver, text
from review_assist.syntax.source import SourceFile, squeezed

_BORROWS = re.compile(r"(self(?:\.\w+)+)\.(borrow_mut|borrow|lock|write|read)\(\)(?:\.(?:unwrap|expect)\(.*\))?")
_LOOK_AT = 200
_BLOCK_LIMIT = 1000
"""Statements; stepping from one to the next costs more the more there are."""


@rule(
    level="error",
    confidence="high",
    words=("borrow", ".lock()"),
    message="{call} borrows `{cell}` while `{guard}` still holds it",
    ask="does {call} borrow `{cell}` while `{guard}` still holds it?",
    why="""C has no borrows: a helper may touch the struct that its caller is busy with. A cell counts its
        borrows at run time, and two of them that exclude each other end in a panic; with a lock, in a
        deadlock.""",
    instead="""Drop `{guard}` before the call (`drop({guard});` or an inner block), or hand `{guard}` down so
        that the callee need not borrow.""",
    query="(let_declaration pattern: (identifier) @guard value: (call_expression) @value) @let",
)
def guard_across_callback(captures: Captures, file: SourceFile) -> Hit | None:
    """
    In C a function sets a register, calls `update()` to raise the interrupt, and sets another one; that
    `update()` reads the same struct is what it is for. Nobody holds anything, apart from the lock.

    With `RefCell` or `BqlRefCell` the state is borrowed, and the borrow lasts as long as the guard: to the end
    of the block, not to its last use. A helper that borrows the same cell finds it taken and panics. The
    compiler cannot see it, since the borrow is counted at run time, and a test sees it only if it comes that
    way. `Mutex` has the same trap and waits for itself. The habit that avoids it: borrow at the entry point,
    change what is to be changed, drop the guard, and only then call out.

    ## Keep it when
    The callee can be shown never to take the branch that borrows. A comment should say so.

    ## Known problems
    Only methods of the same `impl` type in the same file are followed, one step deep.

    ```rust bad
    impl Uart {
        fn receive(&self, byte: u8) {
            let mut regs = self.regs.borrow_mut();
            regs.data = byte;
            self.update();
        }
        fn update(&self) {
            let level = self.regs.borrow().data != 0;
            self.line.set(level);
        }
    }
    ```
    ```rust good
    impl Uart {
        fn receive(&self, byte: u8) {
            let mut regs = self.regs.borrow_mut();
            regs.data = byte;
            drop(regs);
            self.update();
        }
        fn update(&self) {
            let level = self.regs.borrow().data != 0;
            self.line.set(level);
        }
    }
    ```
    ```rust good
    impl Uart {
        fn receive(&self, byte: u8) {
            let data = self.regs.borrow().data;
            self.update();
            self.store(data, byte);
        }
        fn update(&self) {
            let level = self.regs.borrow().data != 0;
            self.line.set(level);
        }
    }
    ```
    """
    held = _borrow(captures["value"])
    block = captures["let"].parent
    if held is None or block is None or block.named_child_count > _BLOCK_LIMIT:
        return None
    guard = text(captures["guard"])
    for call in _calls_while_held(captures["let"], guard):
        if _borrows_again(call, held, file):
            at = call if file.is_added(call) else captures["let"]
            shown = f"`self.{method(call)}()`" if text(receiver(call)) == "self" else "this line"
            return Hit(at=at, values={"call": shown, "cell": held[0], "guard": guard})
    return None


def _borrow(call: Node) -> tuple[str, str] | None:
    """("self.regs", "borrow_mut") of `self.regs.borrow_mut()`; None for any other call."""
    if call.end_byte - call.start_byte > 200:
        return None
    found = _BORROWS.fullmatch(squeezed(text(call)))
    return (found[1], found[2]) if found else None


def _excludes(one: str, other: str) -> bool:
    return not (one == other and one in ("borrow", "read"))


def _calls_while_held(declaration: Node, guard: str) -> Iterator[Node]:
    """Calls in the statements after the declaration, up to the one in which the guard may go away."""
    statement, seen = declaration.next_named_sibling, 0
    while statement is not None and seen < _LOOK_AT:
        calls = [
            node
            for node in (statement, *descendants(statement, "call_expression"))
            if node.type == "call_expression" and not _is_in_closure(node, statement)
        ]
        if any(guard in (text(a) for a in arguments(call)) for call in calls):
            return
        yield from calls
        statement, seen = statement.next_named_sibling, seen + 1


def _is_in_closure(node: Node, limit: Node) -> bool:
    current: Node | None = node
    while current is not None and current != limit:
        if current.type in ("closure_expression", "async_block"):
            return True
        current = current.parent
    return False


def _borrows_again(call: Node, held: tuple[str, str], file: SourceFile) -> bool:
    """The call is the second borrow itself, or a method of the same type whose body has it."""
    cell, kind = held
    again = _borrow(call)
    if again is not None:
        return again[0] == cell and _excludes(kind, again[1])
    name = method(call)
    if not name or text(receiver(call)) != "self" or callee(call) != f"self.{name}":
        return False
    function = file.names.functions.get(name)
    body = field(function, "body") if function is not None else None
    if function is None or body is None or self_type(function) != self_type(call):
        return False
    inner = (_borrow(c) for c in descendants(body, "call_expression") if not _is_in_closure(c, body))
    return any(b is not None and b[0] == cell and _excludes(kind, b[1]) for b in inner)
