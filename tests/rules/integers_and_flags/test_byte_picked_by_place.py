"""Cases of byte-picked-by-place beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "byte-picked-by-place"


def test_names_the_shift_where_the_width_is_known() -> None:
    for declared, code, cure in (
        ("u32", "x.to_be_bytes()[3]", "`x as u8`"),
        ("u32", "x.to_be_bytes()[2]", "`(x >> 8) as u8`"),
        ("Word", "x.to_be_bytes()[1]", "`(x >> ..) as u8`"),
    ):
        (finding,) = findings(f"fn f(x: {declared}) -> u8 {{ {code} }}\n", "src/lib.rs", RULE)
        assert cure in finding.instead, code


def test_is_silent_on_arrays_that_are_used_as_such() -> None:
    for code in ("x.to_le_bytes()[1]", "x.to_be_bytes()[i]", "x.to_be_bytes()[1..]", "x.bytes()[0]", "table()[3]"):
        assert said(f"fn f(x: u32) {{ g({code}); }}\n", "src/lib.rs", RULE) == [], code
