"""Cases of dangling-c-string beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "dangling-c-string"


def test_names_the_string_to_keep() -> None:
    (finding,) = findings('fn f() { let p = CString::new("a")?.as_ptr() as *const u8; }\n', "src/lib.rs", RULE)
    assert '`let name = CString::new("a")?;`' in finding.instead
    assert (finding.level, finding.column, finding.end_column) == ("error", 18, 45)


def test_stored_and_returned() -> None:
    code = 'fn f(&mut self) { self.p = format!("{x}\\0").as_ptr().cast(); }\n'
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    code = "fn f() -> *const c_char { CString::new(s).unwrap().as_ptr() }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_as_an_argument_it_lives_long_enough() -> None:
    code = "fn f() { let n = unsafe { strlen(CString::new(s).unwrap().as_ptr()) }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_strings_that_somebody_owns() -> None:
    code = 'fn f(s: &CStr) { let p = s.as_ptr(); let q = c"a".as_ptr(); let r = self.name.as_ptr(); }\n'
    assert said(code, "src/lib.rs", RULE) == []
    assert said("fn f() { let p = CString::new(s).unwrap().into_raw(); }\n", "src/lib.rs", RULE) == []
