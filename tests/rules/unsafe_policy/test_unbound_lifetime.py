"""Cases of unbound-lifetime beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unbound-lifetime"


@pytest.mark.parametrize(
    ("signature", "cure"),
    [
        ("fn f<'a>(&self) -> &'a T", "leave `'a` out"),
        ("fn f<'a>(&mut self, n: u32) -> Option<&'a mut T>", "leave `'a` out"),
        ("fn f<'a>(p: *const u8) -> &'a T", "take a reference"),
        ("fn f<'a>(owner: &Owner, p: *mut T) -> Result<&'a T>", "the same lifetime"),
        ("fn f<'a, T>(p: *mut T) -> &'a T", "take a reference"),
    ],
)
def test_says_what_to_tie_the_result_to(signature: str, cure: str) -> None:
    (finding,) = findings(f"{signature} {{\n    unsafe {{ &*g() }}\n}}\n", "src/a.rs", RULE)
    assert cure in finding.instead


@pytest.mark.parametrize(
    "signature",
    [
        "unsafe fn f<'a>(p: *const u8) -> &'a T",
        "fn f<'a>(&'a self) -> &'a T",
        "fn f<'a>(owner: &'a Owner, p: *mut T) -> &'a T",
        "fn f<'a>(self) -> &'a T",
        "fn f<'a>(owner: Box<T>) -> &'a mut T",
        "fn f<'a>() -> &'a T",
        "fn f<'a>(&self) -> Iter<'a>",
        "fn f<'a, 's: 'a>(&'s self) -> &'a T",
        "fn f(&self) -> &'static T",
    ],
)
def test_is_silent_where_something_keeps_it(signature: str) -> None:
    assert said(f"{signature} {{\n    unsafe {{ &*g() }}\n}}\n", "src/a.rs", RULE) == []


def test_safe_code_is_for_the_compiler() -> None:
    assert said("fn f<'a>(&self) -> &'a [u8] {\n    &[]\n}\n", "src/a.rs", RULE) == []


def test_memory_made_here_borrows_from_nothing() -> None:
    code = "fn f<'a>(name: &CStr) -> &'a CStr {\n    unsafe { CStr::from_ptr(MAKE(name.as_ptr())) }\n}\n"
    assert said(code.replace("MAKE", "peek"), "src/a.rs", RULE) == [f"1 {RULE}"]
    for make in ("xstrdup", "libc::strdup", "ffi::pool_alloc::<u8>", "leak"):
        assert said(code.replace("MAKE", make), "src/a.rs", RULE) == [], make
