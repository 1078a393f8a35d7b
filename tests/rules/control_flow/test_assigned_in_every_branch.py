"""Cases of assigned-in-every-branch beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "assigned-in-every-branch"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> u8 { let mut x = 0; if a { x = 1; } x }\n",
        "fn f() -> u8 { let mut x = 0; g(x); if a { x = 1; } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = 0; if a { x = 1; h(x); } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = g(); if a { x = 1; } else { x = 2; } x }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
