"""Cases of found-flag-loop beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "found-flag-loop"


def _loop(head: str, test: str, value: str, before: str) -> str:
    loop = f"for {head} {{ if {test} {{ x = {value}; break; }} }}"
    return f"fn f() {{\n    let mut x = {before};\n    {loop}\n    g(x)\n}}\n"


def test_names_the_search() -> None:
    for head, test, value, before, cure in (
        ("a in &list", "a.ok()", "true", "false", "list.iter().any(|a| a.ok())"),
        ("a in list.iter()", "a.ok()", "false", "true", "!list.iter().any(|a| a.ok())"),
        ("a in list.iter()", "a.ok()", "Some(a)", "None", "list.iter().find(|a| a.ok())"),
        ("(i, a) in list.iter().enumerate()", "a.ok()", "Some(i)", "None", "list.iter().position(|a| a.ok())"),
        ("i in 0..n", "ok(i)", "Some(i)", "None", "(0..n).find(|i| ok(i))"),
    ):
        (finding,) = findings(_loop(head, test, value, before), "src/lib.rs", RULE)
        assert f"`let x = {cure};`" in finding.instead


def test_is_silent_where_more_happens() -> None:
    for code in (
        _loop("a in list", "a.ok()?", "true", "false"),
        _loop("a in list", "let Some(b) = a", "true", "false"),
        _loop("a in list", "a.ok()", "Some(a.b)", "None"),
        _loop("a in list", "a.ok()", "true", "false").replace("break;", ""),
        _loop("a in list", "a.ok()", "true", "false").replace("x = true", "g(); x = true"),
        _loop("a in list", "a.ok(x)", "true", "false"),
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
