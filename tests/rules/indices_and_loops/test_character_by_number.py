"""Cases of character-by-number beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "character-by-number"


def test_knows_a_while_loop_that_counts() -> None:
    loop = "while i < 9 {\n        put(s.chars().nth(i));\n        i += 1;\n    }"
    code = f"fn f(s: &str) {{\n    let mut i = 0;\n    {loop}\n}}\n"
    assert said(code, "src/lib.rs", RULE) == ["4 character-by-number"]


def test_is_silent_on_other_iterators_and_positions() -> None:
    for body in ("args.nth(i);", "s.split(',').nth(i);", "s.chars().nth(at);", "s.chars().rev().nth(i);"):
        assert said(f"fn f() {{ for i in 0..9 {{ {body} }} }}\n", "src/lib.rs", RULE) == [], body
    assert said("fn f() { for i in picks { put(s.chars().nth(i)); } }\n", "src/lib.rs", RULE) == []
