"""manual-lock-pair: a lock is taken and given back by two calls in one function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._guards import is_in_closure
from review_assist.syntax.nodes import COMMENTS, ancestors, arguments, callee, descendants, method, receiver, text
from review_assist.syntax.roles import implemented_trait
from review_assist.syntax.source import SourceFile, squeezed

_LOCK = pattern(r"(?:\w+::)*(\w*?)(_lock|_lock_impl|_trylock|_rdlock|_wrlock)")
_KNOWN = pattern(r"pthread_(mutex|rwlock|spin)|(qemu_|g_)?(rec_)?mutex|bql|(raw_)?spin|rcu_read")
_FEW = 4
"""A block with more in it is no shell around one statement."""
_BLOCK_LIMIT = 1000
"""Statements; stepping from one to the next costs more the more there are."""
_STATEMENTS = 60
"""Statements after the lock among which its other half is looked for."""


@rule(
    level="warning",
    confidence="medium",
    words=("_lock(", "_lock_impl(", "_rdlock(", "_wrlock(", ".lock()"),
    message="{function} releases `{lock}` by hand{leak}",
    ask="could a guard release `{lock}` in {function}, so that no way out can leave it taken?",
    why="""In C each way out of a function has to unlock, and a `goto` to the end keeps that in one place. `?`
        and a panic are ways out that nobody writes down. A guard is a value whose `drop` unlocks, so each of
        them does.""",
    instead="""Use a lock that returns a guard; for one that belongs to C, a small struct that locks in `new` and
        calls `{unlock}` in `drop`, with the borrow of what is guarded inside of it.""",
    query="""
    (expression_statement (call_expression) @lock)
    (unsafe_block (block . (call_expression) @lock .))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        qemu_mutex_lock(&q->lock);
        if (!write_all(q)) {{ return -1; }}   /* still locked */
        qemu_mutex_unlock(&q->lock);
    """,
    checks="The compiler then releases the lock at the end of the guard's scope, on every path.",
)
def manual_lock_pair(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `lock(&m)` and `unlock(&m)` frame the critical section in C, and reviewing such a function means to look
    at each `return` for the second call.

    In Rust a lock returns a guard, and the guard's `drop` is the unlock. It runs at the end of the block, at
    each `return`, behind every `?`, and when something panics. With `Mutex<T>` the guard is also the only way
    to the data, so the compiler checks what the comment "protected by m" said. A lock that belongs to C gets
    the same by a struct of a few lines, whose `Drop` calls the unlock function; then the two calls stand in one
    place for all users.

    ## Keep it when
    The lock is taken in one function and given back in another by design, or is dropped and taken again in
    the middle.

    ## Known problems
    Only pairs of statements in one block are seen.

    ```rust bad
    fn flush(queue: &Queue) -> Result<(), Error> {
        unsafe {
            qemu_mutex_lock(queue.mutex.get());
            queue.write_all()?;
            qemu_mutex_unlock(queue.mutex.get());
        }
        Ok(())
    }
    ```
    ```rust good
    fn flush(queue: &Mutex<Queue>) -> Result<(), Error> {
        queue.lock().unwrap().write_all()
    }
    ```
    ```rust good
    impl Drop for QueueGuard<'_> {
        fn drop(&mut self) {
            // SAFETY: a guard exists only while the lock is held.
            unsafe { qemu_mutex_unlock(self.queue.mutex.get()) };
        }
    }
    ```
    """
    pair = _names(captures["lock"])
    function = file.function(captures["lock"])
    if pair is None or function is None or implemented_trait(function.node) == "Drop":
        return "the call locks nothing, or the function is a `drop`"
    lock, unlocks = pair
    for position, statement in enumerate(_following(captures["lock"])):
        if text(statement) == text(captures["lock"]):
            return "it is taken twice, and which half ends it cannot be seen"
        if _is_unlock(statement, lock, unlocks):
            between = list(islice(_following(captures["lock"]), position))
            leak, confidence = _leak(between, lock, unlocks)
            return Hit(
                at=captures["lock"],
                values={
                    "function": f"`{function.name}`" if function.name else "this function",
                    "lock": _shown(captures["lock"], lock, file),
                    "unlock": callee(statement).rpartition("::")[2].rpartition(".")[2],
                    "leak": leak,
                },
                confidence=confidence,
            )
    return "the same function does not unlock it"


def _names(call: Node) -> tuple[str, frozenset[str]] | None:
    """What is locked, and the names of the calls that would unlock it; None if the call locks nothing."""
    if method(call) == "lock" and not arguments(call):
        return squeezed(text(receiver(call))), frozenset(("unlock",))
    found = _LOCK.fullmatch(callee(call))
    if found is None or method(call) or not _KNOWN.fullmatch(found[1]):
        return None
    given = arguments(call)
    unlocks = frozenset((f"{found[1]}_unlock", f"{found[1]}_unlock_impl"))
    return (squeezed(text(given[0])) if given else found[1]), unlocks


def _shown(call: Node, lock: str, file: SourceFile) -> str:
    """What is locked, as it is written: without the casts and the `&` that only C asks for."""
    given = [receiver(call)] if method(call) else arguments(call)
    if not given or given[0] is None:
        return lock
    return re.sub(r"^&\s*(mut |raw const |raw mut )?| as \*.*", "", file.quote(given[0]))


def _is_unlock(statement: Node, lock: str, unlocks: frozenset[str]) -> bool:
    if statement.type != "call_expression":
        return False
    if method(statement):
        return method(statement) in unlocks and squeezed(text(receiver(statement))) == lock
    if callee(statement).rpartition("::")[2] not in unlocks:
        return False
    given = arguments(statement)
    return not given or squeezed(text(given[0])) == lock


def _following(call: Node) -> Iterator[Node]:
    """The statements behind the one that the call is, each without its `;` and an `unsafe` around it alone."""
    statement = call
    for around in ancestors(call):
        if (
            around.type not in ("expression_statement", "unsafe_block", "block")
            or _only_child(around) != statement
        ):
            break
        statement = around
    block = statement.parent
    if block is None or block.named_child_count > _BLOCK_LIMIT:
        return
    following = statement.next_named_sibling
    for _ in range(_STATEMENTS):
        if following is None:
            return
        yield _core(following)
        following = following.next_named_sibling


def _core(statement: Node) -> Node:
    while statement.type in ("expression_statement", "unsafe_block", "block"):
        inner = _only_child(statement)
        if inner is None:
            break
        statement = inner
    return statement


def _only_child(node: Node) -> Node | None:
    if node.named_child_count > _FEW:
        return None
    inside = [c for c in node.named_children if c.type not in COMMENTS and c.type != "empty_statement"]
    return inside[0] if len(inside) == 1 else None


def _leak(between: list[Node], lock: str, unlocks: frozenset[str]) -> tuple[str, Confidence | None]:
    """A way out between the two that leaves the lock taken."""
    for statement in between:
        inside = [statement, *descendants(statement, "try_expression", "call_expression")]
        if any(_is_unlock(node, lock, unlocks) for node in inside):
            return "", None
        if any(node.type == "try_expression" and not is_in_closure(node, statement) for node in inside):
            return ", and the `?` before that leaves with the lock taken", "high"
    return ", and a panic before that leaves with the lock taken", None
