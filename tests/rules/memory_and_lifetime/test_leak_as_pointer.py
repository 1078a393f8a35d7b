"""Cases of leak-as-pointer beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "leak-as-pointer"


def function(code: str) -> str:
    return f"fn f(s: &mut State, b: Box<Data>) {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("s.p = Box::leak(b) as *mut Data;", "`Box::into_raw(b) as *mut Data`"),
        ("s.p = KBox::leak(b) as *mut _;", "`KBox::into_raw(b) as *mut _`"),
        ("s.p = Box::leak(Box::new(1)) as *mut i32 as *mut c_void;", "`Box::into_raw(..) as *mut i32`"),
        ("let p: *mut Data = Box::leak(b);", "`Box::into_raw(b)`"),
    ],
)
def test_gives_the_call(code: str, cure: str) -> None:
    (finding,) = findings(function(code), "src/a.rs", RULE)
    assert cure in finding.instead


@pytest.mark.parametrize(
    "code",
    [
        "let r: &'static mut Data = Box::leak(b);",
        "s.p = NonNull::from(Box::leak(b));",
        "s.p = Box::into_raw(b) as *mut _;",
        "s.p = String::leak(b) as *mut _;",
        "s.p = b.leak() as *mut _;",
        "s.n = Box::leak(b) as u32;",
    ],
)
def test_other_leaks(code: str) -> None:
    assert said(function(code), "src/a.rs", RULE) == []


def test_speaks_alone_of_a_leak() -> None:
    assert said(function("s.p = Box::leak(b) as *mut _;"), "src/a.rs", RULE, "leaked-box") == [f"2 {RULE}"]
