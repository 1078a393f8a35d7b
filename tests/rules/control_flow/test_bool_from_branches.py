"""Cases of bool-from-branches beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "bool-from-branches"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> bool { if a { true } else { b } }\n",
        "fn f() -> bool { if let Some(x) = a { true } else { false } }\n",
        "fn f() -> bool { if a { return true; } if b { return true; } false }\n",
        "fn f() -> bool { if a { true } else if b { false } else { true } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_method_that_is_given_either_value() -> None:
    code = "fn f(s: &S) { if s.pending & s.mask != 0 { s.irq.set(true); } else { s.irq.set(false); } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead == "Write `s.irq.set(s.pending & s.mask != 0);`."
    for other in (
        code.replace("s.irq.set(false)", "s.out.set(false)"),
        code.replace("s.irq.set(false)", "s.irq.set(true)"),
        code.replace("s.irq.set(false);", "s.irq.set(false); log();"),
        code.replace("set(true)", "wait(true)").replace("set(false)", "wait(false)"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
