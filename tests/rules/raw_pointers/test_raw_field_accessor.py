"""Cases of raw-field-accessor beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "raw-field-accessor"


def method(code: str) -> str:
    return f"impl Chip {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    "code",
    [
        "pub(crate) fn chip(&self) -> *mut bindings::gpio_chip { self.chip }",
        "pub fn config(&self) -> *const gpio_config { self.config }",
    ],
)
def test_is_named_as_its_field(code: str) -> None:
    assert said(method(code), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "code",
    [
        "fn chip(&self) -> *mut bindings::gpio_chip { self.chip }",
        "pub fn as_ptr(&self) -> *mut bindings::gpio_chip { self.chip }",
        "pub fn raw(&self) -> *mut bindings::gpio_chip { self.raw }",
        "pub fn chip_ptr(&self) -> *mut bindings::gpio_chip { self.chip_ptr }",
        "pub fn chip(&self) -> *mut bindings::gpio_chip { self.inner }",
        "pub fn chip(&self) -> *mut bindings::gpio_chip { self.chip.get() }",
        "pub fn data(&self) -> *const u8 { self.data }",
        "pub fn data(&self) -> *mut c_void { self.data }",
        "pub unsafe fn chip(&self) -> *mut bindings::gpio_chip { self.chip }",
    ],
)
def test_other_accessors(code: str) -> None:
    assert said(method(code), "src/a.rs", RULE) == []


def test_an_object_of_this_file() -> None:
    code = "pub struct Node { id: u32 }\n" + method("pub fn next(&self) -> *mut Node { self.next }")
    assert said(code, "src/a.rs", RULE) == []


def test_speaks_alone_of_an_accessor() -> None:
    code = method("pub fn chip(&self) -> *mut bindings::gpio_chip { self.chip }")
    assert said(code, "src/a.rs", RULE, "raw-pointer-return") == [f"2 {RULE}"]
