"""errno-tested-by-hand: `if ret != 0 { return Err(Error::from_errno(ret)); }`, which `to_result` does."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, descendants, enclosing, field, statements, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_FAILS = pattern(r"(return)?Err\((\w+::)*from_errno\((?P<status>\w+)\)\)")
_ZERO = pattern(r"0(_?[iu]\w+)?")


@rule(
    level="note",
    confidence="high",
    only_in=("linux",),
    words=("from_errno(",),
    message="`{test}` and `from_errno({status})` turn C's answer into a `Result` by hand",
    ask="could `to_result({status})` turn C's answer into a `Result`?",
    why="""Each caller in C tests the number that it gets. The `kernel` crate has one place for it, so that the
        test cannot be the wrong way round, and `?` hands the error on.""",
    instead="Write `{cure}`, with the call of C in the place of `{status}`; it looks for a negative number.",
    query="""
    (if_expression condition: (binary_expression left: (identifier) @status operator: ["!=" "<"]
        right: (integer_literal) @zero) @condition consequence: (block) @failure) @test
    """,
    silent_in=(FileRole.SHIM, FunctionRole.CONST),
    in_c="""
        ret = attach(dev);
        if (ret)
            return ret;
    """,
    checks="The compiler then makes the caller look at the `Result`, and `?` hands it on.",
)
def errno_tested_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `ret = f(); if (ret) return ret;` is how an errno travels in C, one test after each call. Some functions of the
    kernel answer 0 or a negative errno, others a count or a negative errno, so that the test is now `!= 0`, now
    `< 0`, and both compile.

    At the border to Rust the number becomes a `Result` once. `to_result` of the `kernel` crate does that: `Ok(())`
    for what is not negative, `Err` with the errno otherwise. What is left at the call is `to_result(...)?`, the
    form that a reader of the tree knows. `from_errno` is for a number that is known to be an errno; given a
    positive one it warns and makes it `EINVAL`.

    ## Keep it when
    Something else happens between the test and the return, or the number is an answer that is used behind the
    test; the rule is silent there.

    ## Known problems
    None that are known.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    impl Device {
        pub fn enable(&self, count: i32) -> Result {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            let ret = unsafe { bindings::sample_enable(self.as_raw(), count) };
            if ret != 0 {
                return Err(Error::from_errno(ret));
            }
            Ok(())
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    impl Device {
        pub fn enable(&self, count: i32) -> Result {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            to_result(unsafe { bindings::sample_enable(self.as_raw(), count) })
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // The failure is told on its way.
    impl Device {
        pub fn enable(&self, count: i32) -> Result {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            let ret = unsafe { bindings::sample_enable(self.as_raw(), count) };
            if ret < 0 {
                dev_err!(self.as_ref(), "cannot enable {} ports\\n", count);
                return Err(Error::from_errno(ret));
            }
            Ok(())
        }
    }
    ```
    """
    status, failure = text(captures["status"]), statements(captures["failure"])
    if not _ZERO.fullmatch(text(captures["zero"])) or len(failure) != 1:
        return "it does not compare with zero and do one thing"
    if any(c.type in COMMENTS for c in captures["failure"].named_children):
        return "a comment explains it"
    found = _FAILS.fullmatch(squeezed(text(failure[0])))
    if found is None or found["status"] != status:
        return "the branch does not return this number as the error"
    bound = local_binding(captures["status"])
    if bound is None or bound.type != "let_declaration" or "(" not in text(field(bound, "value")):
        return "the number is not what a call has just returned"
    if _is_an_answer(captures["status"], captures["test"]):
        return "the number is also used as an answer"
    otherwise = squeezed(text(field(captures["test"], "alternative")))
    cure = f"to_result({status})" if otherwise == "else{Ok(())}" else f"to_result({status})?"
    return Hit(at=captures["condition"], values={"test": captures["condition"], "status": status, "cure": cure})


def _is_an_answer(status: Node, test: Node) -> bool:
    """Whether the number is used behind the test, as an interrupt or a count is."""
    function = enclosing(test, "closure_expression", "function_item")
    return function is not None and any(
        use.start_byte > test.end_byte and text(use) == text(status) for use in descendants(function, "identifier")
    )
