"""Cases of magic-array-length beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "magic-array-length"


def test_sees_a_check_before_an_access() -> None:
    code = (
        "struct S { regs: [u32; 8] }\nimpl S { fn f(&self, n: u8) { if n < 8 { go(self.regs[n as usize]); } } }\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 2 and "`self.regs.len()`" in finding.instead


def test_is_silent_where_the_number_is_another_one() -> None:
    for body in (
        "for i in 0..8 { go(a[i]); }",
        "for i in 0..16 { go(a[j]); }",
        "for i in 0..16 { go(b[i]); }",
        "if i < 16 { go(a[i + 1]); }",
    ):
        assert said(f"fn f(a: [u32; 16], b: &[u32]) {{ {body} }}\n", "src/lib.rs", RULE) == [], body
    assert said("fn f(a: [u32; 4]) { for i in 0..4 { go(i, a[i]); } }\n", "src/lib.rs", RULE) == []
