"""Cases of unterminated-c-string beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unterminated-c-string"


def test_a_literal_is_told_a_parameter_is_asked() -> None:
    code = 'fn f() { unsafe { libc::puts("hello".as_ptr() as *const c_char) } }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.level, finding.confidence) == ("error", "high")
    assert '`c"hello".as_ptr()`' in finding.instead
    code = "fn f(path: &str) { unsafe { bindings::log_open(path.as_ptr().cast()) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and finding.question.startswith("does `path` end in a NUL")
    assert "`let path = CString::new(path)`" in finding.instead


@pytest.mark.parametrize(
    "call",
    [
        "bindings::log_open(text.as_ptr().cast::<c_char>())",
        "bindings::log_open(text.as_bytes().as_ptr() as *const i8)",
        "bindings::log_open((text.as_ptr() as *const _), flags)",
        'bindings::log_open(format!("{a}-{b}").as_ptr().cast())',
    ],
)
def test_shapes(call: str) -> None:
    assert said(f"fn f(text: &str) {{ unsafe {{ {call} }} }}\n", "src/lib.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    "call",
    [
        "bindings::log_write(text.as_ptr().cast(), text.len())",
        "bindings::log_write(text.as_ptr().cast(), size)",
        "libc::memcpy(to, text.as_ptr().cast(), k)",
        "bindings::log_write(text.as_ptr())",
        "bindings::log_write(text.as_ptr() as *const u8)",
        "log::write(text.as_ptr().cast())",
        "bindings::log_open(CString::new(text)?.as_ptr().cast())",
        'bindings::log_open("text\\0".as_ptr().cast())',
        'bindings::log_open(c"text".as_ptr().cast())',
        'bindings::log_open(format!("{text}\\0").as_ptr().cast())',
        "bindings::log_open(bytes.as_ptr().cast())",
    ],
)
def test_what_has_a_length_or_a_nul(call: str) -> None:
    assert said(f"fn f(text: &str, bytes: &[u8]) {{ unsafe {{ {call} }} }}\n", "src/lib.rs", RULE) == []


def test_a_nul_that_is_put_there_elsewhere() -> None:
    code = 'const NAME: &str = "backend\\0";\nfn f() { unsafe { bindings::log_open(NAME.as_ptr().cast()) } }\n'
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("\\0", ""), "src/lib.rs", RULE) == [f"2 {RULE}"]
    pushed = "fn f(mut name: String) { name.push('\\0'); unsafe { bindings::log_open(name.as_ptr().cast()) } }\n"
    assert said(pushed, "src/lib.rs", RULE) == []
