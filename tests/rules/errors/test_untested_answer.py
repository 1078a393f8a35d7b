"""Cases of untested-answer beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "untested-answer"


@pytest.mark.parametrize(
    "body",
    [
        "let flags = unsafe { fcntl(fd, F_GETFL, 0) };\n"
        "    let on = (flags & O_NONBLOCK) == O_NONBLOCK;\n"
        "    if !on { cvt(unsafe { fcntl(fd, F_SETFL, flags | O_NONBLOCK) })?; }",
        "let mut flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };\n"
        "    unsafe { libc::fcntl(fd, libc::F_SETFD, flags | libc::FD_CLOEXEC) };",
        "let fd = unsafe { libc::open(name.as_ptr(), libc::O_RDONLY) };\n"
        "    let file = unsafe { File::from_raw_fd(fd) };",
        "let sock = unsafe { libc::socket(2, 1, 0) };\n    unsafe { libc::bind(sock, p, n) };",
        "unsafe { libc::fcntl(fd, libc::F_SETFL, libc::fcntl(fd, libc::F_GETFL) | libc::O_NONBLOCK) };",
    ],
)
def test_nobody_looks(body: str) -> None:
    code = f"use libc::{{fcntl, F_GETFL}};\nfn f(fd: i32) {{\n    {body}\n}}\n"
    assert said(code, "src/a.rs", RULE) == [f"3 {RULE}"]


@pytest.mark.parametrize(
    "body",
    [
        "let flags = unsafe { fcntl(fd, F_GETFL, 0) };\n    if flags < 0 { return; }\n    set(flags | 1);",
        "let flags = cvt(unsafe { fcntl(fd, F_GETFL, 0) });\n    g(flags | 1);",
        "let flags = unsafe { fcntl(fd, F_GETFL, 0) };\n    assert_ne!(flags, -1);\n    let x = flags | 1;",
        "let flags = unsafe { fcntl(fd, F_GETFL, 0) };\n    may_log!(flags);\n    let x = flags | 1;",
        "let flags = unsafe { fcntl(fd, F_GETFL, 0) };\n    check(flags);\n    let x = flags | 1;",
        "let flags = unsafe { fcntl(fd, F_SETFL, 0) };\n    let x = flags | 1;",
        "let n = unsafe { libc::read(fd, p, 8) };\n    match n { -1 => (), _ => () }",
        "let n = read(fd, &mut buffer);\n    let x = n | 1;",
        "let fd = unsafe { libc::open(p, 0) };\n    Opened { fd }",
        "let fd = unsafe { libc::open(p, 0) };\n    fd",
    ],
)
def test_somebody_may_look(body: str) -> None:
    code = f"use libc::{{fcntl, F_GETFL}};\nfn f(fd: i32) {{\n    {body}\n}}\n"
    assert said(code, "src/a.rs", RULE) == []
