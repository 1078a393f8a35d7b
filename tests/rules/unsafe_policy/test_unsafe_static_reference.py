"""Cases of unsafe-static-reference beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unsafe-static-reference"


def test_gives_the_address_of_what_is_written() -> None:
    (finding,) = findings(
        "static mut TABLE: [u8; 2] = [0; 2];\nfn f() { g(unsafe { &mut TABLE }) }\n", "src/a.rs", RULE
    )
    assert "`&raw mut TABLE`" in finding.instead and finding.confidence == "high"


def test_knows_a_path_of_c() -> None:
    assert said("fn f() { g(unsafe { &bindings::prop_bool }) }\n", "src/a.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    "code",
    [
        "fn f() { g(unsafe { &raw const TABLE }) }\n",
        "fn f(p: *const u8) { g(unsafe { &*p }) }\n",
        "fn f() { g(addr_of!(bindings::prop_bool)) }\n",
        "static TABLE: [u8; 2] = [0; 2];\nfn f() { g(unsafe { &TABLE }) }\n",
    ],
)
def test_is_silent_on_addresses_and_plain_statics(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_in_tests() -> None:
    assert said("fn f() { g(unsafe { &bindings::prop_bool }) }\n", "tests/a.rs", RULE) == []
