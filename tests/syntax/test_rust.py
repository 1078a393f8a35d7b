"""Cases of what the parser is shown in place of the text."""

from __future__ import annotations

from tests.helper import findings, said


def _loop(condition: str) -> str:
    body = "        s += v[i];\n        i += 1;\n"
    start = "fn f(v: &[u32], n: usize) -> u32 {\n    let mut s = 0;\n    let mut i = 0;\n"
    return f"{start}    while {condition} {{\n{body}    }}\n    s\n}}\n"


def test_parentheses_around_a_condition_change_nothing() -> None:
    for condition in ("i < n", "(i < n)", "( i < n )"):
        assert said(_loop(condition), "src/lib.rs", "while-counter") == ["4 while-counter"], condition


def test_a_condition_is_quoted_and_placed_as_written() -> None:
    (finding,) = findings("fn f() {\n    if (g(a) != 0) && (h) { i(); }\n    if (ready == true) { i(); }\n}\n")
    assert (finding.rule, finding.line, finding.column) == ("bool-literal-comparison", 3, 9)
    assert "`ready == true`" in finding.message


def test_parentheses_that_are_needed_stay() -> None:
    code = "fn f() {\n    if (s == S { a: 1 }) { g(v == true); }\n}\n"
    assert said(code, "src/lib.rs", "bool-literal-comparison") == ["2 bool-literal-comparison"]


def test_what_stands_in_a_macro_of_expressions_is_code() -> None:
    for macro in ("assert", "println", "pr_info", "log_mask_ln", "log_debug", "static_assert", "anyhow"):
        code = f'fn f(a: bool) {{ {macro}!("x", a == true); }}\n'
        assert said(code, "src/lib.rs", "bool-literal-comparison") == ["1 bool-literal-comparison"], macro


def test_what_stands_in_a_macro_of_its_own_language_is_not() -> None:
    for macro in ("macro_rules! m", "quote!", "bits!", "matches!"):
        code = f"fn f(a: bool) {{ {macro} {{ x, a == true }} }}\n"
        assert said(code, "src/lib.rs", "bool-literal-comparison") == [], macro
