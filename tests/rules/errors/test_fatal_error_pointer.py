"""Cases of fatal-error-pointer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "fatal-error-pointer"


def test_the_ways_to_take_its_address() -> None:
    code = "fn f() { unsafe { a(&raw mut bindings::error_abort); b(addr_of!(error_fatal) as *mut *mut Error) } }\n"
    assert len(findings(code, "src/lib.rs", RULE)) == 2


def test_the_helper_that_unwraps() -> None:
    code = "fn unwrap_fatal(self) { unsafe { a(addr_of_mut!(bindings::error_fatal)) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_another_static() -> None:
    assert said("fn f() { a(addr_of!(bindings::vmstate_info_u32)) }\n", "src/lib.rs", RULE) == []
