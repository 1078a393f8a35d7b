"""Cases of numbered-state beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "numbered-state"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(s: u8) { loop { match s { 0 => a(), 1 => b(), _ => c() } } }\n",
        "fn f() { let mut s = 0; loop { match s { 0 => a(), 1 => b(), _ => c() } s += 1; } }\n",
        "fn f() { let mut s = g(); loop { match s { 0 => s = 1, 1 => s = 2, _ => break } } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
