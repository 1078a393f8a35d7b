"""combinator-by-hand: a `match` takes an `Option` or `Result` apart only to make another, or a value, of it."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import LEAVING, LOOSE, Arms, arms_of, is_same, only
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    COMMENTS,
    ancestors,
    callee,
    descendants,
    enclosing,
    field,
    macro_name,
    mentions,
    method,
    text,
)
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.roles import is_in_const, is_test
from review_assist.syntax.source import SourceFile, squeezed

_CONSTANT = pattern(r"-?\d[\w.]*|b?'[^']+'|b?\"[^\"]*\"|true|false|(\w+::)*[A-Z][A-Z0-9_]+")
_EMPTY = pattern(
    r"(0|\"\"|false|(\w+::)*(String|Vec|HashMap|BTreeMap|PathBuf)::new\(\)|(\w+::)*default\(\)|vec!\[\])"
)
_PLACE = pattern(r"&?[a-z_]\w*(\.\w+)*")
_OF_TEXT = pattern(r"(from_utf8|to_str|strip_prefix|strip_suffix)$")
_NUMBER = pattern(r"[iu](8|16|32|64|128|size)|f32|f64|bool|char")
_LIMIT = pattern(r"[iu](8|16|32|64|128|size)::M(AX|IN)")
_LENDS = frozenset(("get", "first", "last", "iter", "next", "as_ref"))
_LONGEST = 70


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_unwrap_or", "manual_unwrap_or_default", "manual_map", "manual_ok_err", "manual_map_or"),
    words=("Some(", "Ok("),
    message="this {form} does what `{method}` does",
    ask="could this be `{cure}`?",
    why="""After a call C tests what came back and picks a value by hand, as nothing else is there to do it. A Rust
        `Option` or `Result` has a method for each such step, and its name says which one it is.""",
    instead="Write `{cure}`.",
    query="[(match_expression) (if_expression condition: (let_condition))] @test",
    silent_in=(FileRole.MACROS, FileRole.TEST, FunctionRole.CONST, FunctionRole.TEST),
    in_c="""
        const char *home = getenv("HOME");
        if (!home)
            home = "/";
    """,
    checks="A reader then need not compare the arms to see that nothing else happens in them.",
)
def combinator_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `p = find(key); if (!p) p = &fallback;` is how a default looks in C, and turning one kind of failure into
    another is a comparison and an assignment. A translation makes a `match` of it, with one arm that hands out
    what it was given and one for the rest.

    The four lines are a method: `unwrap_or(0)` for a default, `ok()` if the reason does not matter, `ok_or(error)`
    if one has to be given, `map(..)` to go on with what is there, `map_err(..)` with `?` behind it to give the
    error another type on its way out. The reader sees which of them it is without reading the arms.

    ## Keep it when
    An arm does something more, or leaves; then it has more than one expression, and this is silent.

    ## Known problems
    A method that takes the value out of a place that is only borrowed needs an `as_ref()` in front. In a file
    without any C around it is a matter of taste, and only told on request.

    ```rust bad
    extern "C" {
        fn lock_limits();
    }
    const LONGEST: u32 = 1024;
    fn limit(given: Option<u32>) -> u32 {
        let limit = if let Some(value) = given {
            value
        } else {
            LONGEST
        };
        limit.next_power_of_two()
    }
    ```
    ```rust bad
    extern "C" {
        fn lock_names();
    }
    fn name(raw: &[u8]) -> Option<&str> {
        match std::str::from_utf8(raw) {
            Ok(text) => Some(text),
            Err(_) => None,
        }
    }
    ```
    ```rust good
    const LONGEST: u32 = 1024;
    fn limit(given: Option<u32>) -> u32 {
        given.unwrap_or(LONGEST).next_power_of_two()
    }
    ```
    ```rust good
    // The other arm says something first.
    fn limit(given: Option<u32>) -> u32 {
        match given {
            Some(value) => value,
            None => {
                warn("no limit is given");
                1024
            }
        }
    }
    ```
    """
    test = captures["test"]
    arms = None if _is_else_if(test) or is_test(test) or is_in_const(test) else arms_of(test)
    if arms is None or arms.lent or any(descendants(test, *COMMENTS)) or _is_of_place(arms.value):
        return "it is no test of an `Option` or `Result` with two arms, or says more in a comment"
    found = _constant(arms, file) or _other_kind(arms, file) or _mapped(arms, file) or _error(arms, file)
    if found is None:
        return "no method does what the arms do"
    step, usual = found
    confidence: Confidence = usual if comes_from_c(file) else "low"
    is_match = test.type == "match_expression"
    return Hit(
        at=arms.value,
        confidence=confidence,
        values={
            "form": "`match`" if is_match else "`if let`",
            "method": step.partition("(")[0],
            "cure": f"{_shown(arms.value, file)}.{step}",
        },
    )


