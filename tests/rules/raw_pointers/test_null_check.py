"""Cases of null-check beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "null-check"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_names_the_pointer() -> None:
    (finding,) = findings("unsafe fn f(p: *mut Foo) { if p.is_null() { return; } }\n", DEVICE, RULE)
    assert finding.confidence == "medium"
    assert "`let Some(p) = p else { ... };`" in finding.instead


def test_is_silent_on_what_c_calls() -> None:
    assert said('extern "C" fn f(p: *mut Foo) { if p.is_null() { return; } }\n', DEVICE, RULE) == []


def test_is_silent_on_what_c_returned() -> None:
    code = "fn f() { let p = unsafe { libc::malloc(1) }; if p.is_null() { g(); } }\n"
    assert said(code, DEVICE, RULE) == []


def test_leaves_assertions_to_another_rule() -> None:
    assert said("unsafe fn f(p: *mut Foo) { assert!(!p.is_null()); }\n", DEVICE, RULE) == []


def test_a_condition_speaks_once() -> None:
    code = "unsafe fn f(p: *mut Foo, q: *mut Foo, n: u8) { if p.is_null() || n == 0 || q.is_null() { g(); } }\n"
    assert len(findings(code, DEVICE, RULE)) == 1


def test_is_silent_on_the_converter_and_on_an_allocation() -> None:
    code = "unsafe fn f<T>(p: *mut T) -> Option<*mut T> { if p.is_null() { None } else { Some(p) } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    code = "unsafe fn f(a: &Pool) { let p: *mut T = a.allocate(1).cast(); if p.is_null() { return; } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_on_a_cursor_and_on_the_place_for_a_result() -> None:
    walk = "unsafe fn f(a: *mut Foo) { let mut p = first(a); while !p.is_null() { p = next(p); } }\n"
    assert said(walk, "src/lib.rs", RULE) == []
    assert said("unsafe fn f(e: *mut *mut Foo) { if !e.is_null() { *e = g(); } }\n", "src/lib.rs", RULE) == []


def test_is_silent_in_a_function_that_frees() -> None:
    assert said("unsafe fn deallocate(p: *mut u8) { if !p.is_null() { give_back(p) } }\n", "src/a.rs", RULE) == []
