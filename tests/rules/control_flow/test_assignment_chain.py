"""Cases of assignment-chain beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "assignment-chain"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() { a = 0; b = a; }\n",
        "fn f() { c = b; b = a; a = 0; }\n",
        "fn f() { a = 0; g(); b = a; h(); c = b; }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
