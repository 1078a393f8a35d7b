"""Cases of hand-checked-cast beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "hand-checked-cast"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("if n < 0 || n > u16::MAX as i32 { return E; } n as u16", "u16"),
        ("if n > u32::MAX as usize { return E; } n as u32", "u32"),
        ("if n > u64::from(u8::MAX) { return E; } (n) as u8", "u8"),
        ("if n > std::u16::MAX as u32 { return E; } n as u16", "u16"),
        ("if n > 0xffff { return E; } n as u16", "u16"),
        ("if n > 255 { bail!() } n as u8", "u8"),
        ("if n >= 0 && n <= i32::MAX as i64 { n as i32 } else { 0 }", "i32"),
        ("if v.len() > u8::MAX as usize { return E; } g(v.len() as u8)", "u8"),
    ],
)
def test_names_the_type(body: str, kind: str) -> None:
    (finding,) = findings(f"fn f(n: i64) -> R {{ {body} }}\n", "src/lib.rs", RULE)
    assert f"`{kind}::try_from(" in finding.question


@pytest.mark.parametrize(
    "body",
    [
        "if n > u16::MAX as i32 { return E; } n as u8",
        "if n > u16::MAX as i32 { log(); } n as u16",
        "if n > u16::MAX as i32 { n = 3; } n as u16",
        "if n > u16::MAX as i32 { return E; } n = g(); n as u16",
        "if n > u16::MAX as i32 { return E; } m as u16",
        "if n > u16::MAX as i32 { return E; } let g = |n| n as u16; g(1)",
        "if x > u8::MAX as f32 { return E; } x as u8",
        "if n > 1000 { return E; } n as u16",
        "if n > 255 { return E; } n as u16",
        "if n > u16::MAX as i32 && n != m { return E; } n as u16",
        "if n > u16::MAX as i32 { a() } else { b() } n as u16",
    ],
)
def test_is_silent_where_it_is_something_else(body: str) -> None:
    assert said(f"fn f(n: i64) -> R {{ {body} }}\n", "src/lib.rs", RULE) == []


def test_there_is_no_try_from_in_a_const() -> None:
    body = "{ if n > u8::MAX as u32 { return 0; } n as u8 }\n"
    assert said(f"const fn f(n: u32) -> u8 {body}", "src/lib.rs", RULE) == []
