"""Cases of unchecked-c-string beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unchecked-c-string"
LET = "let p = unsafe { bindings::chip_get_label(self.raw) };"


def method(body: str, returned: str = "Option<&CStr>") -> str:
    return f"impl Chip {{\n    pub fn label(&self) -> {returned} {{\n        {body}\n    }}\n}}\n"


@pytest.mark.parametrize(
    "body",
    [
        f"{LET} Some(unsafe {{ CStr::from_ptr(p) }})",
        f"{LET} Some(unsafe {{ std::ffi::CStr::from_ptr(p as *const c_char) }})",
        "Some(unsafe { CStr::from_ptr(bindings::chip_get_label(self.raw)) })",
        f"{LET} str::from_utf8(unsafe {{ slice::from_raw_parts(p.cast(), libc::strlen(p)) }}).ok()",
    ],
)
def test_is_read_at_once(body: str) -> None:
    assert said(method(body), "src/a.rs", RULE) == [f"3 {RULE}"]


@pytest.mark.parametrize(
    "body",
    [
        f"{LET} if p.is_null() {{ return None; }} Some(unsafe {{ CStr::from_ptr(p) }})",
        f"{LET} if p == ptr::null() {{ return None; }} Some(unsafe {{ CStr::from_ptr(p) }})",
        f"{LET} NonNull::new(p)?; Some(unsafe {{ CStr::from_ptr(p) }})",
        "Some(unsafe { CStr::from_ptr(libc::strerror(2)) })",
        "Some(unsafe { CStr::from_ptr(bindings::lib_version_string()) })",
        "Some(unsafe { CStr::from_ptr((*self.raw).name.as_ptr()) })",
        "Some(unsafe { CStr::from_ptr(self.label) })",
        f"// SAFETY: it is never NULL.\n{LET} Some(unsafe {{ CStr::from_ptr(p) }})",
    ],
)
def test_is_known_to_be_there(body: str) -> None:
    assert said(method(body), "src/a.rs", RULE) == []


def test_a_function_that_cannot_say_so() -> None:
    assert said(method(f"{LET} unsafe {{ CStr::from_ptr(p) }}", "&CStr"), "src/a.rs", RULE) == []


def test_says_what_to_return() -> None:
    body = f"{LET} Ok(unsafe {{ CStr::from_ptr(p) }})"
    (finding,) = findings(method(body, "Result<&CStr>"), "src/a.rs", RULE)
    assert "return an error" in finding.instead and "`chip_get_label()`" in finding.question
