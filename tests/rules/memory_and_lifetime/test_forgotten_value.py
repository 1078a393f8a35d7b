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


def test_an_owner_that_is_made_of_a_lent_pointer_by_a_function_of_the_project() -> None:
    code = """fn f(sw: NonNull<Voice>) -> bool {
    let voice = unsafe { backend.ptr_to_voice(sw) };
    let result = voice.is_active();
    std::mem::forget(voice);
    result
}
"""
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "made by `backend.ptr_to_voice()` from something that has another owner" in finding.message
    assert said(code.replace("unsafe { backend.ptr_to_voice(sw) }", "voices.take()"), "src/lib.rs", RULE) == []


def test_an_owner_that_gives_its_pointer_away_is_shown_on_request() -> None:
    def of(receiver: str, before: str) -> list[str]:
        head = f"impl T {{\n    fn into_raw({receiver}) -> *mut U {{\n        {before}\n"
        code = f"{head}        mem::forget(self);\n        p\n    }}\n}}\n"
        return [f.confidence for f in findings(f"use core::mem;\n{code}", "src/a.rs", RULE)]

    assert of("self", "let p = self.p.as_ptr();") == ["low"]
    assert of("self", "let p = unsafe { ptr::read(&self.p) };") == ["low"]
    assert of("self", "let p = null_mut();") == of("&self", "let p = self.p;") == []


def test_a_handle_that_was_lent_under_another_name() -> None:
    code = "fn give(pipe: Pipe) -> Stdio { let o = pipe.as_raw_object(); mem::forget(pipe); make(o) }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
