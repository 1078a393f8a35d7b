"""Cases of assigned-in-every-branch beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "assigned-in-every-branch"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> u8 { let mut x = 0; if a { x = 1; } x }\n",
        "fn f() -> u8 { let mut x = 0; g(x); if a { x = 1; } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = 0; if a { x = 1; h(x); } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = g(); if a { x = 1; } else { x = 2; } x }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_variable_without_a_value() -> None:
    code = (
        "fn f(x: u8) -> u64 { let value: u64; "
        "if x == 0 { value = 0; } else if x == 4 { value = g(); } else { %s } value }\n"
    )
    (finding,) = findings(code % "return 1;", "src/lib.rs", RULE)
    assert finding.message == "`value` is declared without a value, and every branch of the `if` assigns it"
    assert said(code % "value = 3; log(value);", "src/lib.rs", RULE) == []
