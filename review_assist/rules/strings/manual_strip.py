"""manual-strip: `if s.starts_with("x-") { .. &s[2..] .. }`, a prefix that is tested and cut off by its length."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import leaves
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.rewrite import statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, child, descendants, field, statements, text
from review_assist.syntax.roles import is_in_const, is_test
from review_assist.syntax.source import SourceFile, squeezed

_PLACE = pattern(r"[a-z_]\w*(\.\w+)*")
_STRING = pattern(r'b?"((?:[^"\\]|\\.)*)"', re.DOTALL)
_NEAR = 6
"""Statements behind a test that leaves, among which the rest is cut off."""

_CHANGES = r"\b{}\.(push|push_str|insert|insert_str|clear|truncate|retain|drain|pop|remove|extend\w*)\("


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_strip",),
    words=(".starts_with(", ".ends_with("),
    message="`{part}` is tested for, and cut off `{text}` by its length",
    ask="could `{text}.{method}({part})` test for `{part}` and give the rest in one step?",
    why="""C compares with `strncmp` and adds the length to the pointer, and the two numbers have to agree. In Rust
        the method that looks for the {end} also gives what is left.""",
    instead="Write `{cure}`, and use what it binds.",
    query="""
    (if_expression condition: [
        (call_expression function: (field_expression value: (_) @value field: (field_identifier) @asks)) @call
        (unary_expression "!" @not (call_expression
          function: (field_expression value: (_) @value field: (field_identifier) @asks)) @call)
      ] consequence: (block) @body (#any-of? @asks "starts_with" "ends_with")) @test
    """,
    silent_in=(FileRole.TEST, FileRole.MACROS),
    needs_rust="1.65",
    in_c="""
        if (strncmp(arg, "level=", 6) == 0)
            set_level(arg + 6);
    """,
    checks="The compiler then takes the length from the text: there is no number that could be another one.",
)
def manual_strip(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (!strncmp(arg, "level=", 6)) set_level(arg + 6);` is how C takes the value out of an option. The 6 is
    written twice and has to be the length of the text, which nothing checks.

    A `str` has `strip_prefix` and `strip_suffix`. They give `Some(rest)` if the text begins or ends like that, so
    test and rest are one, and no position is computed. In a slice of bytes the same methods exist.

    ## Keep it when
    The rest is not what comes behind the prefix; then this is silent.

    ## Known problems
    A cut that is made in another function is not seen.

    ```rust bad
    fn level(arg: &str) -> Option<u32> {
        if arg.starts_with("level=") {
            return arg[6..].parse().ok();
        }
        None
    }
    ```
    ```rust good
    fn level(arg: &str) -> Option<u32> {
        arg.strip_prefix("level=")?.parse().ok()
    }
    ```
    ```rust good
    // Not behind it.
    fn level(arg: &str) -> Option<u32> {
        if arg.starts_with("level=") {
            return arg[8..].parse().ok();
        }
        None
    }
    ```
    """
    value, given = captures["value"], arguments(captures["call"])
    shape = squeezed(text(value))
    if (
        len(given) != 1
        or not _PLACE.fullmatch(shape)
        or is_test(captures["test"])
        or is_in_const(captures["test"])
    ):
        return "it is no test of a variable or field, or in a test"
    is_suffix = text(captures["asks"]) == "ends_with"
    is_refused = captures.get("not") is not None
    if is_refused and not leaves(captures["body"]):
        return "the branch does not leave"
    scope = _behind(captures["test"]) if is_refused else statements(captures["body"])
    if not _is_cut(scope, shape, _ranges(shape, given[0], is_suffix=is_suffix)):
        return "nothing of that length is cut off"
    method = "strip_suffix" if is_suffix else "strip_prefix"
    part = file.quote(given[0], 40)
    step = f"let Some(..) = {shape}.{method}({part})"
    return Hit(
        at=captures["call"],
        values={
            "text": shape,
            "part": part,
            "method": method,
            "end": "end" if is_suffix else "beginning",
            "cure": f"{step} else {{ .. }};" if is_refused else f"if {step} {{ .. }}",
        },
    )


def _ranges(shape: str, part: Node, *, is_suffix: bool) -> set[str]:
    """What stands in brackets where the part is cut off: `6..`, `PREFIX.len()..`, `..s.len()-4`."""
    written = squeezed(text(part)).lstrip("&")
    lengths = {f"{written}.len()"}
    literal = _STRING.fullmatch(text(part))
    if literal is not None and "\\" not in literal[1]:
        lengths.add(str(len(literal[1].encode())))
    elif re.fullmatch(r"b?'(\\?[ -~])'", text(part)):
        lengths.add("1")
    return {f"..{shape}.len()-{each}" for each in lengths} if is_suffix else {f"{each}.." for each in lengths}


def _behind(test: Node) -> list[Node]:
    found: list[Node] = []
    after = statement_of(test).next_named_sibling
    while after is not None and len(found) < _NEAR:
        found.append(after)
        after = after.next_named_sibling
    return found


def _is_cut(scope: list[Node], shape: str, ranges: set[str]) -> bool:
    for statement in scope:
        for cut in (statement, *descendants(statement, "index_expression")):
            base, inside = child(cut, 0), child(cut, 1)
            if squeezed(text(base)) == shape and squeezed(text(inside)) in ranges:
                return True
        if re.search(_CHANGES.format(re.escape(shape)), squeezed(text(statement))):
            return False
        made = field(statement, "pattern") or field(statement, "left")
        if is_assigned(statement, shape) or squeezed(text(made)) == shape:
            return False
    return False
