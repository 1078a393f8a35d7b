"""Cases of raw-pointer-parameter beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "raw-pointer-parameter"


def test_names_the_reference_to_take() -> None:
    (finding,) = findings("fn f(a: u8, p: *const Foo) {}\n", "src/lib.rs", RULE)
    assert "`&Foo`" in finding.instead
    assert (finding.line, finding.column, finding.end_column) == (1, 13, 26)


def test_is_silent_on_a_trait_method() -> None:
    assert said("impl Device for Uart { fn f(&self, p: *mut Foo) {} }\n", "src/lib.rs", RULE) == []


def test_asks_where_the_function_talks_to_c() -> None:
    (finding,) = findings("fn f(p: *mut Foo) { unsafe { libc::free(p) } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"
