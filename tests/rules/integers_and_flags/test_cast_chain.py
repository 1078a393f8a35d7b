"""Cases of cast-chain beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "cast-chain"


def _cast(code: str, declared: str = "i32") -> str:
    return f"fn f(x: {declared}) {{ g({code}); }}\n"


def test_offers_the_single_cast() -> None:
    (finding,) = findings(_cast("x as c_int as c_uint"), "src/lib.rs", RULE)
    assert "`x as c_uint`" in finding.instead


def test_is_silent_where_the_first_step_matters() -> None:
    for code in (
        "x as u8 as u32",
        "x as i8 as i32",
        "x as u32 as u64",
        "x as usize as u64",
        "x as *const u8 as usize",
        "y as u64 as u32",
        "x as f64 as i32",
    ):
        assert said(_cast(code), "src/lib.rs", RULE) == [], code
    assert said(_cast("x as i64 as u8", "f64"), "src/lib.rs", RULE) == []
