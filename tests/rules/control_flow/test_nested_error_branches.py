"""Cases of nested-error-branches beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "nested-error-branches"


def _nest(*failures: str) -> str:
    code = "go()"
    for failure in reversed(failures):
        code = f"if a {{ {code} }} else {{ {failure} }}"
    return f"fn f() -> R {{ {code} }}\n"


def test_counts_the_levels_and_speaks_once() -> None:
    (finding,) = findings(_nest("return Err(A)", "Err(B)", "None", "return;"), "src/lib.rs", RULE)
    assert finding.message.startswith("4 tests")


def test_is_silent_where_a_branch_does_something() -> None:
    for failures in (("Err(A)", "Err(B)"), ("Err(A)", "go()", "Err(B)"), ("Err(A)", "log(); Err(B)", "Err(C)")):
        assert said(_nest(*failures), "src/lib.rs", RULE) == [], failures
