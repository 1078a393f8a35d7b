"""Cases of c-string-call beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-string-call"


def test_names_the_method() -> None:
    (finding,) = findings("fn f() { let n = unsafe { libc::strlen(p) }; }\n", "src/lib.rs", RULE)
    assert "`.len()`" in finding.message and finding.confidence == "high"


def test_a_bare_name_in_unsafe_code_is_asked() -> None:
    (finding,) = findings("fn f() { let n = unsafe { atoi(p) }; }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`text.parse::<T>()`" in finding.question


def test_names_from_an_extern_block() -> None:
    code = 'extern "C" { fn strcmp(a: *const i8, b: *const i8) -> i32; }\nfn f() { unsafe { strcmp(a, b) } }\n'
    assert [f.line for f in findings(code, "src/lib.rs", RULE)] == [2]


def test_rusts_own() -> None:
    code = "use crate::text::strlen;\nfn f() { strlen(a); s.printf(b); puts(c) }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_the_format_rule_says_more() -> None:
    code = "fn f(m: &str) { unsafe { libc::printf(CString::new(m).unwrap().as_ptr()) } }\n"
    assert [name for line in said(code) if "string" in (name := line.split()[1])] == ["message-as-format-string"]


def test_a_namesake_of_c_s_own_is_left_alone() -> None:
    code = "unsafe fn NAME(s: *const c_char) -> usize { libc::strnlen(s, 8) }\n"
    assert said(code.replace("NAME", "strlcat"), "src/lib.rs", RULE) == []
    assert said(code.replace("NAME", "width"), "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_the_length_of_a_slice_of_a_c_string_is_found_by_cstr() -> None:
    code = """fn name(raw: *const c_char) -> &'static [u8] {
    // SAFETY: the table of C is static.
    unsafe { slice::from_raw_parts(raw as *const u8, libc::strlen(raw) as usize) }
}
"""
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`CStr::from_ptr(raw)`" in finding.message
    (finding,) = findings(code.replace("raw as *const u8, ", "base(raw), 2 * "), "src/lib.rs", RULE)
    assert "CStr::from_ptr(raw)" not in finding.message


def test_what_sorts_is_compared_by_cmp() -> None:
    code = "unsafe fn f(a: *const c_char, b: *const c_char) { order(unsafe { libc::strcmp(a, b) }); }\n"
    code = code.replace("unsafe { libc::strcmp(a, b) }", "libc::strcmp(a, b)")
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`cmp()`" in finding.instead


def test_is_silent_on_a_variadic_function_of_c_that_passes_its_list_on() -> None:
    code = (
        'pub unsafe extern "C" fn log(f: *const c_char, a: VaList) { unsafe { libc::vsnprintf(B, 9, f, a); } }\n'
    )
    assert said(code, "src/lib.rs", RULE) == []


def test_a_method_of_the_length_is_no_slice() -> None:
    code = "unsafe fn f(raw: *const c_char) { libc::strlen(raw).from_raw_parts(); }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
