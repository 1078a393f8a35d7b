"""Cases of errno-read-by-hand beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "errno-read-by-hand"


def test_on_any_system() -> None:
    code = "fn f() -> i32 {\n    work();\n    let e = unsafe { *libc::__error() };\n    -e\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message.startswith("`*libc::__error()` asks") and finding.confidence == "high"
    assert (finding.line, finding.column) == (3, 22)


def test_macro_and_text() -> None:
    code = (
        "fn f() {\n    log!(a);\n    let e = errno!();\n    let t = unsafe { libc::strerror(e) };\n    g(t);\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}", f"4 {RULE}"]


def test_a_helper_is_asked() -> None:
    (finding,) = findings("pub fn errno() -> i32 { unsafe { *libc::__errno_location() } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_writing_it() -> None:
    assert said("fn f() { errno!() = 0; }\n", "src/lib.rs", RULE) == []
    assert said("fn f() { unsafe { *libc::__errno_location() = libc::EINVAL; } }\n", "src/lib.rs", RULE) == []


def test_functions_of_rust() -> None:
    code = "fn strerror(e: i32) -> String { e.to_string() }\nfn g() { show(strerror(3)); show(errno::errno()); }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said("fn f(e: E) -> i32 { *e.__error() }\n", "src/lib.rs", RULE) == []
