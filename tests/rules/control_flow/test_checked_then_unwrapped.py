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


def test_one_of_two_tests_that_leave() -> None:
    code = "fn f() -> u8 {\n    if failed || x.is_none() {\n        return 0;\n    }\n    x.unwrap()\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`let Some(..) = x else`, with the other test in an `if` of its own" in finding.instead
    assert said(code.replace("failed || x.is_none()", "x.is_none() || failed"), "src/lib.rs", RULE)
    assert said(code.replace("failed ||", "failed || a > b ||"), "src/lib.rs", RULE)
    (finding,) = findings(code.replace("return 0;", "log(); return 0;"), "src/lib.rs", RULE)
    assert "`.filter(|_| ..)` on `x`" in finding.instead


def test_a_test_that_does_not_leave_or_is_of_either() -> None:
    for body in (
        "if a && x.is_none() { return; } x.unwrap();",
        "if a || x.is_some() { return; } x.unwrap();",
        "if a || x.is_none() { go(); } x.unwrap();",
        "if a || x.is_none() { return; } x = g(); x.unwrap();",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_an_element_and_a_test_with_a_not_in_front() -> None:
    for body, cure in (
        ("if a.b[i].is_none() { return; } a.b[i].unwrap();", "let Some(..) = a.b[i] else"),
        ("if !x.is_ok() { return; } x.unwrap();", "let Ok(..) = x else"),
        ("if !x.is_none() { g(x.unwrap()); }", "if let Some(..) = x"),
        ("if a && it.peek().is_some() { g(it.next().unwrap()); }", "if let Some(..) = it.next()"),
        ("while it.peek().is_some() { let x = it.next().unwrap(); g(x); }", "while let Some(..) = it.next()"),
    ):
        (finding,) = findings(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE)
        assert f"`{cure}`" in finding.question, body


def test_another_element_or_iterator() -> None:
    for body in (
        "if a.b[i].is_none() { return; } a.b[j].unwrap();",
        "if a.b[i].is_none() { return; } i += 1; a.b[i].unwrap();",
        "if a.b[i].is_none() { return; } a.b = g(); a.b[i].unwrap();",
        "if !x.is_ok() { log(); } x.unwrap();",
        "if !x.is_ok() { x.unwrap(); }",
        "if it.peek().is_some() { g(other.next().unwrap()); }",
        "if it.peek().is_some() { it.skip(); g(it.next().unwrap()); }",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
