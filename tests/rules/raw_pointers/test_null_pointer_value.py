"""Cases of null-pointer-value beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "null-pointer-value"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_the_end_of_a_branch_is_an_answer() -> None:
    code = "unsafe fn f(n: u32) -> *mut Foo { if n == 0 { null_mut() } else { g(n) } }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert "in what `f` returns" in finding.message


def test_an_assignment_names_its_target() -> None:
    (finding,) = findings("unsafe fn f(w: *mut W) { (*w).p = ptr::null_mut(); }\n", DEVICE, RULE)
    assert "make `(*w).p` one" in finding.instead


def test_is_silent_on_arguments_of_c() -> None:
    code = "use crate::bindings::*;\nfn f() { unsafe { qdev_add(p, core::ptr::null_mut()) } }\n"
    assert said(code, DEVICE, RULE) == []
    assert said("fn f() { unsafe { libc::time(ptr::null_mut() as *mut _) } }\n", DEVICE, RULE) == []


def test_is_silent_on_other_nulls() -> None:
    assert said("fn f() { run(Stdio::null()) }\n", DEVICE, RULE) == []
    assert said('extern "C" fn f() -> *mut Foo { ptr::null_mut() }\n', DEVICE, RULE) == []


def test_an_argument_counts_where_the_function_is_seen_to_be_rust() -> None:
    call = "unsafe fn f() { find_entry(ptr::null_mut()) }\n"
    assert said(call, "src/lib.rs", RULE) == []
    assert said(f"{call}fn find_entry(e: *mut Entry) {{}}\n", "src/lib.rs", RULE) == ["1 null-pointer-value"]


def test_is_silent_on_what_c_owns_or_asks_for() -> None:
    for code in (
        "unsafe fn open(n: &str) -> *mut FILE { ptr::null_mut() }\n",
        "#[no_mangle]\npub unsafe fn find(n: u32) -> *mut Entry { ptr::null_mut() }\n",
        'mod ffi { extern "Rust" { fn at(n: u8) -> *const E; } }\nfn at(n: u8) -> *const E { ptr::null() }\n',
        "unsafe fn init<T>(head: *mut Head<T>) { unsafe { (*head).first = null_mut(); } }\n",
        "unsafe fn done() { OUTPUT = ptr::null_mut(); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_silent_where_an_option_becomes_a_pointer() -> None:
    for code in ("n.map_or(ptr::null(), |n| n.as_ptr())", "n.map(CStr::as_ptr).unwrap_or(ptr::null())"):
        assert said(f"fn f(n: Option<&CStr>) {{ g({code}); }}\n", "src/lib.rs", "null-pointer-value") == [], code
