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
