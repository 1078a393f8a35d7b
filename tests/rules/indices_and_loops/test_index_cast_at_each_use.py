"""Cases of index-cast-at-each-use beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "index-cast-at-each-use"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(i: u8) { g(a[i as usize], b[i as usize]); }\n",
        "fn f(i: u8) { g(a[i as usize], b[i as usize], c[i as usize], i); }\n",
        "fn f(i: usize) { g(a[i as usize], b[i as usize], c[i as usize]); }\n",
        "const fn f(i: u8) { g(a[i as usize], b[i as usize], c[i as usize]); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
