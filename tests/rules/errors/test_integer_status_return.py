"""Cases of integer-status-return beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "integer-status-return"


def test_names_the_values() -> None:
    code = "fn f(a: u8) -> c_int {\n    if a > 3 {\n        return -libc::EINVAL;\n    }\n    0\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message.endswith("success or failure: `0`, `-libc::EINVAL`")
    assert (finding.line, finding.column, finding.end_column) == (1, 16, 21)


def test_looks_into_the_status_variable() -> None:
    code = "fn f(a: u8) -> i32 {\n    let mut ret = -1;\n    if a > 3 {\n        ret = 0;\n    }\n    ret\n}\n"
    assert said(code, "src/lib.rs", RULE) == ["1 integer-status-return"]


def test_a_question_is_a_bool() -> None:
    (finding,) = findings("fn is_open(a: u8) -> i32 { if a > 3 { 1 } else { 0 } }\n", "src/lib.rs", RULE)
    assert "`bool`" in finding.instead and finding.confidence == "high"


def test_an_answer_or_minus_one_is_asked() -> None:
    (finding,) = findings("fn lookup(a: i32) -> i32 { if a > 3 { a } else { -1 } }\n", "src/lib.rs", RULE)
    assert "`Option`" in finding.question and finding.confidence == "medium"


def test_exit_codes_and_comparisons_are_numbers() -> None:
    assert said("fn run(a: u8) -> i32 { if a > 3 { 1 } else { 0 } }\n", "src/lib.rs", RULE) == []
    assert said("fn compare(a: u8) -> i32 { if a > 3 { -1 } else { 0 } }\n", "src/lib.rs", RULE) == []


def test_signatures_of_c_and_of_traits() -> None:
    body = "(a: u8) -> i32 { if a > 3 { -1 } else { 0 } }"
    assert said(f'extern "C" fn f{body}\n', "src/lib.rs", RULE) == []
    assert said(f"impl Device for Uart {{ fn f{body} }}\n", "src/lib.rs", RULE) == []


def test_a_return_in_a_closure_is_not_the_functions() -> None:
    code = "fn f(a: &[i32]) -> i32 { a.iter().map(|x| { if *x > 3 { return -1; } 0 }).sum() }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_turns_a_type_into_cs_number() -> None:
    arms = "match x { Ordering::Less => -1, Ordering::Equal => 0, Ordering::Greater => 1 }"
    assert said(f"fn sign_of(x: std::cmp::Ordering) -> i32 {{ {arms} }}\n", "src/lib.rs", RULE) == []
    assert said(f"fn ordering_to_int(x: Side) -> i32 {{ {arms} }}\n", "src/lib.rs", RULE) == []
    code = "fn finish(result: Result<(), Errno>) -> i32 { if result.is_err() { -1 } else { 0 } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_comparison_is_an_ordering() -> None:
    body = "if a < b { return -1; } if a > b { return 1; } 0"
    (finding,) = findings(f"fn wide_cmp(a: u32, b: u32) -> i32 {{ {body} }}\n", "src/lib.rs", RULE)
    assert "`std::cmp::Ordering`" in finding.instead
    assert said("fn cmp(a: i32, b: i32) -> i32 { if a < b { return -1; } a - b }\n", "src/lib.rs", RULE) == []


def test_a_width_or_a_time_may_be_minus_one() -> None:
    for name in ("wcwidth_visible", "usec_to_poll_msec", "poll_timeout"):
        code = f"fn {name}(c: u32) -> i32 {{ if c == 8 {{ return -1; }} count(c) }}\n"
        assert said(code, "src/lib.rs", RULE) == [], name


def test_a_type_of_its_own_that_is_an_alias_of_a_number() -> None:
    code = (
        "type Outcome = i32;\nconst OUT_OK: Outcome = 0;\nconst OUT_ERR_BUS: Outcome = 1;\n"
        "fn fetch(a: u32) -> Outcome { if a & 3 != 0 { return OUT_ERR_BUS; } OUT_OK }\n"
    )
    assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"]
    assert said(code.replace("= i32", "= Kind"), "src/lib.rs", RULE) == []
    assert said(code.replace("OUT_ERR_BUS", "OUT_LAST"), "src/lib.rs", RULE) == []
