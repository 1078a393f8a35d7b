"""Cases of fixed-text-buffer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "fixed-text-buffer"


def in_function(declared: str, use: str) -> str:
    return f"unsafe fn f(n: *const c_char) {{\n    {declared}\n    {use}\n}}\n"


def test_names_size_and_writer() -> None:
    code = in_function("let mut buf: [c_char; SIZE] = [0; SIZE];", "libc::strlcpy(buf.as_mut_ptr(), n, SIZE);")
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`buf` has `SIZE` bytes for a text that `libc::strlcpy` writes into it"
    assert "`to_owned()`" in finding.instead and (finding.line, finding.column) == (2, 13)


def test_through_casts_and_macros() -> None:
    code = in_function("let mut buf = [0 as c_char; 9];", "snprintf(&raw mut buf as *mut c_char, 9, n);")
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    code = in_function("let mut buf: [u8; 9] = zeroed();", 'xsnprintf_!(buf.as_mut_ptr(), 9, "{}", 3);')
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_bytes_that_are_no_text() -> None:
    code = in_function("let mut buf = [0u8; 512];", "libc::read(3, buf.as_mut_ptr().cast(), 512);")
    assert said(code, "src/lib.rs", RULE) == []
    code = in_function("let mut sums = [0u32; 9];", "libc::snprintf(sums.as_mut_ptr().cast(), 9, n);")
    assert said(code, "src/lib.rs", RULE) == []


def test_another_buffer_is_written() -> None:
    code = in_function("let mut buf = [0u8; 512];", "libc::snprintf(out, 9, n, buf.as_ptr());")
    assert said(code, "src/lib.rs", RULE) == []
