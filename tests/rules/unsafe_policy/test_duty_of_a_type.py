"""Cases of duty-of-a-type beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "duty-of-a-type"


@pytest.mark.parametrize(
    "duty", ["`T` must be plain data.", "T has to be without padding.", "The type `T` must be C's."]
)
def test_the_duty_is_about_the_type(duty: str) -> None:
    code = f"/// # Safety\n/// {duty}\npub unsafe fn f<T>(b: &[u8]) -> T {{ g(b) }}\n"
    assert said(code, "src/lib.rs", RULE) == ["3 " + RULE]


@pytest.mark.parametrize("duty", ["`p` must be valid.", "`T` must be what the pointer leads to.", "Call it once."])
def test_is_silent_where_it_is_about_the_value(duty: str) -> None:
    code = f"/// # Safety\n/// {duty}\npub unsafe fn f<T>(b: &[u8]) -> T {{ g(b) }}\n"
    assert said(code, "src/lib.rs", RULE) == []
