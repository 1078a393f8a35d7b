"""Cases of digit-by-digit-number beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "digit-by-digit-number"


def in_loop(step: str) -> str:
    return f"fn f(s: &[u8]) -> u32 {{\n    let mut n = 0;\n    for c in s {{\n        {step}\n    }}\n    n\n}}\n"


def test_order_and_base() -> None:
    (finding,) = findings(in_loop("n = 10 * n + (c - b'0') as u32;"), "src/lib.rs", RULE)
    assert "`n`" in finding.question and "!c.is_digit(10)" in finding.instead and finding.line == 4
    (finding,) = findings(in_loop("n = (n << 4) | c.to_digit(16).unwrap();"), "src/lib.rs", RULE)
    assert "from_str_radix(text, 16)" in finding.instead


def test_one_note_for_the_line() -> None:
    code = in_loop("n = n * 10 + *c as u32 - '0' as u32;")
    assert said(code, "src/lib.rs", RULE, "char-literal-cast") == [f"4 {RULE}"]


def test_overflow_is_seen() -> None:
    assert said(in_loop("n = n.checked_mul(10)? + (c - b'0');"), "src/lib.rs", RULE) == []


def test_other_sums_and_single_steps() -> None:
    assert said(in_loop("n = n * 31 + u32::from(*c);"), "src/lib.rs", RULE) == []
    assert said(in_loop("n = m * 10 + (c - b'0') as u32;"), "src/lib.rs", RULE) == []
    assert said("fn feed(n: &mut u32, c: u8) { *n = *n * 10 + (c - b'0') as u32; }\n", "src/lib.rs", RULE) == []


def test_only_text_that_is_there_as_a_whole_is_asked_for() -> None:
    body = "for b in TEXT { n = n * 10 + u32::from(b - b'0'); }"
    for text, known in (("text.bytes()", True), ("self.next_byte()", False)):
        code = f"fn f(text: &str) -> u32 {{ let mut n = 0; {body.replace('TEXT', text)} n }}\n"
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"] * known, text
