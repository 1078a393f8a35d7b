"""Cases of search-loop beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "search-loop"


def test_is_silent_where_it_is_something_else() -> None:
    for plain in (
        "fn f(v: &[u8]) -> bool { for x in v { if g(*x)? { return true; } } false }\n",
        "fn f(v: &[u8]) -> bool { for x in v { if *x == 1 { return true; } } g() }\n",
        "fn f(v: &[u8]) -> Option<u8> { for x in v { if *x == 1 { return Some(3); } } None }\n",
        "fn f(v: &[u8]) -> bool { for x in v { if *x == 1 { return true; } else { g(); } } false }\n",
    ):
        code = f"use libc::c_int;\n{plain}"
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_comparison_of_two_arrays() -> None:
    loop = "for i in 0..%s {\n        if %s { return false; }\n    }"
    code = f"fn f(a: &[u8], b: &[u8]) -> bool {{\n    {loop}\n    true\n}}\n"
    (finding,) = findings(code % ("MAC_LEN", "a[i] != b[i]"), "src/lib.rs", RULE)
    assert "`a[..MAC_LEN] == b[..MAC_LEN]`" in finding.question
    (finding,) = findings(code % ("a.len()", "a[i] != b[i]"), "src/lib.rs", RULE)
    assert "`a == b[..a.len()]`" in finding.question
    asked = code.replace("    for", "    if a.len() != b.len() { return false; }\n    for")
    (finding,) = findings(asked % ("a.len()", "a[i] != b[i]"), "src/lib.rs", RULE)
    assert "be `a == b`?" in finding.question
    for high, test in (("8", "a[i] != b[i + 1]"), ("8", "a[i] < b[i]"), ("8", "a[i] != b[7 - i]")):
        assert said(code % (high, test), "src/lib.rs", RULE) == [], test
