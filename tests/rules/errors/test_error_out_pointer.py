"""Cases of error-out-pointer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "error-out-pointer"


def test_a_callback_that_never_fills_it() -> None:
    code = 'pub unsafe extern "C" fn f(d: *mut Device, _errp: *mut *mut Error) { g(d) }\n'
    (finding,) = findings(code, "rust/hw/char/x/src/device.rs", RULE)
    assert finding.confidence == "medium" and "never fills" in finding.question


def test_a_callback_that_hands_it_on() -> None:
    code = 'pub unsafe extern "C" fn f(d: *mut Device, errp: *mut *mut bindings::Error) { g(d, errp) }\n'
    assert said(code, "rust/hw/char/x/src/device.rs", RULE) == []


def test_glib_errors() -> None:
    assert said("fn f(error: *mut *mut GError) -> bool { g(error) }\n", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_the_helper_that_stores_a_result() -> None:
    code = "pub unsafe fn propagate(self, errp: *mut *mut bindings::Error) { g(errp) }\n"
    assert said("/// # Safety\n///\n/// `errp` is valid.\n" + code, "src/error.rs", RULE) == []
    assert said(code, "src/error.rs", RULE) == [f"1 {RULE}"]


def test_other_pointers_to_pointers() -> None:
    assert said("fn f(all: *mut *mut Queue) -> bool { g(all) }\n", "src/lib.rs", RULE) == []


def test_the_function_that_fills_the_pointer_is_right() -> None:
    body = "(err: *mut *mut GError, text: &str) { unsafe { g_set_error_literal(err, 1, text.to_glib()) } }\n"
    assert said(f"fn set_gerror{body}", "src/lib.rs", RULE) == []
    assert said(f"fn load{body}", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_what_is_exported_has_its_signature_given() -> None:
    code = "pub fn load(error: *mut *mut GError) -> bool { go(error) }\n"
    assert said("#[no_mangle]\n" + code, "src/lib.rs", RULE) == []
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_one_note_on_the_error_of_glib() -> None:
    code = "pub fn load(path: &Path, error: *mut *mut GError) -> bool { g(path) }\n"
    assert said(code, "src/lib.rs") == [f"1 {RULE}"]


def test_a_command_that_cannot_fail() -> None:
    code = '#[no_mangle]\nextern "C" fn qmp_ping(id: i64, _errp: *mut *mut Error) -> i64 { log(); id }\n'
    assert said(code, "qga/qmp/mod.rs", RULE) == []
    assert said(code.replace("log();", "log().unwrap();"), "qga/qmp/mod.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("id: i64", "d: *mut Device"), "qga/qmp/mod.rs", RULE) == [f"2 {RULE}"]
