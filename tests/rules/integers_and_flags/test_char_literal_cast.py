"""Cases of char-literal-cast beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "char-literal-cast"


def test_is_certain_where_a_byte_literal_would_do() -> None:
    (finding,) = findings("fn f(x: u8) -> bool { x == 'a' as u8 }\n", "src/lib.rs", RULE)
    assert finding.confidence == "high" and "`b'a'`" in finding.instead


def test_is_silent_on_code_points_tables_and_calls_of_c() -> None:
    for code in ("'a' as u32", "b'a' as usize", "b'a' as u32", "libc::strchr(s, b'a' as c_int)", "'ä' as u8"):
        assert said(f"fn f() {{ g({code}); }}\n", "src/lib.rs", RULE) == [], code
    assert said("const SLASH: i8 = b'/' as i8;\n", "src/lib.rs", RULE) == []


def test_a_subtraction_is_no_comparison() -> None:
    (finding,) = findings("fn f(p: c_char) -> c_char { p - b'0' as c_char }\n", "src/lib.rs", RULE)
    assert "subtract `b'0'` as it is?" in finding.question


def test_the_bounds_of_a_number_are_no_text() -> None:
    code = "fn f(level: i32) -> bool { (b'1' as i32..=b'9' as i32).contains(&level) }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_getc_gives_is_an_int() -> None:
    assert said("fn f(c: i32) -> bool { c == b'\\n' as i32 }\n", "src/lib.rs", RULE) == []


def test_the_rule_about_the_nul_speaks_alone() -> None:
    code = "unsafe fn f(s: *const c_char) -> bool { *s == b'\\0' as c_char }\n"
    assert "1 char-literal-cast" not in said(code, "src/lib.rs")


def test_what_is_no_byte_literal_is_written_as_one() -> None:
    (finding,) = findings("fn f(p: &mut u8) { *p = '\\u{7}' as u8; }\n", "src/lib.rs", RULE)
    assert finding.instead == r"Write `b'\x07'`, which is a `u8` as it stands."
    assert said("fn f(p: &mut u8) { *p = '\\u{1F600}' as u8; }\n", "src/lib.rs", RULE) == []
