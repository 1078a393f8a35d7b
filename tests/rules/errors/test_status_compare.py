"""Cases of status-compare beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "status-compare"


DEFINITION = "fn check(a: u8) -> i32 { if a > 3 { -1 } else { 0 } }\n"


def test_through_a_status_variable() -> None:
    code = DEFINITION + "fn g() {\n    let ret = check(4);\n    if ret < 0 {\n        h();\n    }\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.line, finding.column) == (4, 8) and "`ret < 0`" in finding.message


def test_in_an_unsafe_block() -> None:
    code = DEFINITION + "fn g() { if unsafe { check(4) } != 0 { h() } }\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_a_question_becomes_a_condition() -> None:
    code = "fn is_up(a: u8) -> i32 { if a > 3 { 1 } else { 0 } }\nfn g() { if is_up(4) != 0 { h() } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead == "Let `is_up` return `bool`; the test then reads `is_up(...)`, or `!is_up(...)`."


def test_counts_and_unknown_functions() -> None:
    code = "fn total(a: i32) -> i32 { a + 1 }\nfn g() { if total(4) != 0 || elsewhere(4) != 0 { h() } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_c_answers() -> None:
    assert said("fn g() { if unsafe { libc::close(4) } != 0 { h() } }\n", "src/lib.rs", RULE) == []


def test_what_c_calls_as_well_keeps_its_number() -> None:
    code = DEFINITION.replace("check", "my_check") + "fn g() { if my_check(4) != 0 { h() } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "If C calls it" not in finding.instead
    exported = code.replace("fn my_check", '#[unsafe(no_mangle)]\npub extern "C" fn my_check', 1)
    (finding,) = findings(exported, "src/lib.rs", RULE)
    assert finding.instead.endswith("and let the exported one turn the answer into the number.")


def test_functions_of_a_c_library_and_comparisons_are_left_alone() -> None:
    code = DEFINITION + "fn g() { if check(4) != 0 { h() } }\n"
    assert said(code.replace("check", "strcolcmp"), "src/lib.rs", RULE) == []
    exported = code.replace("fn check", '#[unsafe(no_mangle)]\npub extern "C" fn check', 1)
    assert said(exported, "src/lib.rs", RULE) == []


def test_a_constant_for_success() -> None:
    code = (
        "const BUS_OK: i32 = 0;\nfn fetch(a: u32) -> i32 { if a > 3 { return -libc::EIO; } BUS_OK }\n"
        "fn g() {\n    let mut err = BUS_OK;\n    err = fetch(4);\n"
        "    if err != BUS_OK {\n        h(err);\n    }\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == [f"6 {RULE}"]
    assert said(code.replace("i32", "Outcome") + "type Outcome = i32;\n", "src/lib.rs", RULE) == [f"6 {RULE}"]
    for other in (
        code.replace("!= BUS_OK {", "!= BUS_BUSY {"),
        code.replace("err = fetch(4);", "err = elsewhere(4);"),
        code.replace("err = fetch(4);", "err = fetch(4);\n    tell();"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


def test_a_method_of_the_file() -> None:
    code = (
        "impl Fifo { fn push(&mut self, v: u8) -> i32 { if self.is_full() { return -1; } 0 } }\n"
        "fn g(r: &mut Regs) { if r.rx.push(4) != 0 { h() } }\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.line, finding.confidence) == (2, "medium")
    assert said(code.replace("&mut self, ", "").replace("self.", "x."), "src/lib.rs", RULE) == []
    assert said(code.replace("r.rx.push(4)", "r.rx.len()"), "src/lib.rs", RULE) == []


def test_an_error_among_sizes() -> None:
    code = (
        "fn f(s: &[u8]) -> usize {\n    let n = LIB_read(s);\n    if LIB_isError(n) {\n        return n;\n    }\n"
    )
    code += "    n\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 3 and "could `LIB_read` return a `Result`" in finding.question
    assert said(code.replace("LIB_isError(n)", "is_error(n) != 0"), "src/lib.rs", RULE) == [f"3 {RULE}"]
    for other in (
        code.replace("LIB_read", "libc::read"),
        code.replace("return n", "return 0"),
        code.replace("LIB_isError(n)", "n.is_err()"),
        code.replace("LIB_isError(n)", "is_ready(n)"),
        'extern "C" { fn LIB_read(s: &[u8]) -> usize; }\n' + code,
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
