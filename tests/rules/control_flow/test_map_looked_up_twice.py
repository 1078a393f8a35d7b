"""Cases of map-looked-up-twice beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "map-looked-up-twice"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(m: &M) { if m.contains_key(&k) { g(m.get(&j).unwrap()); } }\n",
        "fn f(m: &M) { if !m.contains_key(&k) { return; } }\n",
        "fn f(m: &M) { if m.get(&k).is_some() { g(); } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_speaks_alone_of_a_map() -> None:
    code = "fn f(m: &M) { if m.get(&k).is_some() { g(m.get(&k).unwrap()); } }\n"
    assert said(code, "src/lib.rs", RULE, "called-twice-for-value") == [f"1 {RULE}"]
