"""off-by-one-bound: a check with `<=` against a length lets the index be one past the end."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.rules.control_flow._arms import leaves
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.indices_and_loops._loops import array_length, index_of, indexed_base
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, enclosing, field, statements, text, unwrapped
from review_assist.syntax.places import is_within
from review_assist.syntax.source import SourceFile, squeezed

_BODY_LIMIT = 6000


@rule(
    level="error",
    confidence="medium",
    words=(" <= ", " > ", "..="),
    message="`{check}` lets `{index}` be {length}, and `{element}` is then out of bounds",
    ask="should this be `{better}`, as `{element}` is out of bounds if `{index}` is {length}?",
    why="""A C limit may be the largest index, a Rust length never is, and a bound that moves from one to the
        other is easily off by one. C reads whatever lies behind the array; Rust panics.""",
    instead="Write `{better}`, or `{base}.get({index})`, which returns an `Option` and cannot be off by one.",
    query="""
    [(if_expression condition: (binary_expression) @check) @branch
     (while_expression condition: (binary_expression) @check body: (block) @body)
     (for_expression pattern: (identifier) @index value: (range_expression) @check body: (block) @body)]
    """,
    in_c="""
        if (i <= ARRAY_SIZE(regs))          /* should be < */
            return regs[i];
    """,
    checks="The compiler then makes the caller of `get()` handle `None`; with `<` every index is in bounds.",
)
def off_by_one_bound(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C headers define both kinds of limit: `MAX_TIMER` is the largest valid index, `NUM_TIMERS` is how many there
    are. A check that is right for one is off by one for the other, and a C array answers the one index too many
    with the neighbouring field.

    In Rust the array knows its length and the access panics, which turns the mistake into a crash that a guest
    or a peer may be able to cause. `timers.get(id)` puts check and access into one step; `if let Some(timer)`
    or `?` handles the rest, and no comparison is left to get wrong.

    ## Keep it when
    The field that looks like a count is really the largest valid index.

    ## Known problems
    Only plain comparisons against `.len()`, a known array length, or a field named like a count are looked at.

    ```rust bad
    fn config(regs: &[u64], index: usize) -> u64 {
        if index <= regs.len() {
            regs[index]
        } else {
            0
        }
    }
    ```
    ```rust good
    fn config(regs: &[u64], index: usize) -> u64 {
        regs.get(index).copied().unwrap_or(0)
    }
    ```
    ```rust good
    // A range may end at the length.
    fn head(frame: &[u8], length: usize) -> &[u8] {
        if length <= frame.len() {
            &frame[..length]
        } else {
            frame
        }
    }
    ```
    """
    check, limit, scope = captures["check"], field(captures["check"], "right"), _scope(captures)
    index_node = captures.get("index") or field(check, "left")
    if captures.get("index") is not None:
        limit = child(check, 1)
    if not scope or limit is None or index_node is None:
        return "the check does not bound an index from above"
    index = squeezed(text(index_node))
    behind = file.content.source[check.end_byte : check.end_byte + _BODY_LIMIT]
    if len(index) > 60 or not re.search(rb"\[\s*\(?\s*" + re.escape(index.encode()), behind):
        return "nothing near is indexed by what was checked"
    for node in scope:
        if node.end_byte - node.start_byte > _BODY_LIMIT or is_assigned(node, index):
            return "the index changes before it is used, or the code is too long to be sure"
        for element in (node, *descendants(node, "index_expression", "binary_expression")):
            if _index(element) == index and (length := _length(element, limit, file)):
                return _hit(check, index, element, length)
            if _is_checked_again(element, index):
                return "it is checked again before it is used"
    return "the limit is not known to be the length of what is indexed"


def _scope(captures: Captures) -> list[Node]:
    """The code in which the check has let the index through; none where it does not bound it from above."""
    check, branch, body = captures["check"], captures.get("branch"), captures.get("body")
    if body is not None:
        bounds = "..=" if check.type == "range_expression" else "<="
        return [body] if any(c.type == bounds for c in check.children) else []
    if branch is None:
        return []
    operator = text(field(check, "operator"))
    inside, otherwise = field(branch, "consequence"), field(branch, "alternative")
    if operator == "<=" and inside is not None:
        return [inside]
    if operator != ">" or inside is None:
        return []
    if otherwise is None:
        return _after(inside)
    block = child(otherwise, 0)
    return [block] if block is not None and block.type == "block" else []


def _hit(check: Node, index: str, element: Node, length: str) -> Hit:
    operator = {"<=": "<", ">": ">=", "..=": ".."}
    written = " ".join(text(check).split())
    better = re.sub(r"<=|\.\.=|>", lambda found: operator[found[0]], written, count=1)
    return Hit(
        at=check,
        values={
            "check": check,
            "index": index,
            "element": element,
            "length": length,
            "better": better,
            "base": indexed_base(element),
        },
    )


def _after(exit_block: Node) -> list[Node]:
    """The statements behind `if .. { return .. }`, as far as the view reaches; none if the block goes on."""
    last = statements(exit_block)[-1:]
    if not last or last[0].type not in ("return_expression", "continue_expression", "break_expression"):
        return []
    branch = exit_block.parent
    holder = branch.parent if branch is not None else None
    if branch is None or holder is None:
        return []
    here = holder if holder.type == "expression_statement" else branch
    found: list[Node] = []
    size = 0
    after = here.next_named_sibling
    while after is not None and size < _BODY_LIMIT:
        found.append(after)
        size += after.end_byte - after.start_byte
        after = after.next_named_sibling
    return found


def _index(element: Node) -> str:
    index = index_of(element)
    if index is not None and index.type == "type_cast_expression":
        value = field(index, "value")
        index = unwrapped(value) if value is not None else None
    return squeezed(text(index)) if indexed_base(element) else ""


def _length(element: Node, limit: Node, file: SourceFile) -> str:
    """How the limit is known to be the length of the array; empty if it is not."""
    limit = unwrapped(limit)
    if limit.type == "type_cast_expression":
        limit = unwrapped(field(limit, "value") or limit)
    base, shape, first = indexed_base(element), squeezed(text(limit)), child(element, 0)
    if shape == f"{base}.len()":
        return "the length"
    if first is not None and re.fullmatch(r"[A-Z]\w*|\d+", shape) and array_length(first, file) == shape:
        return f"`{shape}`, the length of the array"
    counted = re.fullmatch(r"(?:(.*)\.)?(?:get_)?(?:num|n|nr)_(\w+?)(?:\(\))?", shape.removesuffix(".get()"))
    owner, _, name = base.rpartition(".")
    if counted and counted[2] == name and (counted[1] or "") == owner:
        return f"`{text(limit)}`, which reads like the number of elements"
    return ""


def _is_checked_again(node: Node, index: str) -> bool:
    """Whether the index is compared once more; an `if` that neither leaves nor uses it lets all of them by."""
    if node.type != "binary_expression" or text(field(node, "operator")) not in ("<", "<=", ">", ">=", "==", "!="):
        return False
    if index not in (squeezed(text(field(node, side))) for side in ("left", "right")):
        return False
    branch = enclosing(node, "if_expression")
    if branch is None or field(branch, "alternative") or not is_within(node, field(branch, "condition")):
        return True
    inside = field(branch, "consequence")
    return inside is None or leaves(inside) or index in squeezed(text(inside))
