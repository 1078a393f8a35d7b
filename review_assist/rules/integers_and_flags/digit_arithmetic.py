"""digit-arithmetic: the value of a digit is got by subtracting `b'0'`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, field, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_INSIDE = frozenset(
    "block expression_statement else_clause match_block match_arm parenthesized_expression call_expression "
    "arguments type_cast_expression return_expression".split()
)
_TEN = 10
_LETTER = pattern(
    r"-(\w+(::from)?)?[(]?b?'[aA]'[^;,{}]{0,20}\+(0x[aA]|10)\b"
    r"|\b(10|0x[aA])\+[^;,{}]{1,40}-(\w+(::from)?)?[(]?b?'[aA]'"
)


@rule(
    level="note",
    confidence="medium",
    words=("'0'",),
    message="`{difference}` is the value of a digit, if `{value}` is one",
    ask="could `{digit}`{more} replace `{difference}`{rest}?",
    why="""In C `c - '0'` is a number for any `c`, and a wrong one for a letter. A Rust `u8` below `b'0'` makes
        the subtraction panic or wrap.""",
    instead="Parse the digits together with `str::parse`, or use `{digit}`, an `Option`.",
    query="""
    (binary_expression left: (_) @value operator: "-" right: (char_literal) @zero
        (#match? @zero "^b?'0'$")) @difference
    (binary_expression left: (type_cast_expression value: (_) @value) operator: "-"
        right: (type_cast_expression value: (char_literal) @zero) (#match? @zero "^b?'0'$")) @difference
    (binary_expression left: (call_expression arguments: (arguments (_) @value)) operator: "-"
        right: (call_expression arguments: (arguments (char_literal) @zero)) (#match? @zero "^b?'0'$")) @difference
    """,
    softer_in=(FileRole.TEST,),
    in_c="number = number * 10 + (c - '0');",
    checks="""
        The compiler then makes the code handle what is not a digit, by the `Option` or `Result` of the
        conversion.
    """,
)
def digit_arithmetic(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `n = n * 10 + (c - '0')` is the loop of each number parser in C. It relies on a check that `c` is a digit
    somewhere above, and on `n` not overflowing, for which there mostly is no check.

    `str::parse::<u32>()` does all of it and returns an error for a letter, for an empty string and for a number
    that is too large. For one digit, `char::to_digit(10)` gives an `Option`, in any base up to 36, so
    hexadecimal needs no second branch. Where speed matters and a check stands above, the subtraction is fine.

    ## Keep it when
    The digit was checked right above, in code that is meant to be fast.

    ## Known problems
    The check above is not looked for, so that without any C around this is only told on request, unless letters
    have a branch as well. `to_digit(16)` takes small and capital letters.

    ```rust bad
    use libc::c_int;
    fn number(digits: &[u8]) -> u32 {
        digits.iter().fold(0, |number, &digit| number * 10 + u32::from(digit - b'0'))
    }
    ```
    ```rust good
    fn number(digits: &str) -> Option<u32> {
        digits.parse().ok()
    }
    ```
    ```rust good
    // A position in the alphabet.
    fn column(letter: u8) -> usize {
        usize::from(letter - b'a')
    }
    ```
    """
    if is_in_const(captures["difference"]):
        return "it is in a `const`"
    is_char, base = text(captures["zero"]).startswith("'"), _base(captures["difference"])
    is_by_letter = base > _TEN
    is_sure = comes_from_c(file) and not _is_tested_before(captures)
    if is_by_letter:
        is_sure = is_char or comes_from_c(file)
    value = file.quote(captures["value"])
    return Hit(
        at=captures["difference"],
        confidence=None if is_sure else "low",
        values={
            "difference": captures["difference"],
            "value": value,
            "digit": f"{value if is_char else f'char::from({value})'}.to_digit({base})",
            "more": "" if is_by_letter else ", or `parse` for the whole number,",
            "rest": " and the branch for letters" if is_by_letter else "",
        },
    )


def _base(difference: Node) -> int:
    """More than ten if a branch beside it makes the value of a letter: `c - 'a' + 10`; 36 if that goes on to z."""
    choice = None
    for parent in ancestors(difference):
        if parent.type in ("if_expression", "match_expression"):
            choice = parent
        elif parent.type not in _INSIDE:
            break
    shown = squeezed(text(choice)) if choice is not None else ""
    if not _LETTER.search(shown):
        return _TEN
    return 36 if "'z'" in shown.lower() else 16


def _is_tested_before(captures: Captures) -> bool:
    """Whether an `if` around it or an arm has asked for a digit, and no number is put together from several."""
    difference, name = captures["difference"], squeezed(text(captures["value"])).split("as")[0]
    for parent in ancestors(difference):
        if parent.type == "binary_expression" and re.search(r"\*10\b", squeezed(text(parent))):
            return False
        if parent.type == "function_item":
            return re.search(rf"(?<![\w.*]){re.escape(name)}\s*>\s*b?'9'", text(parent)) is not None
        tested = field(parent, "condition" if parent.type == "if_expression" else "pattern")
        if parent.type not in ("if_expression", "match_arm") or tested is None:
            continue
        shown = squeezed(text(tested))
        if re.search(r"is_ascii_(hex)?digit|is_(ascii_)?digit|'[0-7]'", shown) and (
            name in shown or parent.type == "match_arm"
        ):
            return True
    return False
