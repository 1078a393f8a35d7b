"""Cases of sentinel-entry beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "sentinel-entry"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "static T: [Option<u8>; 3] = [Some(1), None, None];\n",
        "static T: [i32; 3] = [3, 2, 0];\n",
        "static T: [(*const u8, u8); 3] = [(A, 1), (B, 2), (null(), 0)];\n",
        "static T: [u8; 9] = [0; 9];\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
