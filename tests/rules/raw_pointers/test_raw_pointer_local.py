"""Cases of raw-pointer-local beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "raw-pointer-local"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_null_first_is_an_option() -> None:
    code = "unsafe fn f() { let mut p: *mut Foo = null_mut(); p = g(); (*p).x = 1; }\n"
    assert "`Option<&mut Foo>`" in findings(code, DEVICE, RULE)[0].instead


def test_numbers_are_a_slice() -> None:
    code = "unsafe fn f(t: &Tables) { let row: *const i8 = t.find(3); }\n"
    assert "`&[i8]`" in findings(code, DEVICE, RULE)[0].instead


def test_is_silent_where_c_fills_it_in() -> None:
    code = "fn f() { let mut p: *mut Foo = null_mut(); unsafe { open(&mut p) }; }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_silent_where_c_returns_it() -> None:
    code = "fn f() { let p: *mut Foo = unsafe { libc::malloc(8) }.cast(); }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_silent_on_a_reference_made_into_a_pointer() -> None:
    assert said("fn f(&self) { let p: *const Self = self; g(p); }\n", DEVICE, RULE) == []


def test_memory_without_a_value_is_no_reference() -> None:
    code = "fn f(a: &Allocator) { let p: *mut Foo = a.allocate_raw::<Foo>(1).cast(); g(p) }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_an_empty_cursor_is_an_index() -> None:
    code = "unsafe fn f() { let mut cp: *mut c_char = null_mut(); g(cp) }\n"
    assert "an index into one" in findings(code, "src/lib.rs", RULE)[0].instead
