"""Cases of c-allocation beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-allocation"


def test_free_is_asked_about() -> None:
    (finding,) = findings("fn f(p: *mut u8) { unsafe { libc::free(p.cast()) } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "Drop" in finding.instead


def test_a_function_of_the_file_is_not_c_s() -> None:
    code = "unsafe fn free(p: *mut u8) {}\nfn f(p: *mut u8) { unsafe { free(p) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_softer_where_the_file_declares_c_functions() -> None:
    code = 'extern "C" { fn malloc(n: usize) -> *mut u8; }\nfn f() -> *mut u8 { unsafe { malloc(3) } }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_memory_handed_to_c() -> None:
    code = "impl CloneToForeign for E { fn f(&self) -> *mut u8 { unsafe { libc::malloc(3).cast() } } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_methods_named_free_are_rust_s() -> None:
    assert said("fn f(pool: &Pool) { unsafe { pool.free(3); Pool::free(4) } }\n", "src/lib.rs", RULE) == []
