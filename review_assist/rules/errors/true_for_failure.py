"""true-for-failure: a function answers `true` when it has failed, as a status that is not zero does in C."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import is_in_trait, return_type, returned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, documentation, enclosing, field, statements, text
from review_assist.syntax.source import SourceFile, squeezed

_SAYS_SO = pattern(
    r"(?i)(returns?|gives?|yields?|is)\s+`?true`?\s+(on|if|in case of|when|for)\s+(there\s+(is|was)\s+)?"
    r"(an?\s+|any\s+)?"
    r"(\w+\s+)?(error|failure|fail)|(returns?\s+)?`?false`?\s+on\s+success"
)
_IS_A_QUESTION = pattern(
    r"(\w+_)?(is|has|have|can|needs?|should|was|contains|exists|matches|failed|fails|errors?|bad)(_|$)"
)
_FAILS = pattern(r".*\.is_err\(\)|letErr\(.*|.*\.is_none\(\)|!\w+(\.\w+)*\.(is_ok|is_some)\(\)|.*\.is_null\(\)")


@rule(
    level="warning",
    confidence="medium",
    needs="function",
    words=("-> bool",),
    message="`{function}` answers `true` when it has failed",
    ask="could `{function}`, where `true` means that it failed, return a `Result`?",
    why="""A C status is 0 for success, so anything else, "true" in a test, is a failure. As a Rust `bool` it
        reads the other way round at each call: `if load(..)` is taken for "if it could be loaded".""",
    instead="Return `Result<(), E>`; a caller then has to look at it, and `?` hands it on.",
    query="""
    (function_item name: (identifier) @name return_type: (primitive_type) @type body: (block) @body) @function
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if ({function}(path))
            goto fail;
    """,
    checks="The compiler then warns where the answer is dropped, and nobody can read it the wrong way round.",
)
def true_for_failure(captures: Captures, file: SourceFile) -> Hit | str:
    """
    0 is success in C, and `if (load(path))` is a test for failure. A port that turns the `int` into a `bool` keeps
    the sense, and a call then says the opposite of what an English reader takes it for.

    `Result<(), E>` has no sense to get wrong. It says which way it went by name, carries the reason along, is
    handed on by `?`, and the compiler warns when nobody looks at it. A `bool` is for questions whose answer is
    in the name of the function: `is_loaded`.

    ## Keep it when
    The name says so, as in `has_failed`; the rule is silent there.

    ## Known problems
    It goes by the documentation of the function, or by what its branches test.

    ```rust bad
    /// Returns true on error.
    fn load(path: &str, table: &mut Table) -> bool {
        if table.read(path).is_err() {
            return true;
        }
        table.sort();
        false
    }
    ```
    ```rust good
    fn load(path: &str, table: &mut Table) -> Result<(), Error> {
        table.read(path)?;
        table.sort();
        Ok(())
    }
    ```
    ```rust good
    /// Whether the table is full.
    fn is_full(table: &Table) -> bool {
        if table.limit == 0 {
            return true;
        }
        table.fill == table.limit
    }
    ```
    """
    function, name = captures["function"], text(captures["name"])
    described = file.function(function)
    if (
        return_type(function) != "bool"
        or described is None
        or described.is_trait_method
        or _IS_A_QUESTION.match(name)
    ):
        return "it returns no `bool`, or its name is a question"
    if is_in_trait(function):
        return "the trait gives the signature"
    answers = {squeezed(text(value)) for value in returned(function)}
    if not {"true", "false"} <= answers:
        return "it does not answer `true` and `false` in so many words"
    says_so = _SAYS_SO.search(" ".join(documentation(function).split())) is not None
    if not says_so and not (answers == {"true", "false"} and _fails_by_true(captures["body"])):
        return "nothing shows that `true` means failure"
    return Hit(at=captures["type"], confidence="high" if says_so else None, values={"function": name})


def _fails_by_true(body: Node) -> bool:
    """Whether two or more tests for failure end in `return true`, all of them do, and the function in `false`."""
    inside = statements(body)
    if not inside or text(inside[-1]) not in ("false", "return false"):
        return False
    tests = [_test_around(each) for each in _returns(body, "true")]
    good = [
        _test_around(each)
        for each in _returns(body, "false")[: -1 if text(inside[-1]).startswith("return") else None]
    ]
    return len(tests) > 1 and all(_FAILS.fullmatch(test) for test in tests) and not good


def _returns(body: Node, literal: str) -> list[Node]:
    return [
        node for node in descendants(body, "return_expression") if re.fullmatch(rf"return\s+{literal}", text(node))
    ]


def _test_around(node: Node) -> str:
    branch = enclosing(node, "if_expression")
    return squeezed(text(field(branch, "condition"))) if branch is not None else ""
