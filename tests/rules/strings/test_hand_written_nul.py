r"""Cases of hand-written-nul beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "hand-written-nul"


def test_names_the_text() -> None:
    code = "unsafe fn f(buf: *mut c_char, n: isize) {\n    *buf.offset(n) = b'\\0' as _;\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message.endswith("ends the text in `buf` by hand") and (finding.line, finding.column) == (2, 5)
    assert said(code, "src/lib.rs", RULE, "pointer-arithmetic") == [f"2 {RULE}"]


def test_in_an_array() -> None:
    assert said("fn f(b: &mut [u8; 9], n: usize) { b[n - 1] = b'\\0'; }\n", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_other_stores() -> None:
    assert said("fn f(b: &mut [u8], n: usize) { b[n] = 0; b[n] = b'0'; }\n", "src/lib.rs", RULE) == []
    assert said("fn f(c: &mut char) { *c = '\\0'; }\n", "src/lib.rs", RULE) == []
    assert said("fn f(l: &mut Lexer) { l.current = '\\0'; }\n", "src/lib.rs", RULE) == []


def test_code_that_may_not_allocate_is_left_alone() -> None:
    code = "unsafe fn NAME(buf: *mut u8, n: usize) { *buf.add(n) = b'\\0'; }\n"
    assert said(code.replace("NAME", "cut"), "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("NAME", "cut"), "src/postfork.rs", RULE) == []
    for name in ("narrow_string_safe", "handle_signal", "strlcpy"):
        assert said(code.replace("NAME", name), "src/lib.rs", RULE) == [], name


def test_what_a_macro_writes_into_a_section_is_no_text_for_c() -> None:
    code = 'fn emit(name: &str) -> String { format!("name={name}\\0") }\n'
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code, "rust/macros/module.rs", RULE) == []
