"""Cases of loop-exit-flag beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "loop-exit-flag"


def _loop(body: str, after: str = "") -> str:
    return f"fn f() {{\n    let mut done = false;\n    while !done {{\n        {body}\n    }}\n    {after}\n}}\n"


def test_sees_it_set_in_a_last_match_and_at_the_end() -> None:
    for body in (
        "match next() { 0 => { done = true; } n => put(n), }",
        "go(); if a() { b(); done = true; } else { c(); }",
        "go(); if a() { b(); done = true }",
    ):
        assert said(_loop(body), "src/lib.rs", RULE) == ["3 loop-exit-flag"], body


def test_is_silent_where_more_follows_or_others_read_it() -> None:
    for body in (
        "if a() { done = true; b(); }",
        "for x in y { done = true; }",
        "go(&mut done);",
        "go(|| { done = true; });",
        "done = go();",
        "if a() { done = true; } else { b(done); }",
    ):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body
    assert said(_loop("if a() { done = true; }", "g(done);"), "src/lib.rs", RULE) == []
