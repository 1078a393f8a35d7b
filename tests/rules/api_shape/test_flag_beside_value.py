"""Cases of flag-beside-value beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "flag-beside-value"


@pytest.mark.parametrize("flag", ["have_width", "has_width", "width_present", "width_is_set"])
def test_fields(flag: str) -> None:
    (finding,) = findings(f"struct Spec {{ width: i32, {flag}: bool }}\n", "src/lib.rs", RULE)
    assert finding.question == f"could `{flag}` and `width` be one `width: Option<i32>`?"


def test_the_layout_of_c() -> None:
    code = "#[repr(C)]\nstruct Spec { has_width: bool, width: i32 }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_nothing_beside_it() -> None:
    assert said("struct Spec { has_width: bool, height: i32 }\n", "src/lib.rs", RULE) == []


def test_signatures_of_traits() -> None:
    assert said("impl A for B { fn f(&self, has_id: bool, id: u32) {} }\n", "src/lib.rs", RULE) == []
