"""Cases of bool-from-branches beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "bool-from-branches"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> bool { if a { true } else { b } }\n",
        "fn f() -> bool { if let Some(x) = a { true } else { false } }\n",
        "fn f() -> bool { if a { return true; } if b { return true; } false }\n",
        "fn f() -> bool { if a { true } else if b { false } else { true } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
