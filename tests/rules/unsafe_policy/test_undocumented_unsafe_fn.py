"""Cases of undocumented-unsafe-fn beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, findings_in_patch, said, said_of_patch

RULE = "undocumented-unsafe-fn"


def test_names_the_pointer_to_write_about() -> None:
    (finding,) = findings("pub unsafe fn f(n: u8, p: *const u8) -> u8 { g(p) }\n", "src/a.rs", RULE)
    assert "on `p`" in finding.instead and finding.confidence == "high"


def test_asks_about_a_method() -> None:
    (finding,) = findings("impl S { pub unsafe fn f(&self) {} }\n", "src/a.rs", RULE)
    assert finding.confidence == "medium"


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn f() {}\n",
        "pub(crate) unsafe fn f() {}\n",
        "impl T for S { unsafe fn f() {} }\n",
        '#[no_mangle]\npub unsafe extern "C" fn f() {}\n',
        "/// The caller must hold the lock.\npub unsafe fn f() {}\n",
        "#[doc(hidden)]\npub unsafe fn f() {}\n",
    ],
)
def test_is_silent_where_there_is_nothing_to_document(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_in_programs_and_examples() -> None:
    for path in ("examples/compress.rs", "src/main.rs", "src/bin/tool.rs"):
        assert said("pub unsafe fn f(p: *mut A) {}\n", path, RULE) == [], path


def test_is_silent_where_a_cpu_feature_is_the_condition() -> None:
    code = '#[cfg_attr(target_arch = "x86", target_feature(enable = "sse2"))]\npub unsafe fn f(n: u32) {}\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_where_the_patch_only_drops_the_calling_convention() -> None:
    patch = """--- a/src/sort.rs
+++ b/src/sort.rs
@@ -1,5 +1,4 @@
 use crate::State;
-#[no_mangle]
-pub unsafe extern "C" fn sort(state: *mut State) {
+pub unsafe fn sort(state: *mut State) {
     (*state).sorted = true;
 }
"""
    assert said_of_patch(patch, RULE) == []


def test_is_silent_on_what_bindgen_has_written() -> None:
    code = "impl<T> __BindgenUnionField<T> {\n    pub unsafe fn as_ref(&self) -> &T { g(self) }\n}\n"
    assert said(code, "src/event.rs", RULE) == []


def test_private_functions_that_are_documented() -> None:
    code = "mod a;\n/// The first character.\nunsafe fn first(text: *const u8) -> u8 {\n    *text\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]
    assert said(code.replace("/// The first character.\n", ""), "src/lib.rs", RULE) == []


def test_is_silent_on_a_declaration_of_c_that_a_hunk_cuts_off() -> None:
    assert said('extern "C" {\n    pub unsafe fn f(p: *mut A) {}\n}\n', "src/lib.rs", RULE) == []


def test_is_silent_where_the_hunk_ends_before_the_body() -> None:
    patch = """--- a/src/arguments.rs
+++ b/src/arguments.rs
@@ -40,4 +40,4 @@ unsafe extern "C" {
     ) -> i32;
-    pub fn percentage(
+    pub unsafe fn percentage(
         _: *mut Arguments,
         _: i32,
"""
    assert findings_in_patch(patch, RULE) == []
