"""Cases of do-while-flag beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "do-while-flag"


def _loop(body: str, before: str = "let mut once = true;") -> str:
    return f"fn f() {{\n    {before}\n    while once || more() {{\n        {body}\n    }}\n}}\n"


def test_names_the_condition() -> None:
    (finding,) = findings(_loop("once = false; go();"), "src/lib.rs", RULE)
    assert "if !(more()) { break; }" in finding.instead and finding.line == 3


def test_is_silent_where_the_flag_means_more() -> None:
    for body in ("once = false; go(once);", "go(); once = false;", "once = false; if a() { continue; } go();"):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body
    assert said(_loop("once = false; go();", "let mut once = start();"), "src/lib.rs", RULE) == []
