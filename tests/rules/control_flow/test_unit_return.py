"""Cases of unit-return beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "unit-return"


def test_speaks_instead_of_tail_return() -> None:
    assert said("fn f() {\n    go();\n    return ();\n}\n", "src/lib.rs", RULE, "tail-return") == ["3 unit-return"]


def test_is_silent_on_other_values() -> None:
    for body in ("return;", "return ((), ());", "return Ok(());"):
        assert said(f"fn f() {{ if a {{ {body} }} b(); }}\n", "src/lib.rs", RULE) == [], body
