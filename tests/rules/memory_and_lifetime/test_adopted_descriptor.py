"""Cases of adopted-descriptor beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "adopted-descriptor"
_NEW = "impl Hash {{\n    pub fn new(fd: i32) -> {} {{ Hash {{ raw: unsafe {{ {}(3, fd) }} }} }}\n}}\n"


def test_what_takes_the_number_over_is_stated() -> None:
    (finding,) = findings("fn f(fd: c_int) -> File { unsafe { File::from_raw_fd(fd as RawFd) } }\n", "a.rs", RULE)
    assert finding.confidence == "high" and "`f` is safe" in finding.message


@pytest.mark.parametrize("result", ["Hash", "Self", "io::Result<Self>", "Option<Hash>"])
def test_asks_where_an_object_of_c_keeps_it(result: str) -> None:
    assert said(_NEW.format(result, "bindings::hash_new"), "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_what_only_looks_is_no_owner() -> None:
    for call in ("libc::isatty", "bindings::hash_read", "bindings::dup2", "libc::mmap", "Raw::new"):
        assert said(_NEW.format("Hash", call), "src/lib.rs", RULE) == [], call
    assert said(_NEW.format("u32", "bindings::hash_new"), "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn f(fd: RawFd) -> File { unsafe { File::from_raw_fd(fd) } }\n",
        "fn f(fd: OwnedFd) -> File { File::from(fd) }\n",
        "fn f(fd: RawFd) -> u32 { let file = ManuallyDrop::new(unsafe { File::from_raw_fd(fd) }); size(&file) }\n",
        "fn f(fd: RawFd) -> BorrowedFd { unsafe { BorrowedFd::borrow_raw(fd) } }\n",
        "impl FromRawFd for A { unsafe fn from_raw_fd(fd: RawFd) -> A { A(unsafe { File::from_raw_fd(fd) }) } }\n",
        "fn f(count: i32) -> File { unsafe { File::from_raw_fd(count) } }\n",
        "/// # Safety\n/// `fd` is open.\nfn f(fd: RawFd) -> File { unsafe { File::from_raw_fd(fd) } }\n",
    ],
)
def test_borrowed_owned_or_promised(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []
