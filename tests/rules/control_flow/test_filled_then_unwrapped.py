"""Cases of filled-then-unwrapped beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "filled-then-unwrapped"


def test_behind_a_lock() -> None:
    code = """
pub fn locale() -> Locale {
    let mut locale = LOCALE.lock().unwrap();
    if locale.is_none() {
        let found = unsafe { read_locale() };
        *locale = Some(found);
    }
    locale.unwrap()
}
"""
    assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_in_a_field_and_used_in_a_let() -> None:
    code = """
fn f(&mut self) {
    if self.table.is_none() {
        self.table = Some(build());
    }
    let table = self.table.as_mut().unwrap();
    table.touch();
}
"""
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]


def test_something_else_is_unwrapped() -> None:
    code = "fn f(&mut self) { if self.a.is_none() { self.a = Some(1); } self.b.unwrap(); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_is_filled_may_fail() -> None:
    code = "fn f(&mut self) { if self.a.is_none() { self.a = Some(get()?); } self.a.unwrap(); }\n"
    assert said(code, "src/lib.rs", RULE) == []
