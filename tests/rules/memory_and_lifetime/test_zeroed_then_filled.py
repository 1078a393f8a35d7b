"""Cases of zeroed-then-filled beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "zeroed-then-filled"
PATH = "rust/kernel/sample.rs"


def function(code: str) -> str:
    return f"fn f(n: u32) -> bindings::cfg {{\n    {code}\n    use_c(bindings::go);\n    c\n}}\n"


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        (
            "let mut c: bindings::cfg = pin_init::zeroed();\n    c.a = n;\n    c.b = 2;",
            "bindings::cfg { a: .., b: .., ..pin_init::zeroed() }",
        ),
        (
            "let mut c = bindings::cfg::default();\n    // the size\n    c.a = n;\n    c.b = 2;\n    c.d = 3;",
            "bindings::cfg { a: .., b: .., ..bindings::cfg::default() }",
        ),
        (
            "let mut c = Self::zeroed();\n    c.a = n;\n    c.b = if n > 2 { 1 } else { 0 };",
            "Self { a: .., b: .., ",
        ),
    ],
)
def test_gives_the_literal(code: str, cure: str) -> None:
    (finding,) = findings(function(code), PATH, RULE)
    assert finding.line == 2 and cure in finding.instead


@pytest.mark.parametrize(
    "code",
    [
        "let mut c = bindings::cfg::zeroed();\n    c.a = n;",
        "let mut c = bindings::cfg::zeroed();\n    c.a = n;\n    c.b = c.a;",
        "let mut c = bindings::cfg::zeroed();\n    c.a = n;\n    c.a = 2;",
        "let mut c = bindings::cfg::zeroed();\n    c.a.x = n;\n    c.a.y = n;",
        "let mut c = bindings::cfg::zeroed();\n    c.a = n;\n    go();\n    c.b = n;",
        "let mut c = bindings::cfg::new();\n    c.a = n;\n    c.b = n;",
        "let mut c = Default::default();\n    c.a = n;\n    c.b = n;",
        "let mut c = bindings::cfg::zeroed();\n    d.a = n;\n    d.b = n;",
        "let mut c: [u8; 2] = pin_init::zeroed();\n    c.a = n;\n    c.b = n;",
    ],
)
def test_other_values(code: str) -> None:
    assert said(function(code), PATH, RULE) == []


def test_a_file_that_has_nothing_of_c() -> None:
    code = "fn f() -> Config {\n    let mut c = Config::default();\n    c.a = 1;\n    c.b = 2;\n    c\n}\n"
    assert said(code, "src/config.rs", RULE) == []


def test_nothing_is_moved_out_of_what_has_a_drop() -> None:
    code = function("let mut c = Cfg::default();\n    c.a = n;\n    c.b = n;")
    assert said(code, PATH, RULE) == [f"2 {RULE}"]
    assert said(code + "impl Drop for Cfg { fn drop(&mut self) {} }\n", PATH, RULE) == []
