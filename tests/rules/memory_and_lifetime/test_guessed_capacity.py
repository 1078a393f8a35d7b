"""Cases of guessed-capacity beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "guessed-capacity"


@pytest.mark.parametrize(
    "call",
    [
        "Vec::from_raw_parts(p as *mut u8, n as usize, n as usize)",
        "Vec::<u8>::from_raw_parts(self.p, self.n, self.n)",
        "std::vec::Vec::from_raw_parts(p, n, n)",
        "String::from_raw_parts(p, n, n)",
    ],
)
def test_the_same_number_twice(call: str) -> None:
    assert said(f"unsafe fn f(&mut self) {{ drop({call}); }}\n", "src/lib.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    "call",
    [
        "Vec::from_raw_parts(p, n, capacity)",
        "Vec::from_raw_parts(p, 0, 0)",
        "std::slice::from_raw_parts(p, n)",
        "Custom::from_raw_parts(p, n, n)",
    ],
)
def test_is_silent_where_nothing_is_guessed(call: str) -> None:
    assert said(f"unsafe fn f(&mut self) {{ drop({call}); }}\n", "src/lib.rs", RULE) == []


def test_is_silent_where_the_file_makes_it_exact() -> None:
    code = "unsafe fn f(&mut self) { drop(Vec::from_raw_parts(self.p, self.n, self.n)); }\n"
    give = "fn g(v: Vec<u8>) -> *mut [u8] { Box::into_raw(v.into_boxed_slice()) }\n"
    assert said(code + give, "src/lib.rs", RULE) == []
