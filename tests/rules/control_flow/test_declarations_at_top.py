"""Cases of declarations-at-top beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "declarations-at-top"
OTHER = "declared-then-assigned"


def test_speaks_once_for_the_row_and_instead_of_the_other_rule() -> None:
    code = "fn f() {\n    let a;\n    let mut b = 0;\n    let mut c = 0;\n    b = 1;\n    c += 1;\n    a = 2;\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE, OTHER)
    assert (finding.rule, finding.line) == (RULE, 2)
    assert finding.message.startswith("`a` and `b` are declared")


def test_leaves_shorter_rows_to_the_other_rule() -> None:
    code = "fn f() {\n    let a;\n    let b;\n    a = 1;\n    b = 2;\n}\n"
    assert said(code, "src/lib.rs", RULE, OTHER) == [f"2 {OTHER}", f"3 {OTHER}"]


def test_is_silent_where_branches_give_the_values() -> None:
    code = "fn f() { let a; let b; let c; if d { a = 1; b = 2; c = 3; } else { a = 4; b = 5; c = 6; } }\n"
    assert said(code, "src/lib.rs", RULE, OTHER) == []
