"""Cases of success-flag beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "success-flag"


def test_a_flag_that_says_failed() -> None:
    code = "fn f() -> bool {\n    let mut failed = false;\n    if !a() { failed = true; }\n"
    code += "    if !failed { failed = !b(); }\n    !failed\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`failed`" in finding.question and finding.line == 2


def test_only_set_is_silent() -> None:
    code = "fn f() -> bool { let mut ok = true; if !a() { ok = false; } if !b() { ok = false; } ok }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_other_flags() -> None:
    code = "fn f() -> bool { let mut open = true; if !a() { open = false; } if open { b(); } open }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_asked_in_a_loop_only() -> None:
    code = "fn f(v: &[u8]) -> bool { let mut ok = true; for x in v { if ok && a(x) { ok = false; } } g(); ok }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_the_answer_is_something_else() -> None:
    code = "fn f() -> u8 { let mut ok = true; if !a() { ok = false; } if ok { b(); } 3 }\n"
    assert said(code, "src/lib.rs", RULE) == []
