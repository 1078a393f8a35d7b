"""Cases of position-then-index beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "position-then-index"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() { if let Some(i) = v.iter().position(|x| x.id == 1) { v[i].go(); g(i); } }\n",
        "fn f() { if let Some(i) = v.iter().position(|x| x.id == 1) { w[i].go(); } }\n",
        "fn f() { let i = v.iter().position(|x| x.id == 1); g(v[i.unwrap()]); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
