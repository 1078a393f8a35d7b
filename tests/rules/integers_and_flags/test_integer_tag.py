"""Cases of integer-tag beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "integer-tag"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(v: &V) { match v.kind { A => g(v.x), B => g(v.x), _ => {} } }\n",
        "fn f(v: &V) { match v.kind { Kind::A => g(v.x), Kind::B => g(v.y) } }\n",
        "fn f(v: &V) { match v.level { A => g(v.x), B => g(v.y), _ => {} } }\n",
        "fn f(v: &V) { match v.kind { A => v.x(), B => v.y(), _ => {} } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
