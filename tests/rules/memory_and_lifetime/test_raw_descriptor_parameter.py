"""Cases of raw-descriptor-parameter beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "raw-descriptor-parameter"


@pytest.mark.parametrize(
    "code",
    [
        "fn block(fd: RawFd) -> io::Result<()> { let flags = unsafe { fcntl(fd, F_GETFL, 0) }; todo() }",
        "pub fn read_all(src_fd: i32) -> usize { unsafe { libc::pread(src_fd, p, n, at as i64) as usize } }",
        "fn size(fd: libc::c_int) -> u64 { nix::sys::stat::fstat(fd).unwrap().st_size as u64 }",
        "fn map(fd: RawFd) -> *mut u8 { unsafe { mmap(p, n, 1, 2, fd, 0) } }",
        "fn quiet(fd: RawFd) { let _ = unistd::close(fd); }",
    ],
)
def test_a_function_that_takes_any_number(code: str) -> None:
    assert said(code + "\n", "src/a.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn block(fd: RawFd) { unsafe { fcntl(fd, F_GETFL, 0) }; }",
        'extern "C" fn block(fd: RawFd) { unsafe { fcntl(fd, F_GETFL, 0) }; }',
        "impl Input for Tty { fn block(fd: RawFd) { unsafe { fcntl(fd, F_GETFL, 0) }; } }",
        "fn map(fd: i32) { if fd == -1 { anonymous() } else { unsafe { mmap(p, n, 1, 2, fd, 0) } } }",
        "fn wait(fd: RawFd) -> Item { Item::new(fd) }",
        "fn close(fd: i32) {} fn quiet(fd: i32) { close(fd) }",
        "fn ioctl(fd: i32, n: u32) -> i32 { todo() } fn show(count_fd: u64) { ioctl(count_fd, 1); }",
        "fn block(fd: BorrowedFd<'_>) { unsafe { fcntl(fd.as_raw_fd(), F_GETFL, 0) }; }",
        "fn new(fd: RawFd) -> Port { unsafe { libc::fsync(fd) }; Port { fd } }",
        "fn lent(fd: i32) -> ManuallyDrop<File> { unsafe { ManuallyDrop::new(File::from_raw_fd(fd)) } }",
        "pub fn fsync(fd: c_int) -> c_int { unsafe { libc::fsync(fd) } }",
        'fn read_name(fd: i32) -> Result<usize> { syscall::dup(fd, b"name") }',
        "fn map(fd: i32) -> *mut u8 { unsafe { mmap(p, n, 1, 2, fd, 0) } }",
        "fn onto(fd: RawFd, to: RawFd) { unsafe { libc::dup2(1, fd) }; }",
    ],
)
def test_other_functions(code: str) -> None:
    assert said(code + "\n", "src/a.rs", RULE) == []


def test_one_note_where_the_number_is_adopted() -> None:
    code = "fn log_to(fd: RawFd) -> File { unsafe { libc::fsync(fd) }; unsafe { File::from_raw_fd(fd) } }\n"
    assert said(code, "src/a.rs", RULE, "adopted-descriptor") == ["1 adopted-descriptor"]


def test_without_the_standard_library() -> None:
    code = "use core::ffi::c_int;\nfn sync(fd: c_int) { unsafe { fsync(fd) }; }\n"
    assert said(code, "src/a.rs", RULE) == []
    assert said("use std::io;\n" + code, "src/a.rs", RULE) == [f"3 {RULE}"]
