"""minus-one-sentinel: -1 in a variable stands for "there is none"."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, field, is_in_unsafe, is_mutable, text, unwrapped
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import Function, SourceFile, squeezed

_MINUS_ONE = pattern(r"(?:[\w.?&]+\.unwrap_or)?\(?-1(_?i(8|16|32|64|size))?(as(\w+::)*\w+)?\)?")
"""Also `choice.unwrap_or(-1)`, which makes an `Option` into what it is there to replace."""
_HOLDERS = ("binary_expression", "assignment_expression", "let_declaration", "field_initializer")
_LOOKED_AT = 8
"""Values of one variable that are searched for calls to C."""
_VALUE_LIMIT = 2000
"""Bytes of a value, at most, in which a call to C is looked for."""
_IS_A_PLACE = pattern(
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
    instead="""Make it {better}; `None` then stands for -1. Where C or a stored format needs the -1, it is
        written at the edge, by `map_or(-1, ...)`.""",
    query="""
    [
      (binary_expression left: (_) @left operator: ["==" "!="] right: (unary_expression)) @test
      (assignment_expression left: [(identifier) (field_expression)] @left right: (unary_expression)) @set
      (let_declaration pattern: (identifier) @left value: [(unary_expression) (call_expression)]) @set
    ]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI, FunctionRole.BOUNDARY),
    in_c="""
        {name} = -1;    /* none */
        if ({name} >= 0) {{ use({name}); }}
    """,
    checks='The compiler then lets nobody use "none" as a number, for an index or in a sum.',
)
def minus_one_sentinel(captures: Captures, file: SourceFile) -> Hit | str:
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
        return "the value is not -1"
    if left.type not in ("identifier", "field_expression") or _holds_what_c_returned(left, file):
        return "it is no variable or field, or it holds what C returned"
    name = text(left if left.type == "identifier" else field(left, "field"))
    is_local = at.type == "let_declaration" or (left.type == "identifier" and local_binding(left) is not None)
    function = enclosing(at, "function_item") if is_local else None
    evidence = _evidence(file.names.roots if function is None else (function,))
    is_set, is_tested = evidence.get(name, (False, False))
    if not (is_set and is_tested) and not (_IS_A_PLACE.search(name) and left.type == "field_expression"):
        return "it is not both set to -1 and tested for it"
    is_descriptor = re.search(r"(^|_)(fd|sock|socket)_?$", name) is not None
    return Hit(
        at=at,
        values={
            "name": name,
            "better": "an `Option<OwnedFd>`, which closes itself" if is_descriptor else "an `Option`",
        },
        confidence="high" if is_set and is_tested else "medium",
    )


def _is_minus_one(node: Node | None) -> bool:
    if node is None or node.end_byte - node.start_byte > 40:
        return False
    return _MINUS_ONE.fullmatch(squeezed(text(node))) is not None


def _holds_what_c_returned(left: Node, file: SourceFile) -> bool:
    """The variable gets its value from a call to C, or from unsafe code, whose contract the -1 is."""
    function = file.function(left)
    given = _given(function.node).get(squeezed(text(left)), []) if function is not None else []
    return any(_calls_c(value, file) for value in given[:_LOOKED_AT]) or _is_lent_to_c(left, function)


def _is_lent_to_c(left: Node, function: Function | None) -> bool:
    """The variable is an out-parameter of a call in unsafe code: `open_pair(&mut read_fd)`."""
    for borrow in descendants(function.node, "reference_expression") if function is not None else ():
        lent = field(borrow, "value")
        is_argument = borrow.parent is not None and borrow.parent.type == "arguments"
        if not (is_argument and lent is not None and is_mutable(borrow) and is_in_unsafe(borrow)):
            continue
        if squeezed(text(lent)) == squeezed(text(left)):
            return True
    return False


@lru_cache(maxsize=1)
def _given(function: Node) -> dict[str, list[Node]]:
    """What the function declares or assigns its variables with, by the variable as written."""
    found: dict[str, list[Node]] = {}
    for node in descendants(function, "let_declaration", "assignment_expression"):
        target, value = field(node, "pattern") or field(node, "left"), field(node, "value") or field(node, "right")
        if target is not None and value is not None:
            found.setdefault(squeezed(text(target)), []).append(value)
    return found


def _calls_c(value: Node, file: SourceFile) -> bool:
    if value.type == "unsafe_block" or (is_in_unsafe(value) and value.type == "call_expression"):
        return True
    if value.end_byte - value.start_byte > _VALUE_LIMIT:
        return False
    calls = [value, *descendants(value, "call_expression")]
    return any(is_c_path(squeezed(text(field(call, "function"))), file.names) for call in calls)


@lru_cache(maxsize=2)
def _evidence(scopes: tuple[Node, ...]) -> dict[str, tuple[bool, bool]]:
    """By name, whether the scopes set it to -1, and whether they compare it with -1 or ask for its sign."""
    found: dict[str, tuple[bool, bool]] = {}
    for scope in scopes:
        for node in descendants(scope, *_HOLDERS, into_functions=True):
            target = field(node, "left") or field(node, "pattern") or field(node, "field")
            if target is None or target.type not in ("identifier", "field_expression", "field_identifier"):
                continue
            name = text(field(target, "field") or target)
            is_set, is_tested = found.get(name, (False, False))
            found[name] = (is_set or _sets(node), is_tested or _tests(node))
    return found


def _sets(node: Node) -> bool:
    return node.type != "binary_expression" and _is_minus_one(field(node, "right") or field(node, "value"))


def _tests(node: Node) -> bool:
    if node.type != "binary_expression":
        return False
    operator, value = text(field(node, "operator")), field(node, "right")
    if operator in ("<", ">="):
        return value is not None and value.type == "integer_literal" and text(value) == "0"
    return operator in ("==", "!=") and _is_minus_one(value)
