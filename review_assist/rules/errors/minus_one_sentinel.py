"""minus-one-sentinel: -1 in a variable stands for "there is none"."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, field, is_in_unsafe, text, unwrapped
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_MINUS_ONE = re.compile(r"\(?-1(_?i(8|16|32|64|size))?(as(\w+::)*\w+)?\)?")
_IS_A_PLACE = re.compile(
    r"(^|_)(index|idx|pos|position|fd|id|slot|line|row|col|column|last|first|current|cur|prev|next|"
    r"selected|active|found|limit|timeout|pid|start|end|head|tail|cursor|offset|channel|port|irq)$"
)


@rule(
    level="warning",
    confidence="medium",
    words=("-1",),
    message='`{name}` has -1 stand for "none"',
    ask='does -1 in `{name}` stand for "none", and could `{name}` be an `Option`?',
    why="""C has no room beside a number for "there is none", so one of its values must serve, and every reader
        has to know. `Option` is that room: the compiler lets nobody use a number that is not there.""",
    instead="""Make it {better}, with `None` for -1. Where C or a stored format needs the -1, it is written at
        the edge, by `map_or(-1, ...)`.""",
    query="""
    [
      (binary_expression left: (_) @left operator: ["==" "!="] right: (unary_expression)) @test
      (assignment_expression left: [(identifier) (field_expression)] @left right: (unary_expression)) @set
      (let_declaration pattern: (identifier) @left value: (unary_expression)) @set
    ]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI, FunctionRole.BOUNDARY),
)
def minus_one_sentinel(captures: Captures, file: SourceFile) -> Hit | None:
    """
    "No index", "not open", "not set yet": in C the variable is a number and one number is given up for it,
    usually -1. The type becomes signed for that one value, every use must remember to test, and an
    unsigned comparison turns the -1 into the largest number there is.

    `Option<usize>` has the extra value outside of the number. `match`, `if let` and `?` take the number out
    together with the test, so that it cannot be used untested, and the number can have the type it
    should have: an index is a `usize` and needs no cast.

    ## Keep it when
    The number goes to C, to a file format or to migrated state, where -1 is what the other side
    expects. It is common to keep `Option` inside and convert at the edge. What C has returned is compared with
    -1, of course; the rule is silent there.

    ## Known problems
    That -1 is never a number like any other can only be guessed, from its being set and tested, or from a name.

    ```rust bad
    struct Terminal {
        selected: i32,
    }

    impl Terminal {
        fn clear(&mut self) {
            self.selected = -1;
        }

        fn has_selection(&self) -> bool {
            self.selected != -1
        }
    }
    ```
    ```rust good
    struct Terminal {
        selected: Option<u32>,
    }

    impl Terminal {
        fn clear(&mut self) {
            self.selected = None;
        }

        fn has_selection(&self) -> bool {
            self.selected.is_some()
        }
    }
    ```
    ```rust good
    // -1 is a number here: one step to the left.
    fn mirrored(step: i32) -> bool {
        step == -1
    }
    ```
    """
    at = captures.get("test") or captures["set"]
    left = unwrapped(captures["left"])
    if not _is_minus_one(field(at, "right") or field(at, "value")):
        return None
    if left.type not in ("identifier", "field_expression") or _holds_what_c_returned(left, file):
        return None
    name = text(left if left.type == "identifier" else field(left, "field"))
    is_local = at.type == "let_declaration" or (left.type == "identifier" and local_binding(left) is not None)
    is_set, is_tested = _evidence(name, enclosing(at, "function_item") if is_local else None, file)
    if not (is_set and is_tested) and not (_IS_A_PLACE.search(name) and left.type == "field_expression"):
        return None
    is_descriptor = re.search(r"(^|_)(fd|sock|socket)_?$", name) is not None
    return Hit(
        at=at,
        values={
            "name": name,
            "better": "an `Option<OwnedFd>`, which also closes it," if is_descriptor else "an `Option`",
        },
        confidence="high" if is_set and is_tested else "medium",
    )


def _is_minus_one(node: Node | None) -> bool:
    return node is not None and _MINUS_ONE.fullmatch(squeezed(text(node))) is not None


def _holds_what_c_returned(left: Node, file: SourceFile) -> bool:
    """The variable gets its value from a call to C, or from unsafe code, whose contract the -1 is."""
    binding = local_binding(left) if left.type == "identifier" else None
    given = [binding] if binding is not None else []
    function, name = file.function(left), squeezed(text(left))
    for node in descendants(function.node, "assignment_expression") if function is not None else ():
        if squeezed(text(field(node, "left"))) == name:
            given.append(node)
    return any(_calls_c(field(node, "value") or field(node, "right"), file) for node in given)


def _calls_c(value: Node | None, file: SourceFile) -> bool:
    if value is None:
        return False
    if value.type == "unsafe_block" or (is_in_unsafe(value) and value.type == "call_expression"):
        return True
    calls = [value, *descendants(value, "call_expression")]
    return any(is_c_path(squeezed(text(field(call, "function"))), file.names) for call in calls)


def _evidence(name: str, scope: Node | None, file: SourceFile) -> tuple[bool, bool]:
    """Whether the scope (or file) sets the name to -1, and whether it compares it with -1 or asks for its sign."""
    is_set = is_tested = False
    for use in file.names.uses.get(name, ()):
        if scope is not None and not scope.start_byte <= use.start_byte < scope.end_byte:
            continue
        holder = use.parent
        if holder is not None and holder.type == "field_expression":
            holder = holder.parent
        if holder is None:
            continue
        value = field(holder, "right") or field(holder, "value")
        if holder.type == "binary_expression":
            operator = text(field(holder, "operator"))
            is_sign = operator in ("<", ">=") and text(value) == "0"
            is_tested |= is_sign or (operator in ("==", "!=") and _is_minus_one(value))
        elif holder.type in ("assignment_expression", "let_declaration", "field_initializer"):
            is_set |= _is_minus_one(value)
    return is_set, is_tested
