"""Cases of search-loop beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "search-loop"


def test_is_silent_where_it_is_something_else() -> None:
    for plain in (
        "fn f(v: &[u8]) -> bool { for x in v { if g(*x)? { return true; } } false }\n",
        "fn f(v: &[u8]) -> bool { for x in v { if *x == 1 { return true; } } g() }\n",
        "fn f(v: &[u8]) -> Option<u8> { for x in v { if *x == 1 { return Some(3); } } None }\n",
        "fn f(v: &[u8]) -> bool { for x in v { if *x == 1 { return true; } else { g(); } } false }\n",
    ):
        code = f"use libc::c_int;\n{plain}"
        assert said(code, "src/lib.rs", RULE) == [], code
