"""Cases of digit-arithmetic beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "digit-arithmetic"


def test_is_silent_on_other_literals_and_at_compile_time() -> None:
    assert said("use libc::c_int;\nfn f(c: u8) { g(c - b'0', c - b'a', c - 0); }\n", "src/lib.rs", RULE) == [
        "2 digit-arithmetic"
    ]
    assert said("const fn f(c: u8) -> u8 { c - b'0' }\n", "src/lib.rs", RULE) == []


def test_is_silent_behind_a_guard_that_goes_on() -> None:
    code = "use libc::c_int;\nfn f(c: u8) -> u8 { if c < b'0' || c > b'9' { return 0; } c - b'0' }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_branch_for_letters_makes_it_a_digit_of_base_16() -> None:
    code = (
        "fn f(d: char) -> Option<u32> {\n    match d {\n        '0'..='9' => Some(d as u32 - '0' as u32),\n"
        "        'a'..='f' => Some(d as u32 - 'a' as u32 + 10),\n        _ => None,\n    }\n}\n"
    )
    (finding,) = [f for f in findings(code, "src/lib.rs", RULE) if f.confidence == "medium"]
    assert (finding.line, "d.to_digit(16)" in finding.question) == (3, True)


def test_letters_of_another_loop_or_without_an_offset_are_no_digits() -> None:
    for letters in ("b'a'..=b'z' => c - b'a'", "b'a'..=b'f' => go(c)"):
        code = f"fn f(c: u8) -> u8 {{ match c {{ b'0'..=b'9' => c - b'0', {letters}, _ => 0 }} }}\n"
        assert said(f"use libc::c_int;\n{code}", "src/lib.rs", RULE) == [], letters


def test_bytes_without_any_c_are_only_told_on_request() -> None:
    code = "fn f(c: u8) -> u8 { if c <= b'9' { c - b'0' } else { c - b'a' + 10 } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(f"use libc::c_int;\n{code}", "src/lib.rs", RULE) == ["2 digit-arithmetic"]
