"""Cases of empty-else beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "empty-else"


def test_points_at_the_word() -> None:
    assert said("fn f() {\n    if a {\n        b();\n    }\n    else {}\n}\n", "src/lib.rs", RULE) == [
        "5 empty-else"
    ]


def test_is_silent_on_let_else_and_content() -> None:
    for body in ("let Some(x) = y else { return };", "if a { b() } else { c() }", "if a { b() } else if c {}"):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
