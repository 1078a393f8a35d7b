"""Cases of truncated-length beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "truncated-length"


def test_puts_the_cast_on_the_other_side() -> None:
    for code, cure in (
        ("n < b.len() as u32", "(n as usize) < b.len()"),
        ("b.len() as u8 >= self.n", "b.len() >= usize::from(self.n)"),
    ):
        (finding,) = findings(f"fn f(b: &[u8]) {{ g({code}); }}\n", "src/lib.rs", RULE)
        assert f"`{cure}`" in finding.instead


def test_is_silent_where_nothing_is_cut_or_compared() -> None:
    for code in (
        "n < b.len() as u64",
        "n < b.len() as usize",
        "n + b.len() as u32",
        "3 < b.len() as u32",
        "n < b.size() as u32",
        "n < a.len() as u8",
    ):
        assert said(f"fn f(b: &[u8], a: [u8; 9]) {{ g({code}); }}\n", "src/lib.rs", RULE) == [], code


def test_a_signed_number_may_be_negative() -> None:
    code = "fn f(choice: i32, items: &[u8]) -> bool { choice == items.len() as i32 }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_length_that_was_limited_above_loses_nothing() -> None:
    code = "fn f(b: &[u8], n: u16) -> bool {{ if b.len() > {limit} {{ {body} }} n <= b.len() as u16 }}\n"
    for limit in ("1_000", "u16::MAX as usize", "usize::from(u16::MAX)"):
        assert said(code.format(limit=limit, body="return false;"), "src/lib.rs", RULE) == [], limit
    for limit, body in (("1_000", "g();"), ("70_000", "return false;"), ("u32::MAX as usize", "return false;")):
        assert said(code.format(limit=limit, body=body), "src/lib.rs", RULE) == [f"1 {RULE}"], limit
