"""guard-across-callback: a borrow is still alive when a call borrows the same cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._guards import (
    Borrow,
    borrow,
    borrowed_place,
    borrows_again,
    calls_after,
    is_cell,
    is_in_closure,
    receivers_borrow,
)
from review_assist.syntax.nodes import arguments, callee, descendants, text
from review_assist.syntax.source import SourceFile

_LOOK_AT = 200
"""Calls that are looked at while one guard is held."""
_BLOCK_LIMIT = 1000
"""Statements; stepping from one to the next costs more the more there are."""


@rule(
    level="error",
    confidence="high",
    words=("borrow", ".lock()", ".read()", ".write()"),
    message="{call} borrows `{cell}` while {guard} still holds it",
    ask="does {call} borrow `{cell}` while {guard} still holds it?",
    why="""C has no borrows: a helper may touch the struct that its caller is busy with. A cell counts its
        borrows at run time, and two of them that exclude each other end in a panic; with a lock, in a
        deadlock.""",
    instead="""End the borrow before the call{release}, or pass down what was borrowed, so that nothing
        borrows again.""",
    query="""
    (let_declaration pattern: (identifier) @guard value: [(call_expression) (reference_expression)] @value) @let
    (match_expression value: (_) @value body: (match_block) @body)
    (if_expression condition: (let_condition value: (_) @value) consequence: (block) @body)
    (while_expression condition: (let_condition value: (_) @value) body: (block) @body)
    (for_expression value: (_) @value body: (block) @body)
    """,
    in_c="""
        qemu_mutex_lock(&s->lock);
        update(s);                          /* takes s->lock again */
    """,
    checks="A reader no longer has to follow the call to see what it borrows: nothing is borrowed at that point.",
)
def guard_across_callback(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a function sets a register, calls `update()` to raise the interrupt, and sets another one; that
    `update()` reads the same struct is what it is for. Nobody holds anything, apart from the lock.

    With `RefCell` or `BqlRefCell` the state is borrowed, and the borrow lasts as long as the guard: to the end
    of the block, not to its last use. A guard without a name lives long as well: behind `&mut
    regs.borrow_mut().timer` to the end of the block, in the head of a `match`, `if let` or `for` to the end of
    its body. A helper that borrows the same cell finds it taken and panics. The compiler cannot see it, since
    the borrow is counted at run time, and a test sees it only if it comes that way. `Mutex` has the same
    trap and waits for itself. The habit that avoids it: borrow at the entry point, change what is to be
    changed, drop the guard, and only then call out.

    ## Keep it when
    The callee can be shown never to take the branch that borrows. A comment should say so.

    ## Known problems
    Only functions of the same file are followed, and methods only of the same `impl` type. Where a cell is handed
    to a function that is not shown, the rule asks.

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
    ```rust bad
    impl Clock {
        fn write(&self, clock: &RefCell<Registers>, index: usize, value: u64) {
            let timer = &mut clock.borrow_mut().timers[index];
            timer.limit = value;
            self.arm(clock, index);
        }
        fn arm(&self, registers: &RefCell<Registers>, index: usize) {
            self.timers[index].modify(registers.borrow().timers[index].limit);
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
    held = _held(captures, file)
    if held is None:
        return "it borrows nothing that lives on"
    for call in islice(held.calls, _LOOK_AT):
        depth = borrows_again(call, held.borrow, file)
        if depth:
            values = {"cell": held.borrow.cell, "guard": held.guard, "release": held.release}
            return Hit(
                at=call if file.is_added(call) else held.place,
                values={**values, "call": _named(call)},
                confidence=None if depth <= 2 else "medium",
            )
    return "no call that follows is seen to borrow the same cell"


@dataclass(frozen=True, slots=True)
class _Held:
    """A borrow, what keeps it alive, and the calls that are made meanwhile."""

    borrow: Borrow
    guard: str
    release: str
    place: Node
    calls: Iterator[Node]


def _held(captures: Captures, file: SourceFile) -> _Held | None:
    value, body = captures["value"], captures.get("body")
    if body is not None:
        return _held_by_head(value, body, file)
    return _held_by_let(value, captures["let"], text(captures["guard"]), file)


def _held_by_let(value: Node, declaration: Node, name: str, file: SourceFile) -> _Held | None:
    """`let regs = self.regs.borrow_mut();`, or a reference into what an unnamed guard gave."""
    is_guard = value.type == "call_expression"
    place = value if is_guard else borrowed_place(value.child_by_field_name("value"))
    found = borrow(place) if place is not None else None
    block = declaration.parent
    if place is None or found is None or block is None or not is_cell(place, file):
        return None
    if block.named_child_count > _BLOCK_LIMIT:
        return None
    release = (
        f", with `drop({name})` or an inner block"
        if is_guard
        else f" with an inner block (the guard behind `{name}` has no name, and lives as long as the block)"
    )
    calls = calls_after(declaration, name if is_guard else "", found.cell)
    return _Held(found, f"`{name}`", release, declaration, calls)


def _held_by_head(value: Node, body: Node, file: SourceFile) -> _Held | None:
    """`match self.regs.borrow().kind { .. }`: what the head borrows is held until the body ends."""
    call = receivers_borrow(value)
    found = borrow(call) if call is not None else None
    if call is None or found is None or not is_cell(call, file):
        return None
    if any(callee(c) in ("drop", "mem::drop", "std::mem::drop") for c in descendants(body, "call_expression")):
        return None
    head = {"match_expression": "match", "for_expression": "for", "while_expression": "while let"}
    word = head.get(body.parent.type if body.parent is not None else "", "if let")
    calls = (c for c in descendants(body, "call_expression") if not is_in_closure(c, body))
    release = f" with a `let` in front of the `{word}` that takes what is needed out of the cell"
    return _Held(found, f"the head of the `{word}`", release, value, calls)


def _named(call: Node) -> str:
    """The call as a message names it."""
    return f"`{callee(call)}({'...' if arguments(call) else ''})`"
