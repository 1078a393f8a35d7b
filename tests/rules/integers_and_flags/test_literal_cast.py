"""Cases of literal-cast beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "literal-cast"


def _cast(code: str) -> str:
    return f"fn f() {{ g({code}); }}\n"


def test_offers_the_suffix_or_the_plain_literal() -> None:
    for code, better in (
        ("0 as u64", "`0_u64`"),
        ("-1 as i32", "`-1_i32`"),
        ("0 as libc::c_int", "plain `0`"),
        ("-1 as u32", "`u32::MAX`"),
    ):
        (finding,) = findings(_cast(code), "src/lib.rs", RULE)
        assert better in finding.instead, code


def test_is_silent_where_bits_are_meant_or_the_type_is_not_known() -> None:
    for code in (
        "0xffff_ffff as i32",
        "300 as u8",
        "-2 as u32",
        "1 as T",
        "1u8 as u32",
        "0 as *const u8",
        "1 as f32",
        "x as u8",
    ):
        assert said(_cast(code), "src/lib.rs", RULE) == [], code


def test_speaks_once_for_a_statement() -> None:
    code = "fn f() {\n    a(0 as c_int, 1 as c_int,\n        2 as c_int);\n    a(3 as c_int);\n}\n"
    assert said(code, "src/lib.rs", RULE) == ["2 literal-cast", "4 literal-cast"]


def test_is_silent_in_what_a_macro_writes() -> None:
    for path in ("crates/project-macros/src/tests.rs", "src/macros.rs"):
        assert said(_cast("3 as c_int"), path, RULE) == [], path


def test_is_silent_in_tests() -> None:
    assert said("#[test]\n" + _cast("3 as c_int"), "src/lib.rs", RULE) == []


def test_a_method_on_what_the_literal_is_needs_its_type() -> None:
    for expression, better in (
        ("((1 as size_t) << n).wrapping_mul(m)", "`1_usize`"),
        ("(1 as libc::size_t).max(m)", "`1_usize`"),
        ("(-(3 as isize) * 2).abs()", "`3_isize`"),
        ("(1 as u64 + 2).pow(n)", "`1_u64`"),
        ("((m << (1 as size_t)).count_ones())", "plain `1`, where its place gives the type"),
    ):
        (finding,) = findings(f"fn f() -> T {{ {expression} }}\n", "src/lib.rs", RULE)
        assert finding.instead == f"Write {better}.", finding.instead


def test_is_silent_where_a_method_needs_a_type_that_differs_between_machines() -> None:
    for expression in ("(1 as c_int).max(m)", "((1 as c_ulong) << n).wrapping_mul(m)", "(-1 as ssize_t).abs()"):
        assert said(f"fn f() -> T {{ {expression} }}\n", "src/lib.rs", RULE) == [], expression
