"""Cases of leaked-box beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "leaked-box"


def test_a_box_for_c_that_comes_back() -> None:
    code = (
        "fn f(x: T) -> *mut T { Box::into_raw(Box::new(x)) }\nunsafe fn g(p: *mut T) { drop(Box::from_raw(p)) }\n"
    )
    assert findings(code, "src/lib.rs", RULE) == []


def test_into_raw_alone_is_asked_about() -> None:
    (finding,) = findings("fn f(x: T) -> *mut T { Box::into_raw(Box::new(x)) }\n", "src/lib.rs", RULE)
    assert "from_raw" in finding.instead and finding.question.startswith("who frees")


def test_programs_leak_in_main() -> None:
    assert said("fn main() { let c: &'static C = Box::leak(Box::new(C::new())); }\n", "src/main.rs", RULE) == []


def test_a_text_that_is_interned() -> None:
    assert said("fn f(s: String) -> &'static str { Box::leak(s.into_boxed_str()) }\n", "src/lib.rs", RULE) == []
