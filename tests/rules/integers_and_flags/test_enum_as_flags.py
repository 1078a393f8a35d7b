"""Cases of enum-as-flags beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "enum-as-flags"


def test_asks_where_the_enum_is_not_visible() -> None:
    (finding,) = findings("fn f(x: &mut u32) { *x |= Interrupt::RX as u32; }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`Interrupt`" in finding.question


def test_looks_through_parentheses_and_negation() -> None:
    assert said("fn f(x: u32) -> u32 { x & !(Irq::Rx as u32) }\n", "src/lib.rs", RULE) == ["1 enum-as-flags"]


def test_is_silent_on_numbers_fields_and_foreign_enums() -> None:
    for code in (
        "fn f() { send(Code::Busy as u32); }",
        "fn f(x: u32) -> u32 { x << 4 | Kind::Fast as u32 }",
        "fn f(x: u32) -> u32 { x | (Kind::Fast as u32) << 4 }",
        "enum Kind { A, B } fn f(x: u32) -> u32 { x | Kind::A as u32 }",
        "enum Kind { A = 1, B = 2, C = 3 } fn f(x: u32) -> u32 { x | Kind::A as u32 }",
        "use scip::Role; fn f(x: i32) -> i32 { x | Role::Test as i32 }",
        "fn f(x: u32) -> u32 { x | limits::MAX as u32 }",
        "fn f(x: u8, y: Way) -> bool { x & Way::Up as u8 != 0 || y == Way::Up }",
        "fn f(x: u8, y: Way) -> bool { match y { Way::Up => x & Way::Up as u8 != 0, Way::Down => false } }",
    ):
        assert said(code + "\n", "src/lib.rs", RULE) == [], code


def test_asks_once_of_an_enum_that_is_declared_bit_by_bit() -> None:
    code = "enum Irq { A = 1 << 0, B = 1 << 1, C = 1 << 2 }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.question == "could `Irq` be a flags type, as each of its variants is one bit?"
    assert said(code + "fn f(x: u32) -> u32 { x | Irq::A as u32 }\n", "src/lib.rs", RULE) == ["2 enum-as-flags"]


def test_is_silent_on_enums_of_sizes_numbers_and_few_bits() -> None:
    for body in ("A = 1, B = 2, C = 4", "A = 1 << 0, B = 1 << 1", "A, B, C", "A = 1 << 0, B = 1 << 1, C = 3"):
        assert said(f"enum E {{ {body} }}\n", "src/lib.rs", RULE) == [], body
