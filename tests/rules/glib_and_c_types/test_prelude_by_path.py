"""Cases of prelude-by-path beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said, said_of_patch

RULE = "prelude-by-path"
LINUX = shipped()["linux"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("fn f(a: core::ffi::c_ulong) {}", "c_ulong"),
        ("use core::ffi::c_char;", "c_char"),
        ("use core::ffi::{c_long, CStr};", "c_long"),
        ("fn f() -> Result {\n    Err(crate::error::code::EBUSY)\n}", "EBUSY"),
        ("fn f() -> Result {\n    Err(kernel::error::code::ENODEV)\n}", "ENODEV"),
        ("fn f() {\n    let b = KBox::new(1, flags::GFP_KERNEL);\n}", "GFP_KERNEL"),
    ],
)
def test_names_what_the_prelude_has(code: str, name: str) -> None:
    (finding,) = findings(code + "\n", "rust/kernel/a.rs", RULE, profile=LINUX)
    assert f"`{name}`" in finding.message


def test_says_that_a_type_of_core_is_another() -> None:
    (finding,) = findings("fn f(a: core::ffi::c_long) {}\n", "rust/kernel/a.rs", RULE, profile=LINUX)
    assert finding.confidence == "low" and "not those of `core`" in finding.question


def test_the_kernels_own_types_are_only_longer() -> None:
    (finding,) = findings("fn f(a: kernel::ffi::c_int) {}\n", "rust/kernel/a.rs", RULE, profile=LINUX)
    assert finding.confidence == "low"


def test_a_file_is_told_once() -> None:
    code = "fn f(a: core::ffi::c_int) {}\nfn g(a: core::ffi::c_uint, b: core::ffi::c_int) {}\n"
    (finding,) = findings(code, "rust/kernel/a.rs", RULE, profile=LINUX)
    assert finding.line == 1 and "`c_int` and `c_uint`" in finding.message


def test_a_patch_is_told_once() -> None:
    patch = """\
--- a/rust/kernel/a.rs
+++ b/rust/kernel/a.rs
@@ -1,2 +1,3 @@
 struct A;
+fn f() -> Error { crate::error::code::EBUSY }
 struct B;
@@ -40,2 +41,3 @@
 struct C;
+fn g() -> Error { crate::error::code::EINVAL }
 struct D;
"""
    assert said_of_patch(patch, RULE, profile=LINUX) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("fn f(a: &core::ffi::CStr) {}", "rust/kernel/a.rs"),
        ("use core::ffi::CStr;", "rust/kernel/a.rs"),
        ("fn f(a: c_int) {}", "rust/kernel/a.rs"),
        ("pub use core::ffi::c_int;", "rust/ffi.rs"),
        ("pub use crate::error::code::EINVAL;", "rust/kernel/prelude.rs"),
        ("fn f(code: Code) -> bool {\n    code == Code::EOF\n}", "rust/kernel/a.rs"),
    ],
)
def test_other_names_and_their_home(code: str, path: str) -> None:
    assert said(code + "\n", path, RULE, profile=LINUX) == []


def test_elsewhere_the_types_of_core_are_right() -> None:
    assert said("fn f(a: core::ffi::c_uint) {}\n", "src/a.rs", RULE) == []
