"""Cases of off-by-one-bound beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "off-by-one-bound"


def test_sees_an_exit_that_comes_too_late() -> None:
    code = "fn f(v: &[u8], i: usize) -> u8 {\n    if i > v.len() {\n        return 0;\n    }\n    v[i]\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`i >= v.len()`" in finding.instead and finding.line == 2


def test_reads_a_field_named_like_a_count() -> None:
    code = "impl S { fn f(&self, id: usize) { if id <= self.num_timers { self.timers[id].go(); } } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`id < self.num_timers`" in finding.question


def test_sees_an_inclusive_range_to_the_length() -> None:
    assert said("fn f(v: &[u8]) { for i in 0..=v.len() { go(v[i]); } }\n", "src/lib.rs", RULE) == [
        "1 off-by-one-bound"
    ]


def test_is_silent_where_the_bound_is_right_or_something_else() -> None:
    for body in (
        "if i < v.len() { v[i]; }",
        "if i <= v.len() { v.split_at(i); }",
        "if i <= v.len() { if i < v.len() { v[i]; } }",
        "if i <= w.len() { v[i]; }",
        "if i <= v.len() { i -= 1; v[i]; }",
        "if i <= self.max_timer { self.timers[i]; }",
        "if i > v.len() { grow(); } v[i];",
        "while i <= v.len() { v[i - 1]; i += 1; }",
    ):
        assert said(f"fn f(v: &[u8], w: &[u8], mut i: usize) {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_sees_the_access_in_the_other_branch() -> None:
    check = "if id > self.num_timers.get() { None } else { Some(&self.timers[id]) }"
    code = f"impl S {{ fn f(&self, id: usize) {{\n    {check}\n}} }}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`id >= self.num_timers.get()`" in finding.question and finding.line == 2


def test_reads_a_getter_named_like_a_count() -> None:
    code = "impl S { fn f(&self, id: usize) { if id <= self.get_num_timers() { self.timers[id].go(); } } }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 off-by-one-bound"]


def test_a_limit_that_is_cast() -> None:
    code = (
        "const SIZE: usize = 64;\nstruct Rtc { nvram: [u8; SIZE] }\nimpl Rtc {\n"
        "    fn read(&self, addr: u64) -> u8 {\n"
        "        if addr > SIZE as u64 {\n            return 0;\n        }\n"
        "        self.nvram[addr as usize]\n    }\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 5 and "addr >= SIZE as u64" in finding.question
    assert said(code.replace("addr > SIZE", "addr >= SIZE"), "src/lib.rs", RULE) == []
    assert said(code.replace("addr > SIZE as u64", "addr > (SIZE - 1) as u64"), "src/lib.rs", RULE) == []


def test_a_check_for_something_else_in_between() -> None:
    code = "fn f(v: &[u8], i: usize) -> u8 {\n    if i > v.len() { return 0; }\n    %s\n    v[i]\n}\n"
    assert said(code % "if i <= LAST { latch(); }", "src/lib.rs", RULE) == [f"2 {RULE}"]
    for again in (
        "if i == v.len() { return 0; }",
        "if i <= LAST { latch(); } else { return 0; }",
        "if i <= LAST { latch(i); }",
        "let is_in = i < v.len();",
    ):
        assert said(code % again, "src/lib.rs", RULE) == [], again
