"""init-once-flag: a `bool` in a static that is tested and set by hand around a one-time initialisation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    callee,
    descendants,
    field,
    is_mutable,
    macro_name,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.places import is_within
from review_assist.syntax.source import Function, SourceFile, squeezed

_ONCE = pattern(
    r"INIT|SETUP|SET_UP|READY|LOADED|REGISTERED|ONCE|DONE|STARTED|CREATED|OPENED|COMPUTED|BUILT", re.IGNORECASE
)
_USES_LIMIT = 50
"""Places of one flag that are looked at; a flag with more is not about one initialisation."""


@rule(
    level="warning",
    confidence="medium",
    words=("AtomicBool", "static mut"),
    message="`{flag}` is tested and set by hand{function}, so two threads may both find it unset",
    ask="can two threads find `{flag}` unset at once{function}, and could a `OnceLock` or `Once` take its place?",
    why="""In C a flag and an `if` are how something is done once, and they hold as long as there is one
        thread. Between the test and the set another thread can come in, and one that sees the flag set may
        still see a half made value.""",
    instead="""Keep the value itself in a `OnceLock` and take it with `get_or_init`; if there is no value, run the
        step by `Once::call_once`. Both let one thread in and make the others wait.""",
    query="(if_expression condition: (_) @condition) @if",
    silent_in=(FileRole.TEST, FunctionRole.TEST, FileRole.BUILD),
    in_c="""
        static bool done;
        if (!done) {{ install(); done = true; }}
    """,
    checks="""
        The compiler then lets nobody reach the value before it is made, and the library lets one thread
        make it.
    """,
)
def init_once_flag(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `static bool initialized;` and `if (initialized) return;` stand at the head of many a C function. It is
    cheap, it is clear, and in a program with one thread it is right.

    Rust has no such program: a safe function may be called from any thread, so the test and the set have to be
    one step. An `AtomicBool` with `load` and `store` compiles, and leaves the gap between them open. `OnceLock`
    closes it: the first caller runs the closure, others wait for it, and what they get is the value itself,
    so that nobody can use it before it is there. `LazyLock` does the same where the initialiser is known
    at the declaration. `Once` is for steps without a value.

    ## Keep it when
    A lock is held around the whole function, or it can only run on the main thread; a comment should say so.

    ## Known problems
    A flag is known by its name, and by never being cleared in the same file. Other files are not seen.

    ```rust bad
    use std::sync::atomic::{AtomicBool, Ordering};
    static INITIALIZED: AtomicBool = AtomicBool::new(false);
    pub fn setup_signals() {
        if INITIALIZED.load(Ordering::Relaxed) {
            return;
        }
        install_handlers();
        INITIALIZED.store(true, Ordering::Relaxed);
    }
    ```
    ```rust good
    use std::sync::Once;
    static HANDLERS: Once = Once::new();
    pub fn setup_signals() {
        HANDLERS.call_once(install_handlers);
    }
    ```
    ```rust good
    // One step tests and sets, and who comes second does nothing.
    use std::sync::atomic::{AtomicBool, Ordering};
    static STARTED: AtomicBool = AtomicBool::new(false);
    pub fn start() -> bool {
        if STARTED.swap(true, Ordering::SeqCst) {
            return false;
        }
        spawn_worker();
        true
    }
    ```
    """
    flag = _tested(captures["condition"])
    function = file.function(captures["if"])
    if flag is None or function is None or not _ONCE.search(text(flag)) or not _is_flag(text(flag), file):
        return "what is tested is no flag in a static that says that something was done"
    uses = file.names.uses.get(text(flag), [])
    if len(uses) > _USES_LIMIT or _only_prints(captures["if"]):
        return "it only prints once, or the flag is used everywhere"
    written = [value for use in uses for value in _written(use, function)]
    if "true" not in written or any(value != "true" for value in written):
        return "the function does not set it, or it is cleared again"
    place = f" in `{function.name}`" if function.name else ""
    return Hit(at=captures["condition"], values={"flag": flag, "function": place})


def _tested(condition: Node) -> Node | None:
    """`FLAG` of `FLAG`, `!FLAG` and `!FLAG.load(..)`, `unsafe` around it or not."""
    node = unwrapped(condition)
    if node.type == "unary_expression" and text(node).startswith("!") and node.named_children:
        node = unwrapped(node.named_children[0])
    if node.type == "unsafe_block":
        block = next((c for c in node.named_children if c.type == "block"), None)
        if block is None or block.named_child_count != 1:
            return None
        node = block.named_children[0]
    if node.type == "call_expression" and method(node) == "load":
        node = receiver(node) or node
    return node if node.type == "identifier" else None


def _is_flag(name: str, file: SourceFile) -> bool:
    item = file.names.statics.get(name)
    if item is None:
        return False
    declared = squeezed(text(field(item, "type")))
    return declared.endswith("AtomicBool") or (declared == "bool" and is_mutable(item))


def _written(use: Node, function: Function) -> Iterator[str]:
    """What is written to the flag here: "true" if that is so and in this function, else what makes it no flag."""
    parent = use.parent
    if parent is None or parent.type == "static_item":
        return
    if parent.type == "assignment_expression" and parent.child_by_field_name("left") == use:
        yield _in(function, parent, text(parent.child_by_field_name("right")))
    call = parent.parent if parent.type == "field_expression" else None
    if call is not None and call.type == "call_expression" and method(call) != "load":
        first = text(arguments(call)[0]) if arguments(call) else ""
        yield _in(function, call, first) if method(call) == "store" else "another operation"


def _in(function: Function, node: Node, value: str) -> str:
    return value if is_within(node, function.node) else f"{value} elsewhere"


def _only_prints(branch: Node) -> bool:
    """A message that is printed once may as well be printed twice."""
    body = branch.child_by_field_name("consequence")
    calls = list(descendants(body, "call_expression", "macro_invocation")) if body is not None else []
    rest = [call for call in calls if not macro_name(call) and method(call) != "store" and callee(call) != "drop"]
    return bool(calls) and not rest and any(macro_name(call) for call in calls)
