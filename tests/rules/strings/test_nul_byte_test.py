"""Cases of nul-byte-test beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "nul-byte-test"


def test_names_the_text() -> None:
    (finding,) = findings("unsafe fn f(s: *const u8) -> bool { *s.add(1) == b'\\0' }\n", "src/lib.rs", RULE)
    assert "`s`" in finding.question and finding.confidence == "high"


def test_an_element_is_asked() -> None:
    (finding,) = findings("fn f(s: &[u8]) { while s[i] != b'\\0' { i += 1; } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_a_lexers_mark_and_a_safe_reference() -> None:
    assert said("fn f(c: char) -> bool { c == '\\0' || self.first() == '\\0' }\n", "src/lib.rs", RULE) == []
    assert said("fn f(b: &[u8]) { b.iter().position(|c| *c == b'\\0') }\n", "src/lib.rs", RULE) == []


def test_other_characters() -> None:
    assert said("unsafe fn f(s: *const u8) -> bool { *s == b'0' }\n", "src/lib.rs", RULE) == []


def test_whether_a_message_ends_in_nul_is_a_fair_question() -> None:
    for place in ("*data.add(len - 1)", "*data.cast::<c_char>().add((len - 1) as usize)", "data[len - 1]"):
        assert said(f"unsafe fn f() {{ if {place} != b'\\0' as i8 {{ g(); }} }}\n", "src/lib.rs", RULE) == [], (
            place
        )


def test_a_namesake_of_c_s_own_is_left_alone() -> None:
    code = "unsafe fn NAME(s: *const u8) -> bool { *s == b'\\0' }\n"
    assert said(code.replace("NAME", "strcmp_"), "src/lib.rs", RULE) == []
    assert said(code.replace("NAME", "is_empty"), "src/lib.rs", RULE) == [f"1 {RULE}"]
