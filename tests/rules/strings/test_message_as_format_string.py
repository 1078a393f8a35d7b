"""Cases of message-as-format-string beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "message-as-format-string"


def test_points_at_the_format() -> None:
    code = "fn f(m: &str) { unsafe { libc::syslog(3, CString::new(m).unwrap().as_ptr()) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.level, finding.confidence, finding.column) == ("error", "high", 42)


def test_in_the_body_of_a_macro() -> None:
    code = (
        "macro_rules! log {\n    ($($args:tt)*) => {{\n"
        "        let line = CString::new(format!($($args)*)).unwrap();\n"
        "        unsafe { bindings::qemu_log(line.as_ptr()) }\n    }};\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_literals_and_constants() -> None:
    for form in ('c"%d"', 'c_str!("%d")', 'b"%d\\0"', "FORMAT", "crate::FORMAT", "fmt"):
        for pointer in ("as_ptr", "as_char_ptr"):
            code = f"fn f() {{ unsafe {{ libc::printf({form}.{pointer}(), 3) }} }}\n"
            assert said(code, "src/lib.rs", RULE) == []


def test_a_literal_in_a_variable() -> None:
    code = 'fn f() { let form = CString::new("done").unwrap(); unsafe { libc::printf(form.as_ptr()) } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_the_text_as_an_argument() -> None:
    code = 'fn f(m: &CStr) { unsafe { libc::fprintf(out, c"%s".as_ptr(), m.as_ptr()) } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_a_function_of_rust() -> None:
    assert said("fn f(m: &str) { warn(m); log::error_report(m) }\n", "src/lib.rs", RULE) == []
