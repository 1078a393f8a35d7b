"""success-flag: a `bool` carries "all well so far" from step to step to the end of the function."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import LOOPS, ancestors, descendants, field, tail, text, unwrapped
from review_assist.syntax.places import is_within
from review_assist.syntax.source import SourceFile

_TELLS_SUCCESS = pattern(r"(\w+_)?(ok|okay|success|succeeded|good|valid|failed|failure|fail|bad|error|err)")
_STATEMENTS = 3
"""Statements, at least: the flag, a step that sets it, and the answer."""
_LIMIT = 60
"""Uses of the flag that are looked at."""


@rule(
    level="note",
    confidence="medium",
    needs="function",
    words=("let mut",),
    message="`{flag}` carries success from step to step to the end of `{function}`",
    ask="could `{function}` return where a step fails, so that `{flag}` is not needed?",
    why="""With one exit and no exceptions, C passes a flag along and asks it before each step. In Rust an early
        return costs nothing: what is owned so far is dropped on every path.""",
    instead="""Return at the step that fails, or let the steps return `Result` and join them with `?`. Keep
        the flag if later steps have to run even after a failure.""",
    query="""
    (function_item body: (block
      (let_declaration pattern: (identifier) @flag value: (boolean_literal)) @let)) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.CONST),
    in_c="""
        if (ok)
            ok = enable_interrupts(dev);
        return ok;
    """,
    checks="The compiler then warns where a step's `Result` is dropped, so no step can be left out of the flag.",
)
def success_flag(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `bool ok = true; if (!a()) ok = false; if (ok && !b()) ok = false; return ok;` is the C function with one
    exit: the flag says whether it is still worth going on. Each step asks for it again, and a step that forgets
    runs on what the failed one left behind.

    Rust frees what a function owns on every way out, so the one exit has lost its reason. `return` where it
    fails leaves a straight list of steps. If each step returns `Result`, the list is `a()?; b()?;`, and the
    caller learns which of them failed and why.

    ## Keep it when
    All steps have to run whatever the others say, as in a check that reports every mistake. Then the flag is only
    set, never asked in between, and the rule is silent.

    ## Known problems
    Whether something at the end of the function must be done on failure, too, is not known. A `Drop` type would do
    it on all paths.

    ```rust bad
    fn start(device: &mut Device) -> bool {
        let mut ok = true;
        if !device.map_registers() {
            ok = false;
        }
        if ok && !device.enable_interrupts() {
            ok = false;
        }
        ok
    }
    ```
    ```rust good
    fn start(device: &mut Device) -> Result<(), DeviceError> {
        device.map_registers()?;
        device.enable_interrupts()
    }
    ```
    ```rust good
    // Every entry is looked at, so that every mistake is reported.
    fn check_all(entries: &[Entry]) -> bool {
        let mut ok = true;
        for entry in entries {
            if !entry.check() {
                entry.report();
                ok = false;
            }
        }
        ok
    }
    ```
    """
    function = file.function(captures["function"])
    name = text(captures["flag"])
    if function is None or not _TELLS_SUCCESS.fullmatch(name):
        return "the variable is not named like success"
    body = field(function.node, "body")
    if body is None or _answer(body) != name or body.named_child_count < _STATEMENTS:
        return "the function does not end in this variable, or is short"
    known = _uses(function.node).get(name, [])
    first = bisect_right(known, captures["let"].end_byte, key=lambda use: use.start_byte)
    uses = known[first : first + _LIMIT]
    is_asked = any(_is_condition(use, body) for use in uses)
    is_set = any(_is_set(use) for use in uses)
    if not is_set or not is_asked:
        return "it is not both set and asked on the way"
    return Hit(at=captures["flag"], values={"flag": name, "function": function.name})


@lru_cache(maxsize=1)
def _uses(function: Node) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in descendants(function, "identifier"):
        found.setdefault(text(node), []).append(node)
    return found


@lru_cache(maxsize=1)
def _answer(body: Node) -> str:
    """`ok` of a body that ends in `ok` or `!ok`."""
    value = tail(body)
    inner = unwrapped(value) if value is not None else body
    if inner.type == "unary_expression" and text(inner).startswith("!") and inner.named_children:
        inner = unwrapped(inner.named_children[0])
    return text(inner) if inner.type == "identifier" else ""


def _is_set(use: Node) -> bool:
    parent = use.parent
    return parent is not None and parent.type == "assignment_expression" and field(parent, "left") == use


def _is_condition(use: Node, body: Node) -> bool:
    """Whether an `if` outside of any loop asks for it, alone or as the first part of `ok && ...`."""
    for parent in ancestors(use):
        if parent.type == "if_expression":
            return is_within(use, field(parent, "condition")) and not any(
                a.type in LOOPS for a in ancestors(parent) if a.start_byte > body.start_byte
            )
        if parent.type not in ("binary_expression", "unary_expression", "parenthesized_expression"):
            return False
    return False
