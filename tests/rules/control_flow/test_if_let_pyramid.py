"""Cases of if-let-pyramid beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "if-let-pyramid"


def test_is_silent_where_it_is_something_else() -> None:
    for plain in (
        "fn f() { if let Some(a) = g() { if let Some(b) = a.h() { b.go(); } } }\n",
        "fn f() { if let Some(a) = g() { a.x(); if let Some(b) = a.h() { if let Some(c) = b.h() { c(); } } } }\n",
        "fn f() -> u8 { match g() { Some(a) => match a.h() { Some(b) => b, None => 1 }, None => 0 } }\n",
    ):
        code = f"use libc::c_int;\n{plain}"
        assert said(code, "src/lib.rs", RULE) == [], code
