"""if-let-pyramid: one `if let` or `match` inside of the other, each only to reach the next."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.rules.control_flow._arms import arms_of, only
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, field, statements, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile, squeezed

_LEVELS = 3
_MOST = 40


@rule(
    level="note",
    confidence="medium",
    words=("if let ", "match "),
    message="{levels} tests are nested here, each only to reach the next",
    ask="could each of the {levels} nested tests be a `let .. else`, or a `?`, so that the work is not indented?",
    why="""A C function with one exit goes deeper with each pointer that it tests. A Rust function may be left
        anywhere, since `Drop` cleans up: the names then stay in scope, one below the other.""",
    instead="""Turn each into a statement of its own: `let Some(a) = .. else {{ return .. }};`, or `?` where
        the function returns an `Option` or a `Result`.""",
    needs_rust="1.65",
    instead_before="Turn each test around with an early `return`, use `?`, or chain them by `and_then`.",
    query="[(if_expression condition: (let_condition) !alternative) (match_expression)] @outer",
    softer_in=(FileRole.TEST, FileRole.MACROS),
    in_c="""
        if ((bus = dev_bus(dev)) != NULL)
            if ((slot = bus_slot(bus)) != NULL)
                use(slot);
    """,
    checks="The compiler then checks that each early exit leaves, and the names that follow hold a value.",
)
def if_let_pyramid(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (dev) if (dev->bus) if (dev->bus->slot)` is how C walks along pointers of which any may be NULL. Each test
    goes one level deeper, and what happens when one of them fails is at the other end of the function, or is
    nothing.

    In Rust each step can be a statement: `let Some(bus) = dev.bus() else { return };`. In a function that
    returns an `Option`, the whole walk is `dev.bus()?.slot()?.level()`. The work that is done in the end stands
    in the first column, and every way out is next to its test.

    ## Keep it when
    The steps have work of their own, or different ways out that go on afterwards; the rule is silent there.

    ## Known problems
    In a loop the early exit is a `continue`. In a file without any C around it is only told on
    request. Fewer than three `if let` in a row are not reported.

    ```rust bad
    extern "C" {
        fn lock_bus();
    }
    fn light(device: &Device) {
        if let Some(bus) = device.bus() {
            if let Some(slot) = bus.slot() {
                if let Some(lamp) = slot.lamp() {
                    lamp.on();
                }
            }
        }
    }
    ```
    ```rust good
    fn light(device: &Device) -> Option<()> {
        device.bus()?.slot()?.lamp()?.on();
        Some(())
    }
    ```
    ```rust good
    // There is something to do on the way.
    fn light(device: &Device) {
        if let Some(bus) = device.bus() {
            bus.wake();
            if let Some(slot) = bus.slot() {
                slot.on();
            }
        }
    }
    ```
    """
    outer = captures["outer"]
    if outer.type == "match_expression":
        levels, least = _nested_matches(outer), _LEVELS - 1
    else:
        levels, least = _nested_branches(outer), _LEVELS
    if levels < least or _is_inner(outer):
        return "it is not the outermost of enough tests, each of which is all that is in the one before"
    confidence: Confidence | None = None if comes_from_c(file) else "low"
    return Hit(
        at=field(outer, "condition") or field(outer, "value") or outer,
        values={"levels": str(levels)},
        confidence=confidence,
    )


def _nested_branches(outer: Node) -> int:
    levels, step = 0, outer
    while levels < _MOST and _is_if_let(step):
        levels += 1
        body = field(step, "consequence")
        inside = statements(body) if body is not None else []
        if len(inside) != 1:
            break
        step = inside[0]
    return levels


def _is_if_let(node: Node) -> bool:
    condition = field(node, "condition") if node.type == "if_expression" else None
    return condition is not None and condition.type == "let_condition" and field(node, "alternative") is None


def _nested_matches(outer: Node) -> int:
    """How many `match` of two arms are the good arm of one another, and end alike where there is no value."""
    levels, step, ends = 0, outer, ""
    while levels < _MOST and (arms := arms_of(step)) is not None and not arms.error:
        bad = squeezed(text(only(arms.bad)))
        if not bad or len(bad) > 60 or (ends and bad != ends):
            break
        ends, levels = bad, levels + 1
        step = only(arms.good)
    return levels


def _is_inner(node: Node) -> bool:
    """Whether it is itself the only thing in another one that counts."""
    for parent in ancestors(node):
        if parent.type in ("block", "expression_statement", "match_arm", "match_block"):
            if parent.type == "block" and len(statements(parent)) != 1:
                return False
            continue
        if parent.type == "match_expression":
            return node.type == "match_expression" and _nested_matches(parent) > 1
        return node.type == "if_expression" and _is_if_let(parent)
    return False
