"""Cases of literal-without-nul beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said, said_of_patch

RULE = "literal-without-nul"


@pytest.mark.parametrize(
    "given",
    [
        '"ready".as_ptr() as *const c_char',
        '"ready".as_ptr() as *const libc::c_char',
        '"ready".as_ptr() as *const i8',
        'b"ready".as_ptr().cast::<c_char>()',
        '"ready".as_bytes().as_ptr() as _',
        '("ready".as_ptr()) as *const c_char',
    ],
)
def test_literals_that_go_to_c(given: str) -> None:
    assert said(f"fn f() {{ unsafe {{ libc::puts({given}) }} }}\n", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_a_cast_to_char_says_so_in_any_call() -> None:
    code = 'fn f(o: Lisp) { report("opening file".as_ptr() as *const c_char, o) }\n'
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace(" as *const c_char", ""), "src/lib.rs", RULE) == []
    assert said(code.replace("as *const c_char", "as *const c_void"), "src/lib.rs", RULE) == []


@pytest.mark.parametrize("text", ['"ready\\0"', 'c"ready"', 'b"ready\\x00"', 'concat!("a", "\\0")'])
def test_texts_that_end_in_one(text: str) -> None:
    code = f"fn f() {{ unsafe {{ libc::puts({text}.as_ptr() as *const c_char) }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "call",
    [
        'libc::write(1, "ready".as_ptr().cast(), 5)',
        'libc::strncmp(p, "ready".as_ptr() as *const c_char, n)',
        'bindings::put("ready".as_ptr() as *const c_char, "ready".len())',
        'bindings::put("ready".as_ptr() as *const c_char, text_size)',
        'slice::from_raw_parts("ready".as_ptr() as *const i8, n)',
    ],
)
def test_c_is_told_the_length(call: str) -> None:
    assert said(f"fn f() {{ unsafe {{ {call} }} }}\n", "src/lib.rs", RULE) == []


def test_variables_that_hold_a_text() -> None:
    code = "fn f(name: &str) -> i32 { unsafe { libc::unlink(name.as_ptr() as *const c_char) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "CString::new(name)" in finding.instead
    assert said(code.replace("&str", "&CStr"), "src/lib.rs", RULE) == []
    ended = code.replace("unsafe", 'assert!(name.ends_with("\\0")); unsafe')
    assert said(ended, "src/lib.rs", RULE) == []


def test_what_to_write_instead() -> None:
    (finding,) = findings('fn f() { unsafe { libc::puts(b"on".as_ptr() as *const i8) } }\n', "src/lib.rs", RULE)
    assert finding.instead.startswith('Give C `c"on".as_ptr()`')


HIDDEN = """--- a/src/conf.rs
+++ b/src/conf.rs
@@ -50,5 +50,5 @@ pub fn lookup(key: &str) -> Option<Node> {
         return None;
     };

-    let node = unsafe { get_node(key.as_ptr()) };
+    let node = unsafe { libc::get_node(key.as_ptr()) };
     if node.is_null() {
"""


def test_a_name_may_be_bound_anew_where_the_patch_shows_nothing() -> None:
    assert said_of_patch(HIDDEN, RULE) == []


def test_an_empty_literal_and_the_full_name_of_the_type() -> None:
    for literal in ('""', '"OK"'):
        code = f"fn f() {{ unsafe {{ show({literal}.as_ptr() as *const ::libc::c_char); }} }}\n"
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"], literal
    code = 'fn f() { unsafe { show("".as_ptr() as *const c_char, 0); } }\n'
    assert said(code, "src/lib.rs", RULE) == []
