"""Cases of flag-compare-exchange beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "flag-compare-exchange"


def function(code: str) -> str:
    return f"fn f(&self) -> bool {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("self.set.compare_exchange(true, false, A, R).is_ok()", "`self.set.swap(false, A)`"),
        ("self.set.compare_exchange(true, false, A, R).is_err()", "`!self.set.swap(false, A)`"),
        ("self.set.compare_exchange(false, true, A, R).is_ok()", "`!self.set.swap(true, A)`"),
        ("self.set.compare_exchange(false, true, A, R).is_err()", "`self.set.swap(true, A)`"),
    ],
)
def test_gives_the_swap(code: str, cure: str) -> None:
    (finding,) = findings(function(code), "src/a.rs", RULE)
    assert cure in finding.instead


def test_points_at_the_exchange() -> None:
    assert said(function("self\n.set\n.compare_exchange(true, false, A, R)\n.is_ok()"), "src/a.rs", RULE) == [
        f"4 {RULE}"
    ]


@pytest.mark.parametrize(
    "code",
    [
        "while self.set.compare_exchange(false, true, A, R).is_err() { spin_loop(); } true",
        "self.set.compare_exchange(true, true, A, R).is_ok()",
        "self.set.compare_exchange(old, true, A, R).is_ok()",
        "self.set.compare_exchange_weak(false, true, A, R).is_ok()",
        "self.set.compare_exchange(true, false, A, R).unwrap_or(false)",
        "self.set.compare_exchange(true, false).is_ok()",
    ],
)
def test_other_exchanges(code: str) -> None:
    assert said(function(code), "src/a.rs", RULE) == []


def test_in_the_body_of_a_loop() -> None:
    code = "while more() { if self.set.compare_exchange(true, false, A, R).is_ok() { g(); } } true"
    assert said(function(code), "src/a.rs", RULE) == [f"2 {RULE}"]
