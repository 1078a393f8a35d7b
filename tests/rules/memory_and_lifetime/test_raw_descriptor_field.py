"""Cases of raw-descriptor-field beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "raw-descriptor-field"
STD = "use std::os::fd::RawFd;\n"


def _made(value: str, before: str = "", declared: str = "RawFd") -> str:
    return (
        f"{STD}struct Link {{ fd: {declared}, id: u32 }}\nimpl Link {{\n    fn new() -> Result<Self, E> {{\n"
        f"        {before}\n        Ok(Self {{ {value}, id: 1 }})\n    }}\n}}\n"
    )


@pytest.mark.parametrize(
    ("value", "before"),
    [
        ("fd", "let fd = socket(Family::Unix, Kind::Stream, Flags::empty(), None).map_err(E::Open)?;"),
        ("fd", "let fd = unsafe { libc::open(path.as_ptr(), libc::O_RDWR) };"),
        ("fd: file.into_raw_fd()", "let file = File::open(path)?;"),
        ("fd: raw as RawFd", "let raw = unsafe { libc::eventfd(0, 0) };"),
    ],
)
def test_a_descriptor_that_the_struct_has_opened(value: str, before: str) -> None:
    (finding,) = findings(_made(value, before), "src/lib.rs", RULE)
    assert finding.question == (
        "could `fd` of `Link` be an `OwnedFd`, as it is a number here, which does not close itself?"
    )


def test_a_descriptor_that_is_closed_in_drop() -> None:
    drop = (
        "impl Drop for Link { fn drop(&mut self) { if self.fd >= 0 { let _ = nix::unistd::close(self.fd); } } }\n"
    )
    code = f"{STD}struct Link {{ fd: Option<i32> }}\n{drop}"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "and closes it by hand" in finding.message and "`Option<OwnedFd>`" in finding.instead
    assert said(code.replace("close(self.fd)", "close(self.other)"), "src/lib.rs", RULE) == []


def test_is_silent_where_it_is_something_else() -> None:
    opened = "let fd = socket(Family::Unix)?;"
    for code in (
        _made("fd", "let fd = options.fd;"),
        _made("fd", "let fd = file.as_raw_fd();"),
        _made("fd: 3"),
        _made("fd", opened, "OwnedFd"),
        _made("fd", opened).replace("std::os", "crate::os"),
        _made("fd", opened).replace("struct Link", "#[repr(C)]\nstruct Link"),
        _made("fd", opened).replace("fd: RawFd", "rate: RawFd").replace("fd, id", "rate, id"),
        _made("fd", opened).replace("Ok(Self {", "Ok(Other {"),
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


@pytest.mark.parametrize(
    ("before", "call", "count"),
    [
        ("", "pool::close", 0),
        ("", "close", 0),
        ("use crate::pool::close;\n", "close", 0),
        ("use nix::unistd::close;\n", "close", 1),
        ("use libc::*;\n", "close", 1),
        ("use nix::unistd;\n", "unistd::close", 1),
    ],
)
def test_trap_of_another_close(before: str, call: str, count: int) -> None:
    drop = f"impl Drop for Link {{ fn drop(&mut self) {{ {call}(self.fd); }} }}\n"
    found = findings(f"{STD}{before}struct Link {{ fd: RawFd }}\n{drop}", "src/lib.rs", RULE)
    assert len(found) == count
