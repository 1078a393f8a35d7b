"""tail-return: the last statement of a function is a `return`."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.rules.control_flow._arms import match_arms
from review_assist.rules.rewrite import Part, Rewrite, lines_of, statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, field, statements
from review_assist.syntax.source import SourceFile

_BLOCKS = frozenset(
    "if_expression match_expression unsafe_block block loop_expression while_expression for_expression".split()
)


@rule(
    level="note",
    confidence="high",
    clippy=("needless_return",),
    words=("return",),
    message="`{function}` ends in `{return}`",
    ask="could `{function}` end in {value}, without the `return`?",
    why="""In C only `return` gives a function its value. In Rust a block's last expression is its value, so
        a `return` that remains tells the reader that the function is left early.""",
    instead="End the function in {cure}.",
    query="(function_item name: (identifier) @function body: (block) @body)",
    in_c="""
        int level(void)
        {{ return depth - fill; }}
    """,
    checks="""
        A reader no longer has to tell the normal end of a function from an early exit: every `return` is
        one.
    """,
)
def tail_return(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C a value leaves a function by `return` and by nothing else, so each function ends in one.

    Rust blocks are expressions: `{ a; b; c }` has the value of `c`, for a function as well as for an `if`, a
    `match` or an `unsafe` block. The last line of a function therefore stands there without `return` and
    without a semicolon. That leaves the keyword for early exits, and in review a `return` is a place to look at.

    ## Keep it when
    Several versions of the last line are compiled by `#[cfg(..)]`; the rule is silent there.

    ## Known problems
    It is a habit of a whole file, so the first one that the patch adds there stands for all of them. A `return`
    at the end of each branch of a last `if` or `match` is the same habit.

    ```rust bad
    fn level(fill: usize, depth: usize) -> usize {
        let free = depth - fill;
        return free / 2;
    }
    ```
    ```rust good
    fn level(fill: usize, depth: usize) -> usize {
        let free = depth - fill;
        free / 2
    }
    ```
    ```rust good
    // An early exit.
    fn level(fill: usize, depth: usize) -> usize {
        if fill > depth {
            return 0;
        }
        (depth - fill) / 2
    }
    ```
    """
    last = _last(captures["body"], file)
    if last is None or not file.is_added(last) or _is_told_before(last, file):
        return "the body does not end in a `return` that the patch wrote, or an earlier one speaks for it"
    value = child(last, 0)
    function = file.function(captures["body"])
    is_plain = last.parent is not None and statement_of(last).parent in (
        captures["body"],
        *_inner(captures["body"]),
    )
    return Hit(
        at=last,
        values={
            "function": function.name if function is not None else "",
            "return": last,
            "value": f"`{file.quote(value)}`" if value is not None else "its last statement",
            "cure": "the value itself, without `return` and semicolon"
            if value is not None
            else "the statement before it",
        },
        fix=_fix(last, value, file) if is_plain else None,
    )


def _inner(body: Node) -> list[Node]:
    """The block of an `unsafe` block that is all of the body."""
    only = statements(body)[:1]
    return [block for block in (child(only[0], 0),) if block] if only and only[0].type == "unsafe_block" else []


def _fix(last: Node, value: Node | None, file: SourceFile) -> Rewrite | None:
    """The value alone, or nothing; what the value borrows from the function's variables may not outlive them."""
    statement = statement_of(last)
    if value is None:
        gone = lines_of(statement, file)
        return Rewrite((gone,), is_safe=True) if gone is not None else None
    if _begins_with_block(value):
        return None
    parts = (Part(last.start_byte, value.start_byte, ""), Part(value.end_byte, statement.end_byte, ""))
    return Rewrite(parts, is_safe=not any(_is_temporary(node) for node in descendants(value)))


def _begins_with_block(value: Node) -> bool:
    """Whether the value would be taken for a statement and what follows it."""
    first = child(value, 0)
    while first is not None and first.start_byte == value.start_byte:
        if first.type in _BLOCKS:
            return value.type not in _BLOCKS
        first = child(first, 0)
    return False


def _is_temporary(node: Node) -> bool:
    """A value without a name in the middle of an expression: at a function's end it is dropped last."""
    parent = node.parent
    is_made = node.type in ("call_expression", "macro_invocation", "struct_expression", "try_expression")
    return (
        is_made and parent is not None and parent.type in ("field_expression", "reference_expression", "arguments")
    )


def _is_told_before(last: Node, file: SourceFile) -> bool:
    """Whether a function further up ends in a `return` that the patch wrote, too."""
    for body in _bodies(file.tree.root_node):
        if body.start_byte < last.start_byte:
            found = _last(body, file)
            if found is not None and found != last and file.is_added(found):
                return True
    return False


@lru_cache(maxsize=1)
def _bodies(root: Node) -> tuple[Node, ...]:
    functions = descendants(root, "function_item", into_functions=True)
    return tuple(body for function in functions if (body := field(function, "body")) is not None)


def _last(body: Node, file: SourceFile) -> Node | None:
    """The `return` that ends the block, or the `unsafe` block that is all of it; None if a `cfg` chooses."""
    if body.end_byte > file.content.end or any(c.type == "attribute_item" for c in body.named_children):
        return None
    found = statements(body)
    if not found:
        return None
    if len(found) == 1 and found[0].type == "unsafe_block":
        inner = child(found[0], 0)
        return _last(inner, file) if inner is not None and inner.type == "block" else None
    return found[-1] if found[-1].type == "return_expression" else _in_branches(found[-1])


def _in_branches(last: Node) -> Node | None:
    """The first `return` of a last `if` or `match` of which every branch ends in one."""
    ends: list[Node] = []
    todo: list[Node | None] = [last]
    while todo and len(ends) < 40:
        node = todo.pop(0)
        if node is None:
            return None
        if node.type == "if_expression":
            otherwise = field(node, "alternative")
            todo = [field(node, "consequence"), child(otherwise, 0) if otherwise is not None else None, *todo]
        elif node.type == "match_expression":
            todo = [field(arm, "value") for arm in match_arms(node)] + todo
        elif node.type == "block" and (inside := statements(node)):
            todo.insert(0, inside[-1])
        elif node.type == "return_expression":
            ends.append(node)
        else:
            return None
    return ends[0] if len(ends) > 1 else None
