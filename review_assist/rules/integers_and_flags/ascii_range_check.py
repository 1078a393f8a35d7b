"""ascii-range-check: a character is compared with both ends of a range such as `'0'` to `'9'`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, text, unwrapped
from review_assist.syntax.roles import is_in_const
from review_assist.syntax.source import SourceFile, squeezed

_LETTERS = pattern(r"'[aAzZ]'|is_ascii_(alphabetic|lowercase|uppercase)")
_DIGITS = pattern(r"'[09]'|is_ascii_digit")
_METHODS = {"09": "is_ascii_digit", "az": "is_ascii_lowercase", "AZ": "is_ascii_uppercase"}


@rule(
    level="note",
    confidence="high",
    clippy=("manual_range_contains", "manual_is_ascii_check"),
    words=("= b'", "= '", "< b'", "< '"),
    message="`{check}` compares a character with both ends of a range",
    ask="could this be `{cure}`?",
    why="""The `isdigit` of C depends on the locale and takes an `int`, so many compare by hand. The methods of
        `u8` and `char` depend on nothing, and have names.""",
    instead="Write `{cure}`{hint}.",
    query="""
    (binary_expression
        left: (binary_expression left: (_) @value operator: [">=" "<"] @first right: (_) @low)
        operator: ["&&" "||"] @and
        right: (binary_expression left: (_) @other operator: ["<=" ">"] @second right: (_) @high)) @check
    """,
    in_c="""
        if (c >= '0' && c <= '9')           /* or isdigit() */
            digits++;
    """,
    checks="A reader no longer has to check both ends of the range and the operator between them.",
)
def ascii_range_check(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (c >= '0' && c <= '9')` is what careful C code does, because `isdigit()` wants an `unsigned char` in an
    `int` and asks the locale. It is read quickly, and mistakes in it (`>` for `>=`, `'Z'` for `'z'`) are
    overlooked as quickly.

    `u8` and `char` have `is_ascii_digit()`, `is_ascii_alphabetic()`, `is_ascii_hexdigit()` and more, which depend
    on no locale. For other ranges there is `(b'a'..=b'f').contains(&c)`, and in a `match` the range itself is a
    pattern: `b'0'..=b'9' => ..`.

    ## Keep it when
    The value is C's `c_char`, which has none of these methods; turn it into a `u8` first. The rule is silent
    where the literals are cast.

    ## Known problems
    None are known.

    ```rust bad
    fn is_digit(c: u8) -> bool {
        c >= b'0' && c <= b'9'
    }
    ```
    ```rust good
    fn is_digit(c: u8) -> bool {
        c.is_ascii_digit()
    }
    ```
    ```rust good
    // Numbers, not characters.
    fn is_valid(port: u32) -> bool {
        port >= 1024 && port <= 4096
    }
    ```
    """
    low, high = _letter(captures["low"]), _letter(captures["high"])
    value = captures["value"]
    if not low or not high or squeezed(text(value)) != squeezed(text(captures["other"])):
        return "it does not compare one value with the two ends of a range of letters or digits"
    is_in = (text(captures["first"]), text(captures["and"]), text(captures["second"])) == (">=", "&&", "<=")
    is_out = (text(captures["first"]), text(captures["and"]), text(captures["second"])) == ("<", "||", ">")
    if not is_in and not is_out:
        return "the two comparisons do not make a range"
    known = _METHODS.get(low + high)
    shown = file.quote(value)
    if value.type not in ("identifier", "field_expression", "index_expression", "call_expression"):
        shown = f"({shown})"
    ends = f"({text(captures['low'])}..={text(captures['high'])})"
    cure = f"{shown}.{known}()" if known else f"{ends}.contains(&{shown})"
    is_const = not known and is_in_const(value)  # `contains` cannot be called there
    if is_const:
        cure = f"matches!({file.quote(value)}, {ends[1:-1]})"
    return Hit(
        at=captures["check"],
        values={
            "check": captures["check"],
            "cure": cure if is_in else f"!{cure}",
            "hint": _hint(captures["check"]),
        },
        fix=_fix(captures["check"], value, known or ends, file, is_in=is_in) if not is_const else None,
    )


def _fix(check: Node, value: Node, test: str, file: SourceFile, *, is_in: bool) -> Rewrite | None:
    """The method, or the range that contains the value. What is called is called once then, not twice."""
    if value.type not in (
        "identifier",
        "field_expression",
        "index_expression",
        "call_expression",
        "unary_expression",
    ):
        return None
    code = written(value, file)
    if test.startswith("("):
        call = f"{test}.contains(&{code})"
    elif value.type == "unary_expression":
        call = f"({code}).{test}()"  # what is behind `*` may be a raw pointer, which is not followed by itself
    else:
        call = f"{code}.{test}()"
    holder = check.parent
    outer = holder if holder is not None and holder.type == "parenthesized_expression" else check
    is_safe = value.type != "call_expression" and not any(descendants(value, "call_expression"))
    return Rewrite((replaced(outer, call if is_in else f"!{call}"),), is_safe=is_safe)


def _letter(node: Node) -> str:
    """`a` of `b'a'` and `'a'`."""
    written = text(unwrapped(node))
    letter = written.removeprefix("b")[1:-1] if node.type == "char_literal" else ""
    return letter if len(letter) == 1 and letter.isalnum() else ""


def _hint(check: Node) -> str:
    """Where the whole condition asks for letters and for digits."""
    whole = check
    while whole.parent is not None and whole.parent.type in ("binary_expression", "parenthesized_expression"):
        whole = whole.parent
    if not _LETTERS.search(text(whole)) or not _DIGITS.search(text(whole)):
        return ""
    return "; letters and digits together are `is_ascii_alphanumeric()`"
