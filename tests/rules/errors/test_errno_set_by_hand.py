"""Cases of errno-set-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "errno-set-by-hand"


@pytest.mark.parametrize(
    "statement",
    [
        "*__errno_location() = EAGAIN",
        "*libc::__error() = libc::EINVAL",
        "errno!() = ERANGE",
        "set_errno(Errno(EBADF))",
        "errno::set_errno(errno::Errno(libc::ENOMEM))",
        "*libc::__errno_location() = libc::EMSGSIZE as i32",
    ],
)
def test_a_reason(statement: str) -> None:
    code = f"unsafe fn f() -> i32 {{\n    unsafe {{ {statement} }};\n    -1\n}}\n"
    assert said(code, "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "statement",
    [
        "*__errno_location() = 0",
        "*__errno_location() = saved",
        "errno!() = err",
        "set_errno(old_errno)",
        "set_errno(Errno(0))",
        "*slot() = EAGAIN",
        "self.errno = EAGAIN",
    ],
)
def test_other_writes(statement: str) -> None:
    code = f"unsafe fn f() -> i32 {{\n    unsafe {{ {statement} }};\n    -1\n}}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_a_function_that_c_calls() -> None:
    code = '#[no_mangle]\nunsafe extern "C" fn take() -> i32 {\n    *__errno_location() = EAGAIN;\n    -1\n}\n'
    assert said(code, "src/a.rs", RULE) == []
