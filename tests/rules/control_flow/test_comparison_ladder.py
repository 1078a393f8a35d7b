"""Cases of comparison-ladder beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "comparison-ladder"


def _ladder(*conditions: str) -> str:
    return "fn f() {\n    " + " else ".join(f"if {condition} {{ go(); }}" for condition in conditions) + "\n}\n"


def test_counts_alternatives() -> None:
    (finding,) = findings(_ladder("x == 1 || x == 2", "x == A_REG", "x == B::C"), "src/lib.rs", RULE)
    assert "4 constants" in finding.message and (finding.line, finding.column) == (2, 8)


def test_names_as_str_for_text_only() -> None:
    text = "struct Option { n: String }\n"
    (finding,) = findings(text + _ladder(*(f'o.n == "{c}"' for c in "abcd")), "src/lib.rs", RULE)
    assert "`o.n.as_str()` for a `String`" in finding.instead
    (finding,) = findings(_ladder(*(f"n == {c}" for c in "1234")), "src/lib.rs", RULE)
    assert "as_str" not in finding.instead


def test_is_silent_on_other_ladders() -> None:
    for conditions in (
        ("x == 1", "x == 2", "x == 3"),
        ("x == 1", "x == 2", "x == 3", "y == 4"),
        ("x == 1", "x == 2", "x == 3", "x > 4"),
        ("x == 1.0", "x == 2.0", "x == 3.0", "x == 4.0"),
        ("x == a", "x == b", "x == c", "x == d"),
        ("x() == 1", "x() == 2", "x() == 3", "x() == 4"),
        ('wide == "a"', 'wide == "b"', 'wide == "c"', 'wide == "d"'),
    ):
        assert said(_ladder(*conditions), "src/lib.rs", RULE) == [], conditions
