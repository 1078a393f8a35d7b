"""Cases of error-through-buffer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "error-through-buffer"


def test_a_buffer_of_c() -> None:
    code = "fn f(a: u8, errbuf: *mut c_char, size: usize) -> c_int { g(a, errbuf, size) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`f` writes its error into `errbuf` and returns `c_int`"
    assert (finding.line, finding.column) == (1, 13)


def test_a_pointer_or_none_is_the_flag() -> None:
    (finding,) = findings("fn f(cause: *mut *mut c_char) -> *mut Args { g(cause) }\n", "src/lib.rs", RULE)
    assert "returns a pointer" in finding.message and "`Result<T, E>`" in finding.instead
    (finding,) = findings("fn f(error: &mut [u8]) -> Option<Args> { g(error) }\n", "src/lib.rs", RULE)
    assert "an `Option`" in finding.message


def test_it_replaces_what_is_said_of_parameters() -> None:
    code = "pub fn f(errbuf: *mut c_char) -> bool { g(errbuf) }\n"
    assert said(code, "src/lib.rs", RULE, "raw-pointer-parameter", "c-string-in-signature") == [f"1 {RULE}"]


def test_texts_that_are_no_errors() -> None:
    assert said("fn f(name: &mut String) -> bool { g(name) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(error: &str) -> bool { g(error) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(error: &mut String) { g(error) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(error: &mut String) -> Option<Line> { g(error) }\n", "src/lib.rs", RULE) == []


def test_signatures_of_others() -> None:
    body = "fn f(errbuf: *mut c_char) -> bool { g(errbuf) }\n"
    assert said(f'unsafe extern "C" {body}', "src/lib.rs", RULE) == []
    assert said(f"impl Parse for X {{ {body} }}\n", "src/lib.rs", RULE) == []
