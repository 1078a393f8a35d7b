"""Cases of c-integer-type beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-integer-type"


def test_a_file_that_talks_to_c_is_left_alone() -> None:
    code = "struct T { n: c_int }\nfn f() { unsafe { libc::close(3) }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_pointers_and_unsafe_functions_pass_things_on() -> None:
    code = "fn f(p: *const u8, n: c_int) {}\nunsafe fn g(n: c_int) {}\nfn h(v: &[c_int]) {}\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_text_and_void_are_not_numbers() -> None:
    assert findings("fn f(a: c_char, b: c_void) {}\n", "src/lib.rs", RULE) == []


def test_a_long_has_two_answers() -> None:
    (finding,) = findings("fn f(offset: c_long) {}\n", "src/lib.rs", RULE)
    assert finding.question == "could the parameter `offset` be `i64` or `isize` instead of `c_long`?"


def test_a_device_of_qemu_has_bindings_below_it() -> None:
    code = "use qemu_api::bindings::hwaddr;\nimpl Uart {\n    fn put(&mut self, value: c_uint) {}\n}\n"
    assert said(code, "rust/hw/char/example/src/device.rs") == [f"3 {RULE}"]
    assert said(code, "src/uart.rs", RULE) == []
