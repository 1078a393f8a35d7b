"""Cases of out-parameter beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "out-parameter"


def test_says_what_to_return() -> None:
    code = "fn f(a: u8, left: *mut usize) -> i32 { unsafe { *left = 4 }; i32::from(a) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`(i32, usize)`" in finding.instead and (finding.column, finding.end_column) == (13, 29)


def test_a_value_that_is_read_or_handed_on() -> None:
    assert said("fn f(a: &mut u8) -> bool { *a = 3; g(*a) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(a: &mut u8) -> bool { *a = 3; g(a) }\n", "src/lib.rs", RULE) == []


def test_a_flag_that_is_gathered() -> None:
    assert said("fn f(c: char, all: &mut bool) -> bool { if !c.is_ascii() { *all = false; } g(c) }\n", RULE) == []


def test_signatures_of_c_and_of_traits() -> None:
    body = "(a: &mut u8) -> bool { *a = 3; true }"
    assert said(f'extern "C" fn f{body}\n', "src/lib.rs", RULE) == []
    assert said(f"impl Device for Uart {{ fn f{body} }}\n", "src/lib.rs", RULE) == []


def test_buffers_and_writers() -> None:
    assert said("fn f(a: &mut String) -> bool { *a = g(); true }\n", "src/lib.rs", RULE) == []


def test_a_result_that_the_caller_may_not_want() -> None:
    code = """
fn replace(new: u32, old: Option<&mut u32>) -> Result<(), Error> {
    if let Some(old) = old {
        *old = current();
    }
    store(new)
}
"""
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("Some(old)", "Some(slot)").replace("*old", "*slot"), "src/lib.rs", RULE) == [
        f"2 {RULE}"
    ]
    assert said(code.replace("*old =", "*old +="), "src/lib.rs", RULE) == []


def test_a_name_that_says_it() -> None:
    code = "fn extent(text: &str, out_token: &mut Range<usize>) { *out_token = 0..text.len(); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead == "Return `Range<usize>` instead of `()`, and drop `out_token`."
    assert said(code.replace("out_token", "token"), "src/lib.rs", RULE) == []


def test_several_are_one_note_on_the_first() -> None:
    code = """
fn size(text: &str, w: &mut u32, h: &mut u32) -> i32 {
    if text.is_empty() {
        return -1;
    }
    *w = 1;
    *h = 2;
    0
}
"""
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`size` only writes to `w` and `h`: they are further return values"
    assert finding.instead == "Return `Result<(u32, u32), E>` instead of `i32`, and drop `w` and `h`."
    (finding,) = findings(code.replace("i32", "gboolean").replace("-1", "GFALSE"), "src/lib.rs", RULE)
    assert "`Option<(u32, u32)>`" in finding.instead


def test_something_that_the_caller_remembers() -> None:
    code = "fn f(c: char, last: &mut Option<usize>) -> bool { if c == '$' { *last = Some(1); } g(c) }\n"
    assert said(code, "src/lib.rs", RULE) == []
    for other in (
        code.replace("; } g", "; return true; } g"),
        code.replace("; } g(c)", "; true } else { false }"),
        code.replace("if c == '$' { *last = Some(1); }", "*last = Some(1);"),
    ):
        assert said(other, "src/lib.rs", RULE) == [f"1 {RULE}"], other


def test_what_the_number_says_tells_what_to_return() -> None:
    for returns, body, better in (
        ("i32", "if a > 3 { return -1; } *b = a; 0", "`Result<u8, E>`"),
        ("i32", "if a > 9 { return -1; } if a > 3 { return 0; } *b = a; 1", "`Result<Option<u8>, E>`"),
        ("Option<c_int>", "if a > 3 { return STATUS; } *b = a; None", "`Result<u8, c_int>` if the number says"),
        ("Option<u64>", "if a > 3 { return None; } *b = a; Some(1)", "`(Option<u64>, u8)`, or a struct"),
    ):
        (finding,) = findings(f"fn f(a: u8, b: &mut u8) -> {returns} {{ {body} }}\n", "src/lib.rs", RULE)
        assert f"Return {better}" in finding.instead, returns


def test_what_is_written_for_an_error_does_not_fit_into_the_value() -> None:
    body = "if a > 3 { *stop = true; return Err(E); } *stop = g(); Ok(())"
    code = f"fn f(a: u8, stop: &mut bool) -> Result<(), E> {{ {body} }}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "Return `(Result<(), E>, bool)`, or an error that holds it as well, instead of" in finding.instead
    (finding,) = findings(code.replace("*stop = true; ", ""), "src/lib.rs", RULE)
    assert "Return `Result<bool, ...>` instead of" in finding.instead


@pytest.mark.parametrize("path", ["rust/kernel/rtc.rs", "src/a.rs"])
@pytest.mark.parametrize(
    "method",
    [
        "fn offset(&self, offset: &mut i64) -> Result<()>;",
        "fn offset(&self, _offset: &mut i64) -> Result<()> {\n        build_error!(MISSING)\n    }",
        "fn offset(&self, offset: &mut i64) -> Result;",
    ],
)
def test_a_trait_that_asks_for_one(method: str, path: str) -> None:
    (finding,) = findings(f"pub trait Ops {{\n    {method}\n}}\n", path, RULE)
    assert finding.confidence == "medium" and "`Result<i64>`" in finding.instead


@pytest.mark.parametrize(
    "method",
    [
        "fn blink(&self, on: &mut usize, off: &mut usize) -> Result<()>;",
        "fn set_rate(&self, rate: &mut u32) -> Result<()>;",
        "fn read(&self, bytes: &mut [u8]) -> Result<()>;",
        "fn count(&self, n: &mut u32) -> Result<()> {\n        *n += 1;\n        Ok(())\n    }",
        "fn find(&self, n: &mut u32) -> bool;",
        "fn visit(&mut self, n: &u32) -> Result<()>;",
    ],
)
def test_a_trait_may_ask_for_what_is_read_too(method: str) -> None:
    assert said(f"pub trait Ops {{\n    {method}\n}}\n", "src/a.rs", RULE) == []
