"""Cases of lossless-cast beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "lossless-cast"


def _cast(source: str, target: str) -> list[str]:
    return said(f"fn f(x: {source}) {{ g(x as {target}); }}\n", "src/lib.rs", RULE)


def test_knows_which_conversions_exist() -> None:
    for source, target in (("u8", "u32"), ("u8", "i16"), ("i16", "i64"), ("bool", "u8"), ("u16", "usize")):
        assert _cast(source, target) == ["1 lossless-cast"], (source, target)
    for source, target in (("u32", "u8"), ("i8", "u16"), ("u32", "i32"), ("u32", "usize"), ("i16", "usize")):
        assert _cast(source, target) == [], (source, target)


def test_is_silent_at_compile_time() -> None:
    assert said("const fn f(x: u8) -> u32 { x as u32 }\n", "src/lib.rs", RULE) == []
