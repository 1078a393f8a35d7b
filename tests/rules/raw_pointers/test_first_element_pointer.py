"""Cases of first-element-pointer beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "first-element-pointer"


@pytest.mark.parametrize(
    ("code", "better"),
    [
        ("&mut a[0] as *mut u8", "a.as_mut_ptr()"),
        ("&mut a[0] as *mut _ as _", "a.as_mut_ptr()"),
        ("&self.names[0] as *const c_char", "self.names.as_ptr()"),
        ("&raw mut a[0] as *mut c_void", "a.as_mut_ptr()"),
        ("&raw const a[0] as *const c_void", "a.as_ptr()"),
    ],
)
def test_gives_the_address_of_all(code: str, better: str) -> None:
    (finding,) = findings(f"fn f() {{ g({code}) }}\n", "src/a.rs", RULE)
    assert f"`{better}`" in finding.instead


@pytest.mark.parametrize(
    "code", ["&mut a[i] as *mut u8", "&mut a[1] as *mut u8", "&a[0]", "&a[0] as &dyn T", "a[0] as *mut u8"]
)
def test_is_silent_on_other_elements(code: str) -> None:
    assert said(f"fn f() {{ g({code}) }}\n", "src/a.rs", RULE) == []


def test_a_test_knows_its_array() -> None:
    code = "fn f() {\n    let mut a = [0u8; 1];\n    g(&mut a[0] as *mut u8);\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]
    assert said(f"#[test]\n{code}", "src/lib.rs", RULE) == []
