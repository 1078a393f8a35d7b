"""Cases of length-minus-one beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "length-minus-one"


@pytest.mark.parametrize(
    ("test", "better"),
    [
        ("i > v.len() - 1", "i >= v.len()"),
        ("i + n > self.rows.len() - 1", "i + n >= self.rows.len()"),
        ("i <= v.len() - 1", "i < v.len()"),
        ("v.len() - 1 < i", "v.len() <= i"),
        ("(v.len() - 1) >= i", "v.len() > i"),
    ],
)
def test_writes_the_test_without_the_subtraction(test: str, better: str) -> None:
    (finding,) = findings(f"fn f() -> bool {{ {test} }}\n", "src/a.rs", RULE)
    assert f"`{better}`" in finding.instead


@pytest.mark.parametrize(
    "test",
    [
        "i < v.len() - 1",
        "i == v.len() - 1",
        "i > v.len() - 2",
        "i > n - 1",
        "i > v.len() as i32 - 1",
        "i > v.len(x) - 1",
    ],
)
def test_is_silent_on_other_bounds(test: str) -> None:
    assert said(f"fn f() -> bool {{ {test} }}\n", "src/a.rs", RULE) == []


def test_a_comment_may_say_that_there_is_an_element() -> None:
    code = "fn f(b: &[u8], n: usize) {\n    // COMMENT\n    if n > b.len() - 1 {\n        return;\n    }\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]
    assert said(code.replace("COMMENT", "The buffer has at least 1 byte."), "src/lib.rs", RULE) == []
    assert said(code.replace("COMMENT", "By invariant, no underflow."), "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    ("test", "better"),
    [
        ("i < v.len() - 1", "i + 1 < v.len()"),
        ("i >= v.len() - 1", "i + 1 >= v.len()"),
        ("i > v.len() - 2", "i + 2 > v.len()"),
        ("v.len() - 1 > i", "v.len() > i + 1"),
    ],
)
def test_not_the_last_one_of_a_parameter(test: str, better: str) -> None:
    code = f"fn f(v: &[u8], i: usize) -> bool {{ {test} && v[i + 1] == 0 }}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert f"`{better}`" in finding.instead
    for other in (
        code.replace("{ ", "{ assert!(!v.is_empty()); "),
        code.replace("{ ", "{ while i < v.len() { go(); } "),
        code.replace("{ ", "{ let c = v[i]; "),
        code.replace("&[u8]", "&NonEmpty"),
        code.replace("{ ", "{ let v = whole(); "),
    ):
        assert said(other, "src/a.rs", RULE) == [], other
