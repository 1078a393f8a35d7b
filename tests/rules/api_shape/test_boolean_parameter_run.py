"""Cases of boolean-parameter-run beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "boolean-parameter-run"


def test_names_the_switches() -> None:
    (finding,) = findings("fn f(n: u8, a: bool, b: bool, c: bool) {}\n", "src/lib.rs", RULE)
    assert "`a`, `b`, `c`" in finding.instead and finding.column == 13


def test_is_shown_on_request_only() -> None:
    assert said("fn f(a: bool, b: bool, c: bool) {}\n", "src/lib.rs") == []


def test_signatures_that_others_dictate() -> None:
    assert findings("impl T for A { fn f(a: bool, b: bool, c: bool) {} }\n", "src/lib.rs", RULE) == []
    assert findings('extern "C" fn f(a: bool, b: bool, c: bool) {}\n', "src/lib.rs", RULE) == []
