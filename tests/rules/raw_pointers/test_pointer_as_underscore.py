"""Cases of pointer-as-underscore beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "pointer-as-underscore"
LINUX = shipped()["linux"]


def function(cast: str) -> str:
    return f"fn f(&self) {{\n    // SAFETY: it is valid.\n    unsafe {{ bindings::go({cast}) }};\n}}\n"


@pytest.mark.parametrize("value", ["name.as_ptr()", "regmap.as_raw()", "self.data.into_foreign()", "c.into_raw()"])
def test_gives_the_method(value: str) -> None:
    (finding,) = findings(function(f"{value} as _"), "rust/kernel/a.rs", RULE, profile=LINUX)
    assert f"`{value}.cast()`" in finding.instead


@pytest.mark.parametrize(
    "cast",
    ["callback as _", "self.len() as _", "name.as_ptr() as *const u8", "data as _", "name.as_ptr().addr() as _"],
)
def test_other_casts(cast: str) -> None:
    assert said(function(cast), "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_is_for_the_kernel_only() -> None:
    assert said(function("name.as_ptr() as _"), "src/a.rs", RULE) == []
