"""Cases of counter-beside-loop beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "counter-beside-loop"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(v: &[u8]) -> usize { let mut i = 0; for x in v { g(i, x); i += 1; } i }\n",
        "fn f(v: &[u8]) { let mut i = 0; for x in v { if x == 3 { continue; } g(i, x); i += 1; } }\n",
        "fn f(v: &[u8]) { let mut i = 0; for x in v { g(x); i += 2; } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
