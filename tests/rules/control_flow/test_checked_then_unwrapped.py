"""Cases of checked-then-unwrapped beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "checked-then-unwrapped"


def test_names_the_early_exit() -> None:
    code = "fn f(x: Option<u8>) -> u8 {\n    if x.is_none() {\n        return 0;\n    }\n    x.unwrap()\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 2 and "`let Some(..) = x else`" in finding.question


def test_is_silent_where_it_is_another_value() -> None:
    for body in (
        "if x.is_some() { y.unwrap(); }",
        "if x.is_none() { y(); } x.unwrap();",
        "if x.is_none() { return; } x = g(); x.unwrap();",
        "if s.x.is_none() { return; } s = g(); s.x.unwrap();",
        "if x.is_some() { let y = x; }",
        "if g().is_some() { g().unwrap(); }",
        "if x.is_none() { x = g(); } x.unwrap();",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
    assert said("#[test]\nfn f() { if x.is_some() { x.unwrap(); } }\n", "src/lib.rs", RULE) == []
