"""Cases of bool-to-int-branch beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "bool-to-int-branch"


def test_turns_the_condition_where_the_literals_are_turned() -> None:
    (finding,) = findings("fn f(a: u8, b: u8) -> u8 { if a < b { 0 } else { 1 } }\n", "src/lib.rs", RULE)
    assert "`u32::from(!(a < b))`" in finding.instead


def test_is_silent_on_other_branches() -> None:
    for code in (
        "if a { 1 } else { 2 }",
        "if a { 2 } else if b { 1 } else { 0 }",
        "if let Some(_) = a { 1 } else { 0 }",
        "if a { go(); 1 } else { 0 }",
    ):
        assert said(f"fn f() -> u8 {{ {code} }}\n", "src/lib.rs", RULE) == [], code
    assert said("const N: u8 = if A { 1 } else { 0 };\n", "src/lib.rs", RULE) == []
