"""Cases of void-pointer-user-data beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "void-pointer-user-data"


def test_a_stored_pair_through_an_alias() -> None:
    code = "type DoneFn = Option<fn(*mut c_void)>;\nstruct Job { done: DoneFn, data: *mut c_void }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`done`" in finding.message and "`data`" in finding.message


def test_glib_s_pair() -> None:
    code = "fn watch(source: GSourceFunc, user_data: gpointer) {}\n"
    assert said(code, "src/lib.rs", RULE) == ["1 void-pointer-user-data"]


def test_an_untyped_pointer_alone() -> None:
    code = "fn f(visit: fn(u32), buffer: *mut c_void) {}\nstruct S { raw: *mut c_void }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_c_calls_it() -> None:
    code = 'extern "C" fn f(cb: Option<unsafe extern "C" fn(*mut c_void)>, arg: *mut c_void) {}\n'
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_function_that_registers_with_c_is_asked() -> None:
    code = "fn f(cb: fn(*mut c_void), arg: *mut c_void) { unsafe { bindings::watch(cb, arg) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_is_silent_where_two_functions_share_the_data() -> None:
    code = """type Allocate = unsafe extern "C" fn(*mut c_void, i32) -> *mut c_void;
type Deallocate = unsafe extern "C" fn(*mut c_void, *mut c_void);
fn custom(allocate: Allocate, deallocate: Deallocate, opaque: *mut c_void) {}
"""
    assert said(code, "src/custom.rs", RULE) == []


def test_what_c_registers_is_its_own_pair() -> None:
    code = 'struct Logger { cookie: *mut c_void, callback: Option<unsafe extern "C" fn(*mut c_void)> }\n'
    assert said(code, "src/log.rs", RULE) == []
    assert said(code, "rust/hw/misc/x/src/device.rs", RULE) != []
