"""Cases of copy-loop beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "copy-loop"


def _one(statement: str) -> str:
    return f"fn f(n: usize) {{ for i in 0..n {{ {statement} }} }}\n"


def test_names_both_parts() -> None:
    (finding,) = findings(_one("to[i + start] = from[i];"), "src/lib.rs", RULE)
    assert "`to[start..start + n].copy_from_slice(&from[..n])`" in finding.instead


def test_takes_the_whole_source_where_the_loop_does() -> None:
    (finding,) = findings("fn f() { for i in 0..from.len() { to[i] = from[i]; } }\n", "src/lib.rs", RULE)
    assert "`to[..from.len()].copy_from_slice(&from)`" in finding.instead


def test_is_silent_on_conversions_and_other_indices() -> None:
    for statement in (
        "a[i] = b[i] as u8;",
        "a[i] = b[n - i];",
        "a[i] = f(b[i]);",
        "a[i] = b[2 * i];",
    ):
        assert said(_one(statement), "src/lib.rs", RULE) == [], statement


def test_moves_within_one_array() -> None:
    (finding,) = findings(_one("a[i] = a[i + 1];"), "src/lib.rs", RULE)
    assert "a.copy_within(1.." in finding.instead
    assert said(_one("a[i + 1] = a[i];"), "src/lib.rs", RULE) == [], "what is written is read again"


def test_a_range_that_may_be_empty_is_no_slice() -> None:
    arguments = "list: &mut [u8], from: &[u8], start: usize, end: usize"
    code = f"fn f({arguments}) {{ for i in start..end.min(9) {{ list[i] = from[i]; }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("start..end", "0..end"), "src/lib.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    ("range_", "statement", "cure"),
    [
        ("0..n", "a[i] = a[i + 1]", "a.copy_within(1..n + 1, 0)"),
        ("0..n - 1", "a[i] = a[i + 1]", "a.copy_within(1..n, 0)"),
        (
            "at as usize..max.wrapping_sub(1)",
            "a[i] = a[i + 1]",
            "a.copy_within(at as usize + 1..max.wrapping_sub(1) + 1, at as usize)",
        ),
        ("at + 1..n", "a[i - 1] = a[i]", "a.copy_within(at + 1..n, at)"),
        ("3..=n", "a[i] = a[i + 2]", "a.copy_within(5..=n + 2, 3)"),
        ("(at..n).rev()", "a[i + 1] = a[i]", "a.copy_within(at..n, at + 1)"),
        ("(1..n).rev()", "a[i] = a[i - 1]", "a.copy_within(0..n - 1, 1)"),
    ],
)
def test_moves_a_part_of_one_array(range_: str, statement: str, cure: str) -> None:
    code = f"fn f(n: usize) {{ for i in {range_} {{ {statement}; }} }}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert f"`{cure}`" in finding.instead


@pytest.mark.parametrize(
    ("range_", "statement"),
    [
        ("0..n", "a[i + 1] = a[i]"),
        ("1..n", "a[i] = a[i - 1]"),
        ("(0..n).rev()", "a[i] = a[i + 1]"),
        ("(1..n).rev()", "a[i - 1] = a[i]"),
        ("0..n", "a[i] = a[n - i]"),
        ("0..n", "a[i] = a[2 * i]"),
        ("0..n", "a[i] += a[i + 1]"),
        ("(0..n).step_by(2)", "a[i] = a[i + 1]"),
    ],
)
def test_what_is_read_was_written_before(range_: str, statement: str) -> None:
    code = f"fn f(n: usize) {{ for i in {range_} {{ {statement}; }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []
