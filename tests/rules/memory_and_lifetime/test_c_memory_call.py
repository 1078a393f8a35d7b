"""Cases of c-memory-call beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-memory-call"


def test_one_object_is_assigned() -> None:
    code = "fn f(a: *mut T) { unsafe { libc::memset(a.cast(), 0, size_of::<T>()) }; }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "assignment" in finding.instead and finding.confidence == "medium"


def test_slices_in_disguise() -> None:
    code = "fn f(a: &mut [u8], b: &[u8]) { unsafe { ptr::copy_nonoverlapping(b.as_ptr(), a.as_mut_ptr(), 4) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`a[..n].copy_from_slice(&b[..n])`" in finding.instead


def test_memory_that_is_not_initialised_yet() -> None:
    code = (
        "fn f(a: &mut Vec<u8>, b: &[u8]) {\n"
        "    unsafe { ptr::copy_nonoverlapping(b.as_ptr(), a.as_mut_ptr(), 4); a.set_len(4) }\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == []


def test_pointers_of_unknown_origin_are_left_to_ptr_copy() -> None:
    code = "unsafe fn f(a: *mut u8, b: *const u8) { unsafe { ptr::copy_nonoverlapping(b, a, 4) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_function_of_the_crate_that_is_called_memcmp() -> None:
    assert said("use crate::util::memcmp;\nfn f() { memcmp(a, b) }\n", "src/lib.rs", RULE) == []


def test_a_variable_as_a_whole_is_no_slice() -> None:
    code = "memcpy(&mut r as *mut _ as *mut _, from.as_ptr().cast(), 9);"
    code = f"use libc::memcpy;\nunsafe fn f(from: &[u8], r: R) {{ let mut r = r; {code} }}\n"
    (finding,) = findings(code, "src/lib.rs", "c-memory-call")
    assert finding.confidence == "low"


def test_what_c_hands_in_is_an_address_and_what_is_made_here_need_not_be() -> None:
    head = '#[no_mangle]\npub unsafe extern "C" fn f(ret: *mut *mut u8, n: usize) { unsafe {'
    made = f"{head} let mut buf: *mut u8 = make(n).cast(); libc::memset(buf.cast(), 43, n); }} }}\n"
    assert said(made, "src/lib.rs", RULE) == ["2 " + RULE]
    assert said(f"{head} libc::memset((*ret).cast(), 43, n); }} }}\n", "src/lib.rs", RULE) == []


def test_fresh_memory_is_no_slice_yet() -> None:
    code = "let buf: *mut u8 = libc::malloc(n).cast(); libc::memset(buf.cast(), 1, n);"
    (finding,) = findings(f"fn f(n: usize) {{ unsafe {{ {code} }} }}\n", "src/lib.rs", RULE)
    assert "`buffer.resize(length, value)`" in finding.instead and "fill" not in finding.instead
