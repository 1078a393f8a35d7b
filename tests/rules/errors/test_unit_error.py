"""Cases of unit-error beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "unit-error"


def test_points_at_the_unit() -> None:
    code = "use libc::c_int;\npub fn f(a: c_int) -> Result<u8, ()> { check(a) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (2, 34, 36)


def test_plain_libraries_may() -> None:
    assert said("pub fn f(a: u8) -> Result<u8, ()> { check(a) }\n", "src/lib.rs", RULE) == []


def test_near_c_also_where_only_the_crate_sees_it() -> None:
    code = "use libc::c_int;\npub(crate) fn f(a: c_int) -> Result<u8, ()> { check(a) }\n"
    assert said(code, "src/lib.rs", RULE) == ["2 unit-error"]


def test_a_named_error() -> None:
    assert said("fn f() -> Result<(), Error> { g() }\n", "rust/hw/x/src/device.rs", RULE) == []
