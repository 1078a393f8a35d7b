"""Cases of bytes-taken-apart beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "bytes-taken-apart"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() { o[0] = (v >> 8) as u8; o[1] = w as u8; }\n",
        "fn f() { o[0] = (v >> 8) as u8; o[2] = v as u8; }\n",
        "fn f() { o[0] = (v >> 16) as u8; o[1] = (v >> 8) as u8; }\n",
        "fn f() { o.push(v as u8); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
