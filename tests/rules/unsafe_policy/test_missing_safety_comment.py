"""Cases of missing-safety-comment beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said, said_of_patch

RULE = "missing-safety-comment"


BARE = "fn f(p: P) {\n    unsafe { g(p) }\n}\n"


def test_is_only_said_on_request_where_the_file_has_no_such_comments() -> None:
    assert said(BARE, "src/a.rs", RULE) == []
    one = "fn e(p: P) {\n    // SAFETY: ours\n    unsafe { g(p) }\n}\n"
    assert said(BARE + one, "src/a.rs", RULE) == []
    assert said(BARE + one + one, "src/a.rs", RULE) == [f"2 {RULE}"]


def test_accepts_the_comment_inside_of_the_block() -> None:
    assert (
        said("fn f(p: P) {\n    unsafe {\n        // SAFETY: ours\n        g(p);\n    }\n}\n", "src/a.rs", RULE)
        == []
    )


def test_accepts_the_comment_within_the_statement() -> None:
    code = "fn f(p: P) {\n    let x =\n        // SAFETY: ours\n        unsafe { g(p) };\n}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_accepts_the_documentation_of_the_function() -> None:
    code = "/// # Safety\n///\n/// `p` is ours.\nunsafe fn f(p: P) {\n    unsafe { g(p) }\n}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_accepts_a_comment_at_the_end_of_the_line() -> None:
    assert said("fn f(p: P) {\n    unsafe { g(p) } // SAFETY: ours\n}\n", "src/a.rs", RULE) == []


def test_an_explained_block_does_not_explain_another_function() -> None:
    code = "// SAFETY: ours\n// SAFETY: ours\nfn e() {}\n\nfn f(p: P) {\n    unsafe { g(p) }\n}\n"
    assert said(code, "src/a.rs", RULE) == [f"6 {RULE}"]


def test_is_said_in_qemu_without_being_asked_for() -> None:
    code = "fn f(p: P) {\n    unsafe {\n        let x = g(p);\n        h(x);\n    }\n}\n"
    assert f"2 {RULE}" in said(code, "rust/qom/src/a.rs")
    assert said(code, "src/a.rs") == []


def test_a_thin_wrapper_that_takes_memory_back_needs_its_reason() -> None:
    def wrapper(call: str) -> str:
        return f"impl S {{\n    fn f(&self) {{\n        unsafe {{ {call} }};\n    }}\n}}\n"

    assert said(wrapper("Box::from_raw(self.p)"), "rust/qom/src/a.rs", RULE) == [f"3 {RULE}"]
    assert said(wrapper("Self::do_init(self.p)"), "rust/qom/src/a.rs", RULE) == [f"3 {RULE}"]
    assert said(wrapper("bindings::object_unref(self.p)"), "rust/qom/src/a.rs", RULE) == []


def test_in_the_kernel_a_thin_wrapper_needs_its_reason_too_and_the_first_of_them_is_told() -> None:
    code = "impl S {\n    fn f(&self) {\n        unsafe { bindings::f(self.0) };\n    }\n"
    code += "    fn g(&self) {\n        unsafe { bindings::g(self.0) };\n    }\n}\n"
    (finding,) = findings(code, "rust/kernel/a.rs", RULE, profile=shipped()["linux"])
    assert finding.line == 3 and "the first of several" in finding.message
    explained = code.replace(
        "        unsafe { bindings::f", "        // SAFETY: ours.\n        unsafe { bindings::f"
    )
    assert said(explained, "rust/kernel/a.rs", RULE, profile=shipped()["linux"]) == [f"7 {RULE}"]


def test_a_safety_section_does_for_all_blocks_or_for_none() -> None:
    code = """/// # Safety
