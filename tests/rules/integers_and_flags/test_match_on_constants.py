"""Cases of match-on-constants beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "match-on-constants"
REGS = "const A_REG: u64 = 0;\nconst B_REG: u64 = 8;\nconst C_REG: u64 = 0x20;\n"


def _match(arms: str, before: str = REGS) -> str:
    return f"{before}fn f(o: u64) -> u8 {{ match o & !4 {{ {arms} }} }}\n"


def test_counts_alternatives_and_points_at_the_value() -> None:
    (finding,) = findings(_match("A_REG | B_REG => 1, C_REG => 2, _ => 0"), "src/lib.rs", RULE)
    assert "tells 3 integer constants apart" in finding.message
    assert (finding.line, finding.column, finding.end_column) == (4, 28, 34)


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        _match("A_REG => 1, B_REG => 2, C_REG => 3"),
        _match("A_REG => 1, B_REG => 2, _ => 0"),
        _match("A_REG => 1, B_REG => 2, 9 => 4, C_REG => 3, _ => 0"),
        _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0", "use Register::*;\n").replace(" & !4", ""),
        _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0").replace("fn f", "fn try_from"),
        _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0").replace("u64", "u8").replace("_REG", "_CH"),
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_leaves_new_kinds_to_their_declaration() -> None:
    kinds = "const A_REG: u64 = 0;\nconst B_REG: u64 = 1;\nconst C_REG: u64 = 2;\n"
    code = _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0", kinds)
    assert said(code, "src/lib.rs", RULE, "integer-kind-constants") == ["1 integer-kind-constants"]


def test_a_masked_value_is_an_integer_wherever_the_constants_are() -> None:
    arms = "T_CFG => 1, T_CMP => 2, T_ROUTE => 3, _ => 0"
    assert said(_match(arms, ""), "src/lib.rs", RULE) == ["1 match-on-constants"]
    for code in (
        _match(arms, "").replace("o & !4", "o & MASK"),
        _match(arms, "").replace("o & !4", "o"),
        _match("S_DIR => 1, S_FILE => 2, S_LINK => 3, _ => 0", "use libc::{S_DIR, S_FILE, S_LINK};\n"),
        _match("CFG => 1, CMP => 2, ROUTE => 3, _ => 0", ""),
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_numbers_that_become_text_are_at_the_edge() -> None:
    for arm in (
        'A_REG => "a", B_REG => "b", C_REG => "c"',
        'A_REG => Some("a"), B_REG => Some("b"), C_REG => Some("c")',
    ):
        assert said(_match(f"{arm}, _ => g(o)"), "src/lib.rs", RULE) == [], arm
    assert said(_match('A_REG => "a", B_REG => g(1), C_REG => "c", _ => g(o)'), "src/lib.rs", RULE)


def test_what_c_hands_over_is_a_number() -> None:
    code = _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0")
    assert said(code, "src/lib.rs", RULE)
    assert said(code.replace("fn f", 'pub extern "C" fn f'), "src/lib.rs", RULE) == []


def test_bytes_that_are_registers_are_no_characters() -> None:
    code = _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0").replace("u64", "u8")
    assert said(code, "src/lib.rs", RULE) == ["4 match-on-constants"]


def test_kinds_that_are_positions_as_well_are_told_of_where_they_are_matched() -> None:
    kinds = "const A_REG: u64 = 0;\nconst B_REG: u64 = 1;\nconst C_REG: u64 = 2;\n"
    code = (
        _match("A_REG => 1, B_REG => 2, C_REG => 3, _ => 0", kinds)
        + "fn g(v: &[u8]) -> u8 { v[B_REG as usize] }\n"
    )
    assert said(code, "src/lib.rs", RULE, "integer-kind-constants") == ["4 match-on-constants"]


def test_offsets_that_are_plain_numbers() -> None:
    def code(arms: str, value: str = "offset") -> str:
        return f"fn read(s: &Regs, offset: u64) -> u32 {{ match {value} {{ {arms} }} }}\n"

    arms = "0x0..=0x3fc => s.data, 0x400 => s.dir, 0x404 => s.sense, 0x408 => s.both, 0x40c => s.event, _ => 0"
    (finding,) = findings(code(arms), "src/lib.rs", RULE)
    assert finding.message.startswith("`match offset` tells 4 numbers apart")
    assert (
        finding.question
        == "could `offset` become an enum before it is matched against `0x400`, `0x404` and the others?"
    )
    assert said(
        code("0 => s.a, 1 => s.b, 2 => s.c, 3 => s.d, _ => todo!()", "(offset >> 2) & 7"), "src/lib.rs", RULE
    )
    for other in (
        code(arms, "count"),
        code(arms).replace("_ => 0", ""),
        code(arms).replace("0x404 => s.sense, ", ""),
        code(arms).replace("0x404 =>", "0x404 if s.on =>"),
        code(arms).replace("0x404 =>", "SENSE =>"),
        code(arms).replace("fn read", "fn register_from"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
