"""Cases of forgotten-value beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "forgotten-value"


def test_a_file_that_was_only_borrowed() -> None:
    code = "fn f(fd: i32) { let file = unsafe { File::from_raw_fd(fd) }; g(&file); mem::forget(file); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`BorrowedFd`" in finding.instead and "`File::from_raw_fd()`" in finding.message


def test_a_value_that_lends_nothing() -> None:
    assert said("fn f(db: Database) { db.sync(); std::mem::forget(db); }\n", "src/lib.rs", RULE) == []


def test_another_variable_of_the_same_name() -> None:
    code = "fn f(a: V) { { let v = a; g(v.as_ptr()); } let v = make(); mem::forget(v); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_method_called_forget_is_none_of_it() -> None:
    assert said("fn f(a: V) { g(a.as_ptr()); forget(a); }\n", "src/lib.rs", RULE) == []
    code = "use std::mem::forget;\nfn f(a: V) { g(a.as_ptr()); forget(a); }\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
