"""`--why FILE:LINE`: which rules looked at a line, and why each of them spoke or stayed silent."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from review_assist.config import Settings
from review_assist.errors import UsageError
from review_assist.model import Reading
from review_assist.reports import why as report
from review_assist.reports.terminal import Style
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import CodeRule
from review_assist.why import why
from tests.test_cli import BAD, run
from tests.test_pipeline import hunk, review

PATCH_RULE = next(rule for rule in all_rules() if not isinstance(rule, CodeRule))
LOOP = ("+fn total_of_all_values(v: &[u32]) -> u32 {", "+    let mut sum = 0;", "+    for i in 0..v.len() {")
REST = ("+        sum += v[i];", "+    }", "+    sum", "+}")


def asked(diff: str, place: str, settings: Settings | None = None) -> Reading:
    settings = settings or Settings()
    return why(review(diff, settings), settings, None, place)


def reason(diff: str, place: str, rule: str, settings: Settings | None = None) -> str:
    """Why the rule stays silent; "spoke" if it does not."""
    verdict = next(v for v in asked(diff, place, settings).verdicts if v.rule == rule)
    return verdict.reason or "spoke"


def test_a_rule_that_spoke_comes_first_with_what_it_says() -> None:
    reading = asked(hunk("src/a.rs", 1, *LOOP, *REST), "src/a.rs:3")
    first = reading.verdicts[0]
    assert (first.rule, first.reason) == ("index-loop", "")
    assert first.finding is not None and first.finding.line == 3
    assert reading.code.strip() == "for i in 0..v.len() {"


@pytest.mark.parametrize(
    ("code", "line", "rule", "because"),
    [
        (
            "fn f(v: &[u32], n: usize) {\n    for i in 0..v.len() {\n        g(v[i], v[i + 1]);\n    }\n}",
            2,
            "index-loop",
            "the number is used for more than the elements of one or two arrays",
        ),
        (
            "fn from_raw(p: *mut Foo) {}",
            1,
            "raw-pointer-parameter",
            "the name says that it converts a raw pointer",
        ),
        (
            "fn f(a: u32) -> u32 {\n    let b = a + 1;\n    b\n}",
            2,
            "declared-then-assigned",
            "it begins with a value",
        ),
        ("fn f(a: u64) -> u32 {\n    a as u32\n}", 2, "lossless-cast", "may not fit without loss"),
        ("const LIMIT: u32 = 7;", 1, "integer-kind-constants", "not the first of three or more that count up"),
        ("fn f(p: &A) -> &mut B {\n    todo!()\n}", 1, "mutable-reference-from-shared", "nothing unsafe makes"),
        ("fn f() {\n    libc::close(3);\n}", 2, "ignored-status", "the call cleans up"),
        ("static A: [u32; 3] = [1, 2, 3];", 1, "sentinel-entry", "the last entry does not look empty"),
        ("fn f(n: u32) -> i32 {\n    n.min(3) as i32\n}", 1, "integer-status-return", "not those of a status"),
        ("fn f(a: bool, b: bool) {}", 1, "boolean-parameter-run", "no three `bool` parameters"),
    ],
)
def test_a_rule_that_looked_closer_names_what_is_not_so(code: str, line: int, rule: str, because: str) -> None:
    diff = hunk("src/a.rs", 1, *(f"+{each}" for each in code.split("\n")))
    assert because in reason(diff, f"src/a.rs:{line}", rule)


def test_a_line_that_the_patch_did_not_write() -> None:
    lines = [" " + line[1:] for line in (*LOOP, *REST)]
    diff = hunk("src/a.rs", 1, *lines, "+// the end")
    assert reason(diff, "src/a.rs:3", "index-loop") == "the patch did not write this line"


def test_a_line_that_was_moved() -> None:
    away = hunk("src/old.rs", 1, *(f"-{line[1:]}" for line in (*LOOP, *REST)), " ")
    diff = away + hunk("src/a.rs", 1, *LOOP, *REST)
    assert reason(diff, "src/a.rs:3", "index-loop") == "the patch moved this line from elsewhere"


def test_a_role_in_which_the_pattern_is_right() -> None:
    diff = hunk("src/bindings.rs", 1, "+fn f(p: *mut Foo) {}")
    assert reason(diff, "src/bindings.rs:1", "raw-pointer-parameter").startswith(
        "the pattern is right in the file"
    )


def test_code_that_did_not_parse() -> None:
    diff = hunk("src/a.rs", 1, "+static mut A @: u32 = 0;")
    assert reason(diff, "src/a.rs:1", "mutable-static").startswith("something near it did not parse")


def test_a_comment_that_silences() -> None:
    diff = hunk("src/a.rs", 1, "+static mut A: u32 = 0; // review-assist: allow(mutable-static)")
    assert reason(diff, "src/a.rs:1", "mutable-static") == "allowed by a comment"


def test_a_habit_that_was_there_before() -> None:
    diff = hunk("src/a.rs", 1, "-static mut COUNT: u32 = 0;", "+static mut COUNT: u32 = 1;")
    assert reason(diff, "src/a.rs:1", "mutable-static") == "was there before the patch"


def test_a_rule_that_has_more_to_say() -> None:
    diff = hunk(
        "src/a.rs", 1, *("+" + line for line in "fn f() {\n    unsafe { bindings::bql_lock(&A) };\n}".split("\n"))
    )
    path = "rust/hw/char/x/src/device.rs"
    assert reason(diff.replace("src/a.rs", path), f"{path}:2", "missing-safety-comment") == (
        "`unsafe-in-leaf` has more to say about the same place"
    )


def test_a_rule_that_spoke_of_the_same_name_elsewhere() -> None:
    flags = ("const READY: u32 = 1 << 0;", "const BUSY: u32 = 1 << 1;", "const FULL: u32 = 1 << 2;", "")
    test = (
        "fn f(s: u32) -> bool {",
        "    if s & READY != 0 && s & (BUSY | FULL) == 0 {",
        "        return true;",
        "    }",
    )
    lines = (*flags, *test, "    false", "}")
    diff = hunk("src/a.rs", 1, *("+" + line for line in lines))
    assert reason(diff, "src/a.rs:1", "flag-constants") == "spoke"
    assert reason(diff, "src/a.rs:6", "flag-operation") == (
        "`flag-constants` at src/a.rs:1 has said more about the same thing"
    )


def test_what_is_shown_on_request_only() -> None:
    diff = hunk("src/a.rs", 1, "+fn f(&self) -> u8 {", "+    unsafe { self.peek(1) }", "+}")
    asked_for = Settings(pedantic=True)
    assert reason(diff, "src/a.rs:2", "missing-safety-comment").endswith("--pedantic")
    assert reason(diff, "src/a.rs:2", "missing-safety-comment", asked_for) == "spoke"


def test_what_the_settings_leave_out() -> None:
    diff = hunk("src/a.rs", 1, "+static mut A: u32 = 0;")
    ignored, errors_only = Settings(ignore=("state",)), Settings(level="error")
    assert reason(diff, "src/a.rs:1", "mutable-static", ignored) == "left out by --select or --ignore"
    assert "below --level error" in reason(diff, "src/a.rs:1", "mutable-static", errors_only)


def test_a_generated_file_has_one_reason_for_all() -> None:
    diff = hunk("src/a.rs", 1, "+// @generated", "+static mut A: u32 = 0;")
    reading = asked(diff, "src/a.rs:2")
    assert "generated" in reading.remark and reading.verdicts == ()


def test_a_rule_on_the_patch_is_told_for_a_file_of_any_kind() -> None:
    told = replace(review(hunk("src/a.rs", 1, "+static mut A: u32 = 0;")), notes=())
    on_patch = replace(told.findings[0], rule=PATCH_RULE.name, path="rust/Cargo.toml", line=9)
    reading = why(replace(told, findings=(on_patch,)), Settings(), None, "Cargo.toml:9")
    assert (reading.path, [v.rule for v in reading.verdicts]) == ("rust/Cargo.toml", [PATCH_RULE.name])


def test_the_end_of_a_path_is_enough() -> None:
    assert asked(hunk("src/deep/a.rs", 4, "+static mut A: u32 = 0;"), "a.rs:4").path == "src/deep/a.rs"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("src/a.rs", "write FILE:LINE"),
        ("src/a.rs:x", "write FILE:LINE"),
        ("src/a.rs:\u0664", "write FILE:LINE"),
        ("src/aa.rs:4", "it has src/a.rs"),
        ("src/a.rs:9", "of src/a.rs lines 4-5 are"),
        ("src/a.rs:0", "of src/a.rs lines 4-5 are"),
    ],
)
def test_a_place_that_is_not_there_is_told_with_one_that_is(place: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        asked(hunk("src/a.rs", 4, " fn f() {}", "+fn g() {}"), place)


def test_both_formats_and_nothing_for_the_terminal_to_obey() -> None:
    reading = asked(hunk("src/a.rs", 1, "+static mut A: u32 = 0; // \x1b[31m"), "src/a.rs:1")
    shown, written = StringIO(), StringIO()
    report.write(reading, shown, Style())
    report.write_json(reading, written)
    assert shown.getvalue().startswith("src/a.rs:1\n    static mut A: u32 = 0; // ?[31m\n")
    assert "mutable-static  states (warning, confidence high)" in shown.getvalue()
    document = json.loads(written.getvalue())
    assert {"rule": "mutable-static", "spoke": True}.items() <= document["rules"][0].items()


def test_silent_rules_are_a_list_with_their_reasons() -> None:
    out = StringIO()
    report.write(asked(hunk("src/a.rs", 1, *LOOP, *REST), "src/a.rs:2"), out, Style(width=60))
    shown = out.getvalue()
    assert shown.count("These looked, and are silent:\n") == 1
    assert "\n  declared-then-assigned: it begins with a value that is\n    no placeholder" in shown
    assert all(len(line) <= 60 for line in shown.split("\n"))


def test_a_line_at_which_no_rule_looks() -> None:
    out = StringIO()
    report.write(asked(hunk("src/a.rs", 1, "+// plain", "+fn f() {}"), "src/a.rs:2"), out, Style())
    assert out.getvalue().startswith("src/a.rs:2\n    fn f() {}\n\n")


def test_the_command_line_answers_and_fails_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(BAD)
    done = run(tmp_path, "check", "a.rs", "--why", "a.rs:1")
    assert (done.returncode, done.stderr) == (0, "") and "mutable-static  states" in done.stdout
    wrong = run(tmp_path, "check", "a.rs", "--why", "a.rs:7")
    assert wrong.returncode == 2 and wrong.stderr.count("\n") == 1 and "lines 1-1 are" in wrong.stderr
    mail = run(tmp_path, "check", "a.rs", "--why", "a.rs:1", "--format", "mail")
    assert mail.returncode == 2 and "--format mail" in mail.stderr


def test_a_line_that_no_rule_looks_at_says_so() -> None:
    long = "+fn f(v: &[u32]) { " + "g(v[0]); " * 3000 + "}"
    reading = asked(hunk("src/a.rs", 1, long), "src/a.rs:1")
    assert reading.verdicts == () and reading.remark.startswith("the code has a line with more than 20000 bytes")
