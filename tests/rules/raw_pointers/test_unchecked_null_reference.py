"""Cases of unchecked-null-reference beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "unchecked-null-reference"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


HEAD = '#[no_mangle]\npub unsafe extern "C" fn f(p: *mut A) { '


def test_names_the_method() -> None:
    (finding,) = findings(HEAD + "unsafe { &mut *p }.go() }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"
    assert "`p.as_mut()`" in finding.instead


def test_is_silent_after_a_check() -> None:
    for check in ("if p.is_null() { return; }", "assert!(!p.is_null());", "if p == null_mut() { return; }"):
        assert said(f"{HEAD}{check} unsafe {{ &*p }}.go() }}\n", "src/lib.rs", RULE) == [], check


def test_is_silent_on_a_new_name() -> None:
    assert said(HEAD + "let p = check(p); unsafe { &*p }.go() }\n", "src/lib.rs", RULE) == []


def test_is_silent_on_functions_of_rust_and_thunks() -> None:
    assert said("unsafe fn f(p: *mut A) { (&*p).go() }\n", "src/lib.rs", RULE) == []
    assert said('unsafe extern "C" fn f<T>(p: *mut T) { (&*p).go() }\n', "src/lib.rs", RULE) == []


def test_is_silent_under_a_comment_that_says_why_it_is_safe() -> None:
    comment = "    // # Safety\n    // From a `&mut`.\n"
    code = f'unsafe extern "C" fn f(s: *mut S) {{\n{comment}    let s = unsafe {{ &mut *s }};\n}}\n'
    assert said(code, "src/msac.rs", RULE) == []
