"""Cases of constant-in-guard beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "constant-in-guard"


def _match(*guards: str) -> str:
    arms = "".join(f"        {guard} => {n},\n" for n, guard in enumerate(guards))
    return f"fn f(status: i32) -> u32 {{\n    match status {{\n{arms}        _ => 9,\n    }}\n}}\n"


def test_a_constant_is_a_pattern_by_itself() -> None:
    (finding,) = findings(
        _match("_ if status == BUSY", "_ if status == libc::EINTR", "x if x == LATE"), "a.rs", RULE
    )
    assert finding.instead == "Write `BUSY =>`: a constant can stand in a pattern." and finding.line == 3


def test_names_the_enum_that_the_number_stands_for() -> None:
    guards = [f"x if x == kind::Kind::{name} as i32" for name in ("A", "B", "C")]
    (finding,) = findings(_match(*guards), "a.rs", RULE)
    assert "`TryFrom` for `kind::Kind`" in finding.instead and "`kind::Kind::A =>`" in finding.instead
    assert said(_match(*guards[:2]), "a.rs", RULE) == [f"3 {RULE}"]


def test_is_silent_on_what_is_no_list_of_cases() -> None:
    assert said(_match("x if x == BUSY", "x if x == LATE"), "a.rs", RULE) == []
    assert said(_match("x if x == a", "x if x == b", "x if x == c"), "a.rs", RULE) == []
    assert said(_match("x if y == A", "x if x > B", "x if x == C"), "a.rs", RULE) == []
    statics = "static A: i32 = 1;\nstatic B: i32 = 2;\nstatic C: i32 = 3;\n"
    assert said(statics + _match("x if x == A", "x if x == B", "x if x == C"), "a.rs", RULE) == []


def test_is_silent_where_the_number_becomes_the_variant() -> None:
    code = _match("x if x == Kind::A as i32", "x if x == Kind::B as i32")
    assert said(code.replace("=> 0", "=> Kind::A").replace("=> 1", "=> Kind::B"), "a.rs", RULE) == []
