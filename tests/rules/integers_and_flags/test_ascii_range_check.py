"""Cases of ascii-range-check beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "ascii-range-check"


def test_names_the_method_or_the_range() -> None:
    for code, cure in (
        ("c >= 'a' && c <= 'z'", "`c.is_ascii_lowercase()`"),
        ("c < b'0' || c > b'9'", "`!c.is_ascii_digit()`"),
        ("s[i] >= b'a' && s[i] <= b'f'", "`(b'a'..=b'f').contains(&s[i])`"),
    ):
        (finding,) = findings(f"fn f() {{ g({code}); }}\n", "src/lib.rs", RULE)
        assert finding.instead.startswith(f"Write {cure}"), code


def test_is_silent_on_other_comparisons() -> None:
    for code in (
        "c >= b'0' && d <= b'9'",
        "c >= b'0' || c <= b'9'",
        "c > b'0' && c <= b'9'",
        "*c >= b'0' as c_char && *c <= b'9' as c_char",
        "c >= b' ' && c <= b'~'",
    ):
        assert said(f"fn f() {{ g({code}); }}\n", "src/lib.rs", RULE) == [], code


def test_letters_and_digits_are_spoken_of_where_both_are_asked_for() -> None:
    digits = "(c >= b'0' && c <= b'9')"
    for code, has_hint in (
        (f"c != b';' && {digits}", False),
        (f"c == b'_' || c.is_ascii_alphabetic() || {digits}", True),
        (f"(c >= b'a' && c <= b'z') || {digits}", True),
    ):
        told = findings(f"fn f() {{ g({code}); }}\n", "src/lib.rs", RULE)
        assert all(("is_ascii_alphanumeric" in each.instead) == has_hint for each in told) and told, code


def test_a_range_has_no_contains_in_a_const() -> None:
    (finding,) = findings("const fn f(c: u8) -> bool { c >= b'0' && c <= b'7' }\n", "src/lib.rs", RULE)
    assert finding.instead == "Write `matches!(c, b'0'..=b'7')`."
