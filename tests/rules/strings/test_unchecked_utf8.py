"""Cases of unchecked-utf8 beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "unchecked-utf8"


@pytest.mark.parametrize(
    "bytes_of_c",
    ["CStr::from_ptr(p).to_bytes()", "slice::from_raw_parts(p.cast(), n)", "name.to_bytes()"],
)
def test_bytes_of_c(bytes_of_c: str) -> None:
    code = f"fn f(p: *const c_char) {{\n    let s = unsafe {{ str::from_utf8_unchecked({bytes_of_c}) }};\n}}\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_through_a_local() -> None:
    code = "fn f(c: &CStr) {\n    let b = c.to_bytes();\n    let s = unsafe { str::from_utf8_unchecked(b) };\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]


def test_with_a_reason() -> None:
    code = """
fn f(c: &CStr) {
    // SAFETY: `c` holds digits only.
    let s = unsafe { str::from_utf8_unchecked(c.to_bytes()) };
}
"""
    assert said(code, "src/lib.rs", RULE) == []


def test_bytes_of_rust() -> None:
    code = "fn f(b: &[u8]) { let s = unsafe { str::from_utf8_unchecked(&b[1..]) }; }\n"
    assert said(code, "src/lib.rs", RULE) == []
