"""flag-compare-exchange: `flag.compare_exchange(true, false, ..).is_ok()`, which `swap` says shorter."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, enclosing, field, receiver, text
from review_assist.syntax.places import is_within
from review_assist.syntax.source import SourceFile, squeezed

_ARGUMENTS = 4
"""The value that is expected, the new one, and an ordering for either outcome."""


@rule(
    level="note",
    confidence="high",
    words=("compare_exchange",),
    message="`{call}` on a `bool` asks what `{cure}` answers",
    ask="could this be `{cure}`?",
    why="""Where a variable has two values only, there is no third one that an exchange could find: either the
        flag was `{expected}` and is `{new}` now, or it was `{new}` all along.""",
    instead="Write `{cure}`: it stores `{new}` and answers with the old value, with one ordering instead of two.",
    query="""
    (call_expression function: (field_expression
        value: (call_expression function: (field_expression field: (field_identifier) @method)
          arguments: (arguments . (boolean_literal) . (boolean_literal))) @call
        field: (field_identifier) @outcome)
      (#any-of? @outcome "is_ok" "is_err") (#eq? @method "compare_exchange")) @test
    """,
    silent_in=(FileRole.SHIM,),
    in_c="""
        bool expected = true;
        won = atomic_compare_exchange_strong(&flag, &expected, false);
    """,
    checks="A reader no longer has to ask what becomes of the flag when the exchange fails.",
)
def flag_compare_exchange(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `atomic_compare_exchange` is the function for "only the first one does it" that C programmers know, since it
    works for values of every kind: store the new value if the old one is still there, and tell whether it was.

    For a flag the condition says nothing. When the exchange finds another value than the one it expects, that is
    the value that it would have stored. `swap` of `AtomicBool` stores it in either case and answers with the old
    value, which is the same answer. There is no `Result` to take apart and no ordering for the failure, and many
    processors have an instruction for it that needs no loop.

    ## Keep it when
    A thread waits in a loop for the flag to change: a failed exchange may be kinder to the others than a store.
    The rule is silent in the condition of a `while`.

    ## Known problems
    None that are known.

    ```rust bad
    fn revoke(&self) {
        if self
            .is_available
            .compare_exchange(true, false, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
        {
            self.wait_for_users();
        }
    }
    ```
    ```rust good
    fn revoke(&self) {
        if self.is_available.swap(false, Ordering::AcqRel) {
            self.wait_for_users();
        }
    }
    ```
    ```rust good
    // A third state: the exchange may find something else.
    fn start(&self) -> bool {
        self.state.compare_exchange(IDLE, BUSY, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
    ```
    """
    call, test = captures["call"], captures["test"]
    atomic = receiver(call)
    given = [text(argument) for argument in arguments(call)]
    if atomic is None or len(given) != _ARGUMENTS or given[0] == given[1]:
        return "it does not change one truth value for the other"
    if _waits(test):
        return "the loop waits for it"
    was_true = (given[0] == "true") == (text(captures["outcome"]) == "is_ok")
    swap = f"{squeezed(text(atomic))}.swap({given[1]}, {given[2]})"
    return Hit(
        at=captures["method"],
        values={
            "call": f"compare_exchange({given[0]}, {given[1]}, ..)",
            "cure": swap if was_true else f"!{swap}",
            "expected": given[0],
            "new": given[1],
        },
    )


def _waits(test: Node) -> bool:
    """Whether the exchange is tried again and again, in the condition of a `while`."""
    loop = enclosing(test, "while_expression", "block")
    condition = field(loop, "condition") if loop is not None and loop.type == "while_expression" else None
    return is_within(test, condition)
