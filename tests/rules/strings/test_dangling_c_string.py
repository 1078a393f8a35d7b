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


def test_a_variable_of_the_function_that_returns_the_pointer() -> None:
    code = "fn f(s: &str) -> *const c_char { let c = CString::new(s).unwrap(); c.as_ptr() }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "when the function returns" in finding.message
    kept = code.replace("c.as_ptr()", "let p = c.as_ptr(); mem::forget(c); p")
    assert said(kept, "src/lib.rs", RULE) == []
    assert (
        said(code.replace("-> *const c_char", "").replace("c.as_ptr()", "g(c.as_ptr());"), "src/lib.rs", RULE)
        == []
    )


def test_a_pointer_that_outlives_its_closure_or_goes_into_a_struct() -> None:
    for code in (
        "fn f(a: &[String]) { let v: Vec<_> = a.iter().map(|s| CString::new(s).unwrap().as_ptr()).collect(); }\n",
        "fn f(s: &str) -> A { A { name: CString::new(s).unwrap().as_ptr(), n: 1 } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == ["1 " + RULE], code


def test_names_what_owns_the_string_and_not_what_borrows_it() -> None:
    code = "fn f() { let p = CString::new(a).unwrap().as_bytes_with_nul().as_ptr(); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`let name = CString::new(a).unwrap();`" in finding.instead
    assert "`name.as_bytes_with_nul().as_ptr()`" in finding.instead
