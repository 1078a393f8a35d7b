"""ordering-as-integer: a comparison that answers -1, 0 or 1, as `strcmp` does, instead of an `Ordering`."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import match_arms
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, text
from review_assist.syntax.roles import is_called_from_outside
from review_assist.syntax.source import SourceFile

_LESS = pattern(r"(\w+::)*(Ordering::)?Less")
_GREATER = pattern(r"(\w+::)*(Ordering::)?Greater")
_NEGATIVE = pattern(r"\{?\s*(return\s+|\w+\s*=\s*)?-\s*1\b")
_POSITIVE = pattern(r"\{?\s*(return\s+|\w+\s*=\s*)?1\b")


@rule(
    level="note",
    confidence="high",
    words=("Less",),
    message="this `match` turns an `Ordering` into -1, 0 and 1",
    ask="could this stay an `Ordering`, instead of -1, 0 and 1?",
    why="""To `strcmp` and `qsort` there are only numbers, so in C a comparison is an `int`, and any number
        below or above 0 will do. An `Ordering` has three values, and `match` covers them.""",
    instead="""Return the `Ordering`: `sort_by` takes it, `reverse()` and `then_with()` combine it, and a C caller
        gets its number by `as i32`, at that place.""",
    query="(match_expression body: (match_block)) @match",
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FileRole.SHIM),
    in_c="return (a > b) - (a < b);           /* for qsort() */",
    checks="""
        The compiler then knows three values only, so no caller can test for 1 where C may return any
        positive number.
    """,
)
def ordering_as_integer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C comparison gives a number below, at or above zero, and each caller tests `< 0`. Ported, the `Ordering` that
    `cmp` gives is turned into the number first, since that is what the caller was written for.

    `std::cmp::Ordering` is that answer as a type. `sort_by`, `binary_search_by` and `max_by` take it, `reverse()`
    turns it round, and `then_with(|| ..)` adds the next key, where C has `if (ret != 0) return ret;`. A caller
    that forgets one of the three cases does not compile.

    ## Keep it when
    C calls the function; then `ordering as i32` is the whole conversion.

    ## Known problems
    Only a `match` with an arm for `Less` and one for `Greater` is looked at.

    ```rust bad
    fn compare(a: &str, b: &str) -> i32 {
        match a.cmp(b) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    }
    ```
    ```rust good
    fn compare(a: &str, b: &str) -> Ordering {
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    }
    ```
    ```rust good
    // The numbers are steps, not an answer.
    fn next(line: usize, target: usize) -> usize {
        match line.cmp(&target) {
            Ordering::Less => line + 1,
            Ordering::Equal => line,
            Ordering::Greater => line - 1,
        }
    }
    ```
    """
    function = file.function(captures["match"])
    if function is not None and is_called_from_outside(function.node, file.names):
        return "something outside of Rust calls the function"
    arms = [arm for arm in match_arms(captures["match"]) if field(arm, "pattern") is not None]
    answers = {text(field(arm, "pattern")): text(field(arm, "value")).rstrip("};, \n") for arm in arms}
    less = next((value for kind, value in answers.items() if _LESS.fullmatch(kind)), "")
    greater = next((value for kind, value in answers.items() if _GREATER.fullmatch(kind)), "")
    if not _NEGATIVE.match(less) or not _POSITIVE.match(greater):
        return "the answers are not a negative and a positive number for less and greater"
    return Hit(at=captures["match"])
