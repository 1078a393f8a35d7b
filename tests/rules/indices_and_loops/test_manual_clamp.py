"""Cases of manual-clamp beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "manual-clamp"


def test_sorts_the_limits() -> None:
    (finding,) = findings("fn f() { if x > B { x = B; } else if x < A { x = A; } }\n", "src/lib.rs", RULE)
    assert "`x = x.clamp(A, B)`" in finding.instead


def test_is_silent_where_it_is_no_clamp() -> None:
    for body in (
        "if x < A { x = A; } else if x < B { x = B; }",
        "if x < A { x = A; } else if y > B { y = B; }",
        "if x < A { x = C; } else if x > B { x = B; }",
        "if x < A { x = A; } else if x > B { x = B; } else { x = 0; }",
        "if x < A { A } else if x > B { B } else { C }",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_says_what_holds_where_the_limits_may_cross() -> None:
    for low, high, hint in (
        ("1", "8", ""),
        ("LOW", "HIGH", "; it panics if the lower limit is above the upper one"),
        ("1", "room", "Where that can happen, `.min(room).max(1)` does not, and says which of them wins"),
    ):
        code = f"fn f() {{ if x > {high} {{ x = {high}; }}\n if x < {low} {{ x = {low}; }} g(x) }}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert finding.instead.startswith(f"Write `x = x.clamp({low}, {high})`") and finding.instead.endswith(
            f"{hint}."
        ), low


def test_nothing_is_clamped_in_a_const() -> None:
    code = "const fn f(x: u8) -> u8 { if x < 1 { 1 } else if x > 9 { 9 } else { x } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_type_without_a_whole_order_has_no_clamp() -> None:
    code = "fn f<T: PartialOrd>(x: T, a: T, b: T) -> T { if x < a { a } else if x > b { b } else { x } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("PartialOrd", "Ord"), "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_the_second_limit_may_be_asked_the_other_way_round() -> None:
    code = "fn f(x: isize) -> isize {\n    if x < low {\n        low\n    } else if x <= high {\n        x\n"
    code += "    } else {\n        high\n    }\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`x.clamp(low, high)`" in finding.question
    for other in (code.replace("x <= high", "x >= high"), code.replace("        high\n", "        0\n")):
        assert said(other, "src/lib.rs", RULE) == []
