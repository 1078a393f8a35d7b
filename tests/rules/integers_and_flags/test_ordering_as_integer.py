"""Cases of ordering-as-integer beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "ordering-as-integer"


def test_into_a_variable() -> None:
    code = """
fn f(a: &[u8], b: &[u8]) -> i32 {
    let mut ret = 0;
    match a.cmp(b) {
        Ordering::Less => {
            ret = -1;
        }
        Ordering::Greater => ret = 1,
        Ordering::Equal => {}
    }
    ret
}
"""
    assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_for_c() -> None:
    code = 'extern "C" fn f(a: u8, b: u8) -> c_int { match a.cmp(&b) { Less => -1, Equal => 0, Greater => 1 } }\n'
    assert said(code, "src/lib.rs", RULE) == []
    code = code.replace('extern "C" ', "")
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("fn f", "fn f_ffi"), "src/lib.rs", RULE) == []


def test_other_numbers() -> None:
    code = "fn f(a: u8, b: u8) -> i32 { match a.cmp(&b) { Less => -10, Equal => 0, Greater => 15 } }\n"
    assert said(code, "src/lib.rs", RULE) == []
