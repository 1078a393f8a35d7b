"""nested-error-branches: tests are nested, and each `else` does nothing but report its error."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, child, field, statements, text
from review_assist.syntax.source import SourceFile

_LEVELS = 3


@rule(
    level="note",
    confidence="medium",
    words=("else {",),
    message="{levels} tests are nested here, and each `else` only reports its failure",
    ask="could each of the {levels} nested tests return early, so that the normal path is not indented?",
    why="""A C function with one exit nests its checks, or has a `goto` for each. A Rust function may be left
        anywhere, since `Drop` cleans up, and `?` does it in one character.""",
    instead="""Turn each test around: `let .. else` with the `return` in it, or `.ok_or(..)?` for an
        `Option` and `?` for a `Result`.""",
    needs_rust="1.65",
    instead_before="""Turn each test around, with an early `return` in it; `.ok_or(..)?` does that for an `Option`
        and `?` for a `Result`.""",
    query="(if_expression alternative: (else_clause (block))) @outer",
    softer_in=(FileRole.TEST, FileRole.MACROS),
    in_c="""
        if (dev) {{
            if (bus) {{ ret = attach(bus, dev); }} else {{ ret = -ENODEV; }}
        }} else {{ ret = -EINVAL; }}
    """,
    checks="The compiler then checks that each early exit really leaves, and the names that follow hold a value.",
)
def nested_error_branches(captures: Captures, file: SourceFile) -> Hit | str:
    """
    "One exit" is an old rule of C, and where cleaning up is done by hand it is a good one. It makes functions
    that go deeper with each check, and end in a row of `else` branches, far from the test that each of them
    belongs to.

    A Rust value is released wherever its scope is left, so nothing is gained by a single exit. With `?` or
    `let .. else` each check stands beside its error, the names it binds stay in scope, and the code that does
    the work is not indented.

    ## Keep it when
    The branches have work to do, or both ways go on; the rule wants each `else` to be a failure and nothing else.

    ## Known problems
    Fewer than three levels are not reported.

    ```rust bad
    fn setup(table: &Table, name: &str) -> Result<u32, Error> {
        if let Some(device) = table.find(name) {
            if let Some(bus) = device.bus() {
                if bus.is_ready() {
                    Ok(bus.attach(device))
                } else {
                    Err(Error::Busy)
                }
            } else {
                Err(Error::NoBus)
            }
        } else {
            Err(Error::NoDevice)
        }
    }
    ```
    ```rust good
    fn setup(table: &Table, name: &str) -> Result<u32, Error> {
        let device = table.find(name).ok_or(Error::NoDevice)?;
        let bus = device.bus().ok_or(Error::NoBus)?;
        if !bus.is_ready() {
            return Err(Error::Busy);
        }
        Ok(bus.attach(device))
    }
    ```
    ```rust good
    // Two levels, and one of the branches has something to do.
    fn setup(table: &mut Table, name: &str) -> Result<u32, Error> {
        if let Some(device) = table.find(name) {
            if device.is_ready() {
                Ok(device.number)
            } else {
                Err(Error::Busy)
            }
        } else {
            Ok(table.add(name))
        }
    }
    ```
    """
    outer = captures["outer"]
    if outer.parent is not None and outer.parent.type == "else_clause":
        return "the first step of the ladder speaks for it"
    levels, step = 0, outer
    while levels < 100 and _is_failure(step):
        levels += 1
        inside = statements(body) if (body := field(step, "consequence")) is not None else []
        if not inside or inside[-1].type != "if_expression":
            break
        step = inside[-1]
    if levels < _LEVELS or _is_inner(outer):
        return "there are too few tests within tests whose `else` only reports an error"
    condition = field(outer, "condition")
    return Hit(at=condition or outer, values={"levels": str(levels)})


def _is_inner(branch: Node) -> bool:
    """Whether it is itself the last statement of a branch that counts."""
    holder = branch.parent
    block = holder.parent if holder is not None and holder.type == "expression_statement" else holder
    around = block.parent if block is not None and block.type == "block" else None
    return around is not None and around.type == "if_expression" and _is_failure(around)


def _is_failure(branch: Node) -> bool:
    """Whether the `else` is one statement, and that makes an error or leaves."""
    otherwise = field(branch, "alternative")
    block = child(otherwise, 0) if otherwise is not None else None
    inside = statements(block) if block is not None and block.type == "block" else []
    if len(inside) != 1:
        return False
    only = inside[0]
    if only.type == "return_expression":
        value = child(only, 0)
        return value is None or _is_error(value)
    return _is_error(only)


def _is_error(node: Node) -> bool:
    return (node.type == "call_expression" and callee(node) == "Err") or text(node) == "None"
