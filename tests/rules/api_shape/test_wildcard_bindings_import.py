"""Cases of wildcard-bindings-import beyond its examples."""

from __future__ import annotations

from tests.helper import findings

RULE = "wildcard-bindings-import"


def test_nested_in_a_list() -> None:
    (finding,) = findings("use qemu_api::{\n    bindings::{self, *},\n    irq,\n};\n", "src/lib.rs", RULE)
    assert finding.line == 2 and "`qemu_api::bindings::*`" in finding.message


def test_raw_libraries_too() -> None:
    code = "use libc::*;\nuse glib_sys::*;\n"
    assert [f.line for f in findings(code, "src/lib.rs", RULE)] == [1, 2]


def test_preludes_enums_and_tests() -> None:
    code = "use super::*;\nuse crate::prelude::*;\nfn f() { use Register::*; }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_module_that_hands_the_names_on() -> None:
    assert findings("pub use bindings::*;\n", "src/lib.rs", RULE) == []


def test_the_shim_itself() -> None:
    assert findings('use glib_sys::*;\ninclude!("bindings.inc.rs");\n', "rust/qom/src/bindings.rs", RULE) == []


def test_is_asked_in_tests() -> None:
    (finding,) = findings("use qemu_api::bindings::*;\n", "rust/qemu-api/tests/tests.rs", RULE)
    assert finding.confidence == "medium"


def test_what_rust_names_for_c_is_no_call_into_c() -> None:
    code = "use std::ffi::*;\nuse core::ffi::*;\nuse crate::ffi::*;\n"
    assert [f.line for f in findings(code, "src/lib.rs", RULE)] == [3]


def test_one_function_of_a_test_may_have_all_names() -> None:
    code = "fn c(bytes: &[u8]) {\n    use zip_sys::*;\n    g(bytes)\n}\n"
    assert findings(code, "fuzz/fuzz_targets/unpack.rs", RULE)[0].confidence == "low"
    assert findings(code, "src/lib.rs", RULE)[0].confidence == "high"
