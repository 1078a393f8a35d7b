"""Cases of manual-strip beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "manual-strip"


@pytest.mark.parametrize(
    ("body", "cure"),
    [
        ('if a.starts_with("level=") { g(&a[6..]); }', 'if let Some(..) = a.strip_prefix("level=") { .. }'),
        ('if a.starts_with("x") { g(&a["x".len()..]); }', 'if let Some(..) = a.strip_prefix("x") { .. }'),
        ("if self.a.starts_with('-') { g(&self.a[1..]); }", "if let Some(..) = self.a.strip_prefix('-') { .. }"),
        (
            "if !a.ends_with(SUFFIX) { return; } g(&a[..a.len() - SUFFIX.len()]);",
            "let Some(..) = a.strip_suffix(SUFFIX) else { .. };",
        ),
        ('if a.ends_with(".c") { g(&a[..a.len() - 2]); }', 'if let Some(..) = a.strip_suffix(".c") { .. }'),
    ],
)
def test_names_the_method(body: str, cure: str) -> None:
    (finding,) = findings(f"fn f(a: &str) {{ {body} }}\n", "src/lib.rs", RULE)
    assert f"`{cure}`" in finding.instead


@pytest.mark.parametrize(
    "body",
    [
        'if a.starts_with("level=") { g(&a[7..]); }',
        'if a.starts_with("level=") { g(&b[6..]); }',
        'if a.starts_with("level=") { g(a); }',
        'if a.starts_with("level=") { let a = h(); g(&a[6..]); }',
        'if a.starts_with("level=") { a = h(); g(&a[6..]); }',
        'if !a.starts_with("level=") { log(); } g(&a[6..]);',
        'if a.starts_with("\\n") { g(&a[2..]); }',
        'if a.ends_with(".c") { g(&a[2..]); }',
        'if a.starts_with("level=") { g(&a[6..8]); }',
    ],
)
def test_is_silent_where_it_is_another_part(body: str) -> None:
    assert said(f"fn f(a: &str) {{ {body} }}\n", "src/lib.rs", RULE) == []


def test_a_text_that_grows_before_it_is_cut() -> None:
    body = "        DO;\n        go(&line[2..]);\n"
    code = f'fn f(mut line: String) {{\n    if line.starts_with("> ") {{\n{body}    }}\n}}\n'
    assert said(code.replace("DO", "look(&line)"), "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("DO", "line.push('x')"), "src/lib.rs", RULE) == []
