"""Cases of flag-set-in-branch beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "flag-set-in-branch"


def _function(branch: str, after: str = "g(x);", first: str = "false") -> str:
    return f"fn f() {{\n    let mut x = {first};\n    {branch}\n    {after}\n}}\n"


def test_turns_the_condition_around_where_it_clears() -> None:
    (finding,) = findings(_function("if a == b { x = false; }", first="true"), "src/lib.rs", RULE)
    assert finding.instead == "Write `let x = !(a == b);`."


def test_is_silent_where_the_flag_has_another_life() -> None:
    for branch, after in (
        ("if a { x = true; }", "x = false;"),
        ("if a { x = true; }", "g(&mut x);"),
        ("if a { x = true; } else { h(); }", "g(x);"),
        ("if let Some(y) = z { x = true; }", "g(x);"),
        ("if a { x = b; }", "g(x);"),
        ("if a { /* why */ x = true; }", "g(x);"),
        ("if a { x = true; }", "for y in z { if y { x = true; } }"),
    ):
        assert said(_function(branch, after), "src/lib.rs", RULE) == [], (branch, after)
