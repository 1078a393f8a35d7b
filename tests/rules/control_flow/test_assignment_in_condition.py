"""Cases of assignment-in-condition beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "assignment-in-condition"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() { while { let x = g(); x > 0 } { h(); } }\n",
        "fn f() { while g() { x = 1; } }\n",
        "fn f() { if unsafe { g() } { h(); } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
