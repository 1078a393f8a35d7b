"""Cases of digit-arithmetic beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "digit-arithmetic"


def test_is_silent_on_other_literals_and_at_compile_time() -> None:
    assert said("use libc::c_int;\nfn f(c: u8) { g(c - b'0', c - b'a', c - 0); }\n", "src/lib.rs", RULE) == [
        "2 digit-arithmetic"
    ]
    assert said("const fn f(c: u8) -> u8 { c - b'0' }\n", "src/lib.rs", RULE) == []


def test_is_silent_behind_a_guard_that_goes_on() -> None:
    code = "use libc::c_int;\nfn f(c: u8) -> u8 { if c < b'0' || c > b'9' { return 0; } c - b'0' }\n"
    assert said(code, "src/lib.rs", RULE) == []
