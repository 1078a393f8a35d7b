"""Cases of underflow-guard beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "underflow-guard"


def test_is_sure_where_the_type_is_visible() -> None:
    (finding,) = findings("fn f(mut n: u32) { if n > 0 { n -= 1; } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "high" and finding.instead == "Write `n = n.saturating_sub(1)`."
    (finding,) = findings("fn f() { if s.n != 0 { s.n = s.n - 1; } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "if `s.n` is unsigned" in finding.instead


def test_is_silent_where_it_is_something_else() -> None:
    for body in (
        "if n > 0 { m -= 1; }",
        "if n > 1 { n -= 1; }",
        "if n > 0 { n -= 2; }",
        "if n > 0 { n -= 1; } else { g(); }",
        "if n > 0 { n -= 1; g(); }",
        "while n > 0 { n -= 1; }",
    ):
        assert said(f"fn f(mut n: u32) {{ {body} }}\n", "src/lib.rs", RULE) == [], body
    assert said("fn f(mut n: i32) { if n > 0 { n -= 1; } }\n", "src/lib.rs", RULE) == []


def test_a_signed_number_is_taken_from_a_signed_one() -> None:
    code = "fn f() { n = g(); if n < h as i64 { n = 0; } else { n -= h as i64; } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("i64", "u64"), "src/lib.rs", RULE) == [f"1 {RULE}"]
