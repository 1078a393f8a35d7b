"""Cases of fill-loop beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "fill-loop"


def test_names_the_part_that_is_filled() -> None:
    (finding,) = findings(
        "fn f(b: &mut [u8], n: u32) { for i in 2..n { b[i as usize] = 0xff; } }\n", "src/a.rs", RULE
    )
    assert "`b[2..n as usize].fill(0xff)`" in finding.instead


def test_speaks_in_the_place_of_the_loop_rules() -> None:
    code = "fn f(n: usize) {\n let mut i = 0;\n while i < n {\n  b[i] = 0;\n  i += 1;\n }\n}\n"
    assert said(code, "src/lib.rs", RULE, "while-counter", "index-loop") == ["3 fill-loop"]


def test_asks_where_the_container_is_not_known() -> None:
    (finding,) = findings("fn f(n: usize) { for i in 0..n { q[i] = EMPTY; } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "if `q` is a slice" in finding.instead


def test_is_silent_where_elements_differ() -> None:
    for statement in (
        "b[i] = i;",
        "b[i] = next();",
        "b[i] = c[i];",
        "b[i] += 1;",
        "b[i + 1] = 0;",
        "b[i] = 0; go();",
    ):
        assert said(f"fn f(n: usize) {{ for i in 0..n {{ {statement} }} }}\n", "src/lib.rs", RULE) == [], statement


def test_what_is_made_in_the_function_is_seen_to_be_a_list() -> None:
    code = (
        "fn f() { let mut lens = [0; 288];\n let mut i = 0;\n while i < 32 { lens[i] = 5; i += 1; } g(&lens); }\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead == "Write `lens[..32].fill(5)`."


def test_a_range_that_may_be_empty_is_no_slice() -> None:
    arguments = "list: &mut [u8], from: &[u8], start: usize, end: usize"
    code = f"fn f({arguments}) {{ for i in start..end.min(9) {{ list[i] = 0; }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("start..end", "0..end"), "src/lib.rs", RULE) == [f"1 {RULE}"]
