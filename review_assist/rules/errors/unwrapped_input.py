"""unwrapped-input: `text.parse().unwrap()` in a function that could hand the failure on."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import return_type
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    callee,
    comments_above,
    descendants,
    enclosing,
    is_string,
    method,
    receiver,
    text,
)
from review_assist.syntax.places import is_commented
from review_assist.syntax.roles import is_test
from review_assist.syntax.source import Function, SourceFile, squeezed

_FALLIBLE = pattern(r"((\w+::)*\w*Result|(\w+::)*Option)\b(?!.*\bInfallible\b)")
_TEXT_METHODS = frozenset(("to_str", "into_string"))
_READS = frozenset(
    ("parse", "read_line", "read_exact", "read_to_string", "read_to_end", "read_until", "split_once")
)
_TEXT_CALLS = pattern(r"(\w+::)*(String|str)::from_utf8|from_utf8|(\w+::)*CString::new")
_READ_CALLS = pattern(
    r"(\w+::)*fs::(read|read_to_string|read_dir|read_link|metadata|canonicalize|write|copy|rename|create_dir(_all)?)|"
    r"(\w+::)*File::(open|create)|(\w+::)*env::var|(\w+::)*\w+::(from_str|from_slice|from_reader|from_str_radix)|"
    r"(serde_json|toml)::from_\w+"
)
_FIXED = pattern(
    r"[A-Z][A-Z0-9_]+|\d[\w.]*|env!\(.*\)|concat!\(.*\)|include_\w+!\(.*\)|c?b?r?#*\".*\"#*", re.DOTALL
)
_RANGE = pattern(r"&?(mut)?[\w.]+\[(\d+|[A-Z]\w*)?\.\.=?(\d+|[A-Z]\w*)\]")
_CAPTURE = pattern(r"\b\w*(caps?|captures|groups)(\[|\.(get|name)\()")
_LONGEST = 60


@rule(
    level="warning",
    confidence="medium",
    words=(".unwrap()", ".expect("),
    message="`{call}` panics over what it is given, though `{function}` returns {kind}",
    ask="could `{function}` hand on the failure of `{call}`, as it returns {kind}, instead of `{unwrap}`?",
    why="""C has `abort()` for bugs, and a return value for bad input. A panic is the `abort()`: whoever calls a
        function that returns {kind} counts on an answer for text that does not parse and a file that is not
        there.""",
    instead="Write {cure} in place of `{unwrap}`.",
    query="""
    (call_expression function: (field_expression value: (call_expression) @call field: (field_identifier) @unwrap)
      (#any-of? @unwrap "unwrap" "expect")) @at
    """,
    silent_in=(
        FileRole.TEST,
        FileRole.BUILD,
        FileRole.MACROS,
        FileRole.SHIM,
        FunctionRole.TEST,
        FunctionRole.CONST,
        FunctionRole.ABI,
    ),
    in_c="""
        n = strtoul(arg, &end, 10);
        if (*end)
            abort();        /* and the caller had a message for it */
    """,
    checks="The compiler then makes every caller see that the input can be wrong.",
)
def unwrapped_input(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that meets bad input returns -1 and lets its caller say what was wrong; `abort` is for what cannot
    be. A first version in Rust has `unwrap()` in both places, as it is the shortest thing that compiles.

    An `unwrap()` says: this cannot fail unless the program itself is wrong. Text that a user typed, a file name,
    the contents of a file and the bytes of a message are not of that kind. Where the function returns a `Result`
    or an `Option` anyway, there is a way to say so already: `?` takes the value or hands the failure on, and
    `map_err`, `ok` and `ok_or` turn one kind of failure into the other.

    ## Keep it when
    What is converted was made or checked by the program itself: a literal, a constant, text that it has put
    together. A comment that says so keeps this silent.

    ## Known problems
    Whether the value was checked in another function is not visible, so the rule asks.

    ```rust bad
    fn limit(line: &str) -> Result<u32, Error> {
        let value: u32 = line.trim().parse().unwrap();
        clamp(value)
    }
    ```
    ```rust good
    fn limit(line: &str) -> Result<u32, Error> {
        let value: u32 = line.trim().parse()?;
        clamp(value)
    }
    ```
    ```rust good
    // The program's own text.
    fn loopback() -> Result<Socket, Error> {
        bind("127.0.0.1".parse().unwrap())
    }
    ```
    """
    at, call = captures["at"], captures["call"]
    function = file.function(at)
    if function is None or not function.name or is_test(at):
        return "it is a test, or in no function"
    declared = return_type(function.node)
    is_expected = text(captures["unwrap"]) == "expect"
    kind = _FALLIBLE.match(declared)
    if kind is None or enclosing(at, "closure_expression", "function_item", "async_block") != function.node:
        return "the function, or the closure in it, does not say that it can fail"
    gives = _gives(call, is_expected=is_expected)
    if not gives or _is_its_own(call) or _is_explained(at, function) or _is_twice(call, function):
        return "it takes nothing from outside, was asked before, or a comment says why"
    is_option = kind[0].endswith("Option")
    if is_option and (function.name == "next" or function.is_trait_method):
        return "`None` has a meaning of its own there, such as the end of an iteration"
    if _is_matched(call) or _is_tested(call, function):
        return "it was cut to size or matched by a pattern, or a test above looks at it"
    return Hit(
        at=at,
        values={
            "call": file.quote(call, _LONGEST),
            "function": function.name,
            "kind": "an `Option`" if is_option else "a `Result`",
            "unwrap": "expect(..)" if is_expected else "unwrap()",
            "cure": _cure(gives, is_option=is_option),
        },
    )


def _gives(call: Node, *, is_expected: bool) -> str:
    """`Result` or `Option`, as far as the call takes what comes from outside; else empty.

    An `expect` of text says why it is text.
    """
    name = method(call)
    if name:
        if name in _READS:
            return "Option" if name == "split_once" else "Result"
        if name in _TEXT_METHODS and not arguments(call) and not is_expected:
            return "either"
        return ""
    called = re.sub(r"::<.*>$", "", callee(call))
    if _TEXT_CALLS.fullmatch(called) and not is_expected:
        return "Result"
    return "Result" if _READ_CALLS.fullmatch(called) else ""


def _is_its_own(call: Node) -> bool:
    """Whether the program made what is converted: a literal, a constant, a text that it formats."""
    given = [receiver(call)] if method(call) in (*_READS, *_TEXT_METHODS) else arguments(call)[:1]
    for each in given:
        if each is None:
            return True
        shown = squeezed(text(each)).lstrip("&")
        if (
            is_string(each)
            or _FIXED.fullmatch(shown)
            or shown.startswith(("format", "include_", '"', 'b"', "self."))
        ):
            return True
        if any(is_string(inner) for inner in descendants(each)) and not method(call):
            return True
    return False


def _is_explained(at: Node, function: Function) -> bool:
    """A comment at the statement, or one of the function that speaks of panics."""
    statement = at
    while statement.parent is not None and statement.parent.type not in ("block", "match_arm", "match_block"):
        statement = statement.parent
    return is_commented(statement) or "anic" in comments_above(function.node)


@lru_cache(maxsize=2)
def _code(function: Node) -> str:
    return squeezed(text(function))


def _is_twice(call: Node, function: Function) -> bool:
    """Whether the function makes the same call elsewhere: to ask first."""
    return _code(function.node).count(squeezed(text(call))) > 1


def _given(call: Node) -> str:
    """What is converted, as written."""
    one = receiver(call) if method(call) else next(iter(arguments(call)), None)
    return squeezed(text(one)) if one is not None else ""


def _is_matched(call: Node) -> bool:
    """Whether it is a group of a regular expression, or a slice of a length that the program has fixed."""
    given = _given(call)
    return _CAPTURE.search(given) is not None or (
        callee(call).endswith("from_slice") and _RANGE.fullmatch(given) is not None
    )


def _is_tested(call: Node, function: Function) -> bool:
    """Whether an `if` or an assertion in front of it mentions what is converted."""
    name = re.sub(r"(\.trim(_\w+)?\(\))+$", "", _given(call).lstrip("&"))
    if not name:
        return False
    before = text(function.node).encode()[: call.start_byte - function.node.start_byte].decode(errors="replace")
    tests = re.findall(r"\b(?:if|while|(?:debug_)?assert\w*|ensure_?|matches_?)\b[^{;]*", before)
    return any(
        re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", squeezed(re.sub(r"^\w+!?", "", test))) for test in tests
    )


def _cure(gives: str, *, is_option: bool) -> str:
    if gives == "either":
        return "`?`, with `ok()` or `ok_or(..)` in front where the kinds of failure differ,"
    if is_option:
        return "`?`" if gives == "Option" else "`.ok()?`"
    if gives == "Option":
        return "`.ok_or(..)?`, with an error that says what is missing,"
    return "`?`, or `.map_err(..)?` where the error has no conversion,"
