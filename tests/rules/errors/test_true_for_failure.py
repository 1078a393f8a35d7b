"""Cases of true-for-failure beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "true-for-failure"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "/// Returns true on error.\nfn has_failed(x: u8) -> bool { if x > 3 { return true; } false }\n",
        "fn f(x: u8) -> bool { if g(x).is_err() { return true; } false }\n",
        "fn f(x: u8) -> bool { if g(x).is_err() { return true; } if x > 3 { return true; } false }\n",
        "/// Whether it fits.\nfn f(x: u8) -> bool { if x > 3 { return true; } false }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_name_that_asks_for_errors_says_so() -> None:
    code = "/// Returns true on error.\nfn detect_errors(a: &A) -> bool { if a.b { return true; } false }\n"
    assert said(code, "src/lib.rs", RULE) == []
