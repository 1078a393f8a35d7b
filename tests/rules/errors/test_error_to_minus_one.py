"""Cases of error-to-minus-one beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "error-to-minus-one"


def test_a_match_that_drops_the_error() -> None:
    code = 'extern "C" fn f() -> i32 { match g() { Ok(()) => 0, Err(_) => -1 } }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`g()`" in finding.message and "`-1`" in finding.message


def test_a_match_that_uses_the_error() -> None:
    code = 'extern "C" fn f() -> i32 { match g() { Ok(()) => 0, Err(error) => { log(error); -1 } } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_is_ok_has_the_branches_the_other_way_round() -> None:
    assert said("fn f() -> i32 { if g().is_ok() { 0 } else { -1 } }\n", "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said("fn f() -> i32 { if g().is_err() { 0 } else { -1 } }\n", "src/lib.rs", RULE) == []