def _constant(arms: Arms, file: SourceFile) -> tuple[str, Confidence] | None:
    """`Some(x) => x, None => 0`."""
    good, bad = only(arms.good), only(arms.bad)
    if arms.error or not is_same(good, arms.name) or bad.type in LEAVING:
        return None
    written = squeezed(text(bad))
    if written[0] == '"' and method(arms.value) in _LENDS:
        return None  # what comes out is a reference to the element, be that a `&str` itself
    if written[0] == '"' and not _OF_TEXT.search(callee(arms.value) + method(arms.value)):
        return None  # it may be a `&String` that becomes a `&str` in its arm
    if _EMPTY.fullmatch(written):
        return "unwrap_or_default()", "high"
    if _CONSTANT.fullmatch(written):
        item = file.names.constants.get(written)
        is_number = item is not None and _NUMBER.fullmatch(text(field(item, "type")))
        is_plain = not written[0].isalpha() or written in ("true", "false") or _LIMIT.fullmatch(written)
        return f"unwrap_or({file.quote(bad)})", "high" if is_plain or is_number else "low"
    return (f"unwrap_or({file.quote(bad)})", "medium") if _PLACE.fullmatch(written) else None


def _other_kind(arms: Arms, file: SourceFile) -> tuple[str, Confidence] | None:
    """`Ok(x) => Some(x), Err(_) => None`, and `Some(x) => Ok(x), None => Err(e)`."""
    good, bad = only(arms.good), only(arms.bad)
    if file.names.is_reference(arms.value):
        return None
    if arms.variant == "Ok":
        is_same_value = not arms.error and is_same(good, f"Some({arms.name})") and is_same(bad, "None")
        return ("ok()", "high") if is_same_value else None
    if not is_same(good, f"Ok({arms.name})") or callee(bad) != "Err" or _does_more(bad):
        return None
    given = file.quote(bad).removeprefix("Err(").removesuffix(")")
    is_plain = re.fullmatch(r"[\w:.]+", given) is not None
    shown = given if len(given) < _LONGEST and not given.endswith("...") else ".."
    return (f"ok_or({shown})" if is_plain else f"ok_or_else(|| {shown})"), "medium"


def _mapped(arms: Arms, file: SourceFile) -> tuple[str, Confidence] | None:
    """`Some(x) => Some(f(x)), None => None`."""
    good, bad = only(arms.good), only(arms.bad)
    if file.names.is_reference(arms.value):
        return None
    if arms.variant != "Some" or not is_same(bad, "None") or callee(good) != "Some" or _does_more(good):
        return None
    inside = file.quote(good).removeprefix("Some(").removesuffix(")")
    if not mentions(good, arms.name) or squeezed(inside) == arms.name or "unsafe" in inside:
        return None
    return f"map(|{arms.name}| {'..' if inside.endswith('...') else inside})", "medium"


def _error(arms: Arms, file: SourceFile) -> tuple[str, Confidence] | None:
    """`Ok(x) => x, Err(e) => return Err(f(e))`; as it is, the error is told by question-mark-by-hand."""
    good, bad = only(arms.good), only(arms.bad)
    if arms.variant != "Ok" or _does_more(good) or good.type == "block" or bad.type != "return_expression":
        return None
    given = bad.named_children[0] if bad.named_children else bad
    if callee(given) != "Err" or _does_more(given) or enclosing(bad, "async_block") is not None:
        return None
    inside = file.quote(given).removeprefix("Err(").removesuffix(")")
    function = file.function(bad)
    returns = text(field(function.node, "return_type")) if function is not None else ""
    if "dyn " in returns or ".into()" in inside or "Box::new" in inside:
        return None  # the arm becomes another type on its way out
    if inside in (arms.error, f"{arms.error}.into()"):
        return None
    made = re.fullmatch(r"([\w:]+)\((\w+)\)", inside)
    if made is not None and made[2] == arms.error:
        step = made[1]
    else:
        step = f"|{arms.error or '_'}| {'..' if inside.endswith('...') else inside}"
    return f"map_err({step})?", "medium"


def _does_more(node: Node) -> bool:
    """Whether it leaves, waits, or is more than an expression: no closure can take its place."""
    if any(descendants(node, "block", "closure_expression", *LEAVING)):
        return True
    return any(
        macro_name(inner) not in ("", "format", "anyhow", "vec") for inner in descendants(node, "macro_invocation")
    )


def _is_of_place(value: Node) -> bool:
    """Whether what is tested is only borrowed: the arms then hand out references."""
    return value.type in ("reference_expression", "index_expression") or text(value) == "self"


def _is_else_if(test: Node) -> bool:
    return next((parent.type == "else_clause" for parent in ancestors(test)), False)


def _shown(value: Node, file: SourceFile) -> str:
    written = file.quote(value, _LONGEST)
    if written.endswith("...") or "\n" in text(value) or value.type == "unsafe_block":
        return ".."
    return f"({written})" if value.type in LOOSE else written
