"""Cases of shifted-bytes beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "shifted-bytes"


def test_tells_the_order_from_places_and_shifts() -> None:
    for code, cure in (
        ("(b[0] as u16) << 8 | b[1] as u16", "u16::from_be_bytes([b[0], b[1]])"),
        ("u16::from(b[2]) + (u16::from(b[3]) << 8)", "u16::from_le_bytes([b[2], b[3]])"),
        ("b[i + 1] as u16 | (b[i + 2] as u16) << 8", "u16::from_le_bytes([b[i + 1], b[i + 2]])"),
    ):
        (finding,) = findings(f"fn f(b: &[u8], i: usize) {{ g({code}); }}\n", "src/lib.rs", RULE)
        assert f"Write `{cure}`." == finding.instead


def test_an_array_of_that_length_is_taken_whole() -> None:
    code = "(b[0] as u32) << 24 | (b[1] as u32) << 16 | (b[2] as u32) << 8 | (b[3] as u32)"
    (finding,) = findings(f"fn f(b: [u8; 4]) {{ g({code}); }}\n", "src/lib.rs", RULE)
    assert finding.instead == "Write `u32::from_be_bytes(b)`."


def test_is_silent_where_the_bytes_are_not_one_number() -> None:
    for code in (
        "(b[0] as u16) << 8 | b[0] as u16",
        "(b[0] as u16) << 4 | b[1] as u16",
        "(b[0] as u16) << 8 | c[1] as u16",
        "(b[0] as u16) << 8 | b[2] as u16",
        "(b[0] as u32) << 8 | x",
        "x << 8 | y",
    ):
        assert said(f"fn f(b: &[u8], c: &[u8]) {{ g({code}); }}\n", "src/lib.rs", RULE) == [], code
