"""Cases of goto-block beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "goto-block"


def test_counts_jumps_from_loops_inside() -> None:
    code = "fn f() {\n    'out: {\n        loop { break 'out; }\n        if a { break 'out; }\n    }\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (2, 5, 9)
    assert "2 `break 'out`" in finding.message and "`goto out`" in finding.message


def test_is_silent_on_values_single_jumps_and_loops() -> None:
    for body in (
        "let x = 'a: { if b { break 'a 1; } if c { break 'a 2; } 3 };",
        "'a: { if b { break 'a (1, 2); } if c { break 'a (2, 3); } (3, 4) }",
        "'a: { if b { break 'a; } go(); }",
        "'a: loop { if b { break 'a; } if c { break 'a; } }",
        "'a: { loop { break; } if b { break; } }",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
