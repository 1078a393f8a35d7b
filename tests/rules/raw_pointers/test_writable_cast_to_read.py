"""Cases of writable-cast-to-read beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "writable-cast-to-read"


def test_it_names_the_call_and_the_pointer() -> None:
    code = "fn f(p: *const u8, n: usize) { let b = unsafe { slice::from_raw_parts(p as *mut u8, n) }; }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`slice::from_raw_parts()` only reads, and yet gets a `*mut`"
    assert finding.instead.startswith("Pass `p` as it is")


def test_the_target_of_a_copy_is_written() -> None:
    code = "fn f(p: *const u8, q: *mut u8) { unsafe { ptr::copy(p, q as *mut u8, 4) }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_functions_that_may_write() -> None:
    assert said("fn f(p: *const u8) { unsafe { libc::free(p as *mut c_void) }; }\n", "src/lib.rs", RULE) == []


def test_a_vec_takes_its_memory_over() -> None:
    code = "unsafe fn f(p: *const u8) { Vec::from_raw_parts(p as *mut u8, 1, 1); }\n"
    assert said(code, "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn f(p: *mut u8) { ptr::read(p as *mut usize); }",
        "unsafe fn f(p: *mut u8) { ptr::read(p.add(1) as *mut usize); }",
        "unsafe fn f(p: *const u8) { let q = (p as *mut u8).sub(8); ptr::read_unaligned(q as *mut *mut c_void); }",
        "unsafe fn f(s: &State) { let q = s.window; ptr::read(q as *mut u32); }",
        "unsafe fn f(v: &mut [u8]) { let q = v.as_mut_ptr(); ptr::read(q as *mut u32); }",
    ],
)
def test_what_can_be_written_already_keeps_its_type(code: str) -> None:
    assert said(code + "\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn f(p: *const u8) { let q = p.add(1); ptr::read(q as *mut usize); }",
        "unsafe fn f() { let hex = [0u8; 4]; CStr::from_ptr(hex.as_ptr() as *mut c_char); }",
        "unsafe fn f(p: usize) { let q = p as *const u8; ptr::read(q as *mut usize); }",
        "unsafe fn f(n: u32) { ptr::read(&n as *mut u32); }",
        "unsafe fn f() { slice::from_raw_parts(path as *mut u8, n); }",
    ],
)
def test_a_const_pointer_is_followed_back(code: str) -> None:
    assert len(said(code + "\n", "src/lib.rs", RULE)) == 1
