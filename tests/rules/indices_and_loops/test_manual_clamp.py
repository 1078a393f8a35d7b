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
        "if x < A { x = A; } if x > B { x = B; }",
        "if x < A { A } else if x > B { B } else { C }",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