///
/// C calls it with what `new` registered.
unsafe fn read(raw: *mut Inner, value: *mut i64) -> bool {
    let inner = unsafe { &*raw };
    // SAFETY: `value` is writable.
    unsafe { *value = inner.value };
    true
}
"""
    assert said(code, "rust/kernel/example.rs", RULE) == [f"5 {RULE}"]
    assert said(code.replace("    // SAFETY: `value` is writable.\n", ""), "rust/kernel/example.rs", RULE) == []


def test_a_check_that_is_left_out_needs_its_reason() -> None:
    code = "fn f(t: &[u8], i: usize) -> u8 {\n    unsafe { *t.get_unchecked(i) }\n}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "this `unsafe` block with `get_unchecked` in `f`" in finding.question
    for other in (
        code.replace("unsafe", "// `i` comes out of the table.\n    unsafe"),
        code.replace("{ *t", "{ /* masked above */ *t"),
        "/// `i` is below 16.\n" + code,
        code.replace("get_unchecked", "get_it"),
        code.replace("    unsafe", "    assert!(i < t.len());\n    unsafe"),
        code.replace(
            "unsafe { *t.get_unchecked(i) }", "if i < t.len() { unsafe { *t.get_unchecked(i) } } else { 0 }"
        ),
        code.replace("    unsafe { *t.get_unchecked(i) }", "    t.get_unchecked(i)").replace(
            "fn f", "unsafe fn f"
        ),
    ):
        assert said(other, "src/a.rs", RULE) == [], other
    code = "fn f(n: u8) {\n    if n > 3 {\n        unsafe { std::hint::unreachable_unchecked() };\n    }\n}\n"
    assert said(code, "src/a.rs", RULE) == [f"3 {RULE}"]


_MADE_SAFE = """--- a/src/x.rs
+++ b/src/x.rs
@@ -10,3 +10,5 @@ impl Codec {
-unsafe fn reset(p: &mut Codec) {
-    codec_reset(p);
+fn reset(p: &mut Codec) {
+    unsafe {
+        codec_reset(p);
+    }
 }
"""


def test_a_function_that_is_made_safe_has_a_reason() -> None:
    assert said_of_patch(_MADE_SAFE, RULE) == [f"11 {RULE}"]
    for other in (
        _MADE_SAFE.replace("-unsafe fn", "-fn"),
        _MADE_SAFE.replace("+fn reset", "+unsafe fn reset"),
        _MADE_SAFE.replace("+fn reset", "+pub fn start"),
        _MADE_SAFE.replace("+    unsafe {", "+    unsafe { // one thread"),
    ):
        assert said_of_patch(other, RULE) == [], other


@pytest.mark.parametrize(
    ("statements", "lines"),
    [
        ("let a = unsafe { Owned::<Irq>::from(&*irq) };\n    let b = unsafe { Owned::<Chr>::from(&*chr) };", []),
        ("let a = unsafe { &*irq };\n    let b = unsafe { &*chr };", []),
        ("let inner = &raw mut *boxed;\n    unsafe { (*inner).count = 0 };", []),
        ("let a = unsafe { &*irq };\n\n    let b = unsafe { &*chr };", [5]),
        ("let a = unsafe { hold(irq) };\n    let b = unsafe { free(chr) };", [4]),
        ("let inner = &raw mut *boxed;\n    unsafe { (*other).count = 0 };", [4]),
    ],
)
def test_a_comment_may_be_for_two_statements(statements: str, lines: list[int]) -> None:
    code = f"fn f() {{\n    // SAFETY: both are valid.\n    {statements}\n}}\n"
    assert [found.line for found in findings(code, "src/lib.rs", RULE)] == lines


@pytest.mark.parametrize("mark", ["// SAFETY:", "// Safety:", "// safety:", "// # Safety:", "//Safety:"])
def test_a_custom_in_any_spelling(mark: str) -> None:
    given = f"    {mark} it is valid.\n    unsafe {{ g(p) }};\n"
    code = f"fn f(p: *mut u8) {{\n{given}{given}    log();\n    unsafe {{ h(p) }};\n}}\n"
    assert said(code, "src/lib.rs", RULE) == [f"7 {RULE}"]
    assert said(code.replace(mark, "// note:"), "src/lib.rs", RULE) == []
