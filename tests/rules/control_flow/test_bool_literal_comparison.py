"""Cases of bool-literal-comparison beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "bool-literal-comparison"


def test_writes_the_condition_out() -> None:
    for code, better in (
        ("x == true", "`x`"),
        ("x != true", "`!x`"),
        ("*x == true", "`*x`"),
        ("false == x.go()", "`!x.go()`"),
        ("(a & b) == false", "`!(a & b)`"),
    ):
        (finding,) = findings(f"fn f() {{ if {code} {{ go(); }} }}\n", "src/lib.rs", RULE)
        assert f"Write {better}." == finding.instead, code


def test_is_silent_where_the_other_side_may_be_no_bool() -> None:
    for code in ('v["on"] == true', 'v["a"]["b"] == true', "cfg!(x) == true", "x == Some(true)"):
        assert said(f"fn f() {{ if {code} {{ go(); }} }}\n", "src/lib.rs", RULE) == [], code
