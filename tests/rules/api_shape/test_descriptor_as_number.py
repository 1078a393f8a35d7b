"""Cases of descriptor-as-number beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "descriptor-as-number"


def method(signature: str) -> str:
    return f"impl Chip {{\n    {signature} {{\n        todo()\n    }}\n}}\n"


@pytest.mark.parametrize(
    "signature",
    [
        "pub fn fd(&self) -> i32",
        "pub fn get_fd(&self) -> Result<u32>",
        "pub(crate) fn event_fd(&self) -> libc::c_int",
        "pub fn file_descriptor(&self) -> io::Result<i32>",
        "pub fn fd(&self) -> Option<std::os::raw::c_int>",
        "pub fn fd(&self) -> Result<i32, Error>",
    ],
)
def test_a_number(signature: str) -> None:
    assert said(method(signature), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "signature",
    [
        "fn fd(&self) -> i32",
        "pub fn fd(&self) -> RawFd",
        "pub fn fd(&self) -> BorrowedFd<'_>",
        "pub fn as_raw_fd(&self) -> i32",
        "pub unsafe fn fd(&self) -> i32",
        "pub fn has_fd(&self) -> bool",
        "pub fn fd(&self, index: usize) -> i32",
        "pub fn fdt(&self) -> u32",
        "pub fn close_fd(&mut self) -> i32",
        "pub fn max_fd(&self) -> i32",
    ],
)
def test_other_signatures(signature: str) -> None:
    assert said(method(signature), "src/a.rs", RULE) == []


def test_a_number_without_a_sign() -> None:
    (finding,) = findings(method("pub fn fd(&self) -> u32"), "src/a.rs", RULE)
    assert "a failure of -1" in finding.message
    (finding,) = findings(method("pub fn fd(&self) -> Result<u32>"), "src/a.rs", RULE)
    assert "-1" not in finding.message


def test_a_type_that_lends_its_descriptor_too() -> None:
    code = (
        method("pub fn fd(&self) -> i32")
        + "impl AsRawFd for Chip { fn as_raw_fd(&self) -> RawFd { self.fd() } }\n"
    )
    assert said(code, "src/a.rs", RULE) == []


def test_there_is_no_std_in_the_kernel() -> None:
    code = method("pub fn reserved_fd(&self) -> u32")
    assert said(code, "rust/kernel/file.rs", RULE, profile=shipped()["linux"]) == []


def test_a_number_beside_a_borrowed_descriptor() -> None:
    number = "pub fn fd(&self) -> i32 { self.fd.as_raw_fd() }"
    lent = "pub fn as_fd(&self) -> BorrowedFd<'_> { self.fd.as_fd() }"
    assert said(f"impl Port {{\n{number}\n}}\nimpl Other {{ {lent} }}\n", "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(f"impl Port {{\n{number}\n{lent}\n}}\n", "src/lib.rs", RULE) == []
