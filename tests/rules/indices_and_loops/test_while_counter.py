"""Cases of while-counter beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said, said_of_patch

RULE = "while-counter"


def _loop(body: str, before: str = "let mut i = 0;", condition: str = "i < n", after: str = "") -> str:
    return f"fn f(n: usize) {{\n    {before}\n    while {condition} {{\n        {body}\n    }}\n    {after}\n}}\n"


def test_names_the_range() -> None:
    (finding,) = findings(_loop("put(i); i += 1;", "i = 1;", "i <= n"), "src/lib.rs", RULE)
    assert "`for i in 1..=n {" in finding.instead and finding.confidence == "high"


def test_is_silent_where_the_counter_is_not_only_counted() -> None:
    for body in (
        "if odd(i) { i += 1; } i += 1;",
        "if odd(i) { continue; } i += 1;",
        "read(&mut i); i += 1;",
        "i += 2;",
        "poll().await; i += 1;",
        "i += 1; if odd(i) { i += 1; }",
    ):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body


def test_a_step_before_the_work() -> None:
    (finding,) = findings(_loop("i += 1; if poll() { continue; } if busy() { break; }"), "src/lib.rs", RULE)
    assert "`for _ in 0..n {" in finding.instead
    (finding,) = findings(_loop("i += 1; put(i);"), "src/lib.rs", RULE)
    assert "`for i in 1..=n {" in finding.instead
    retried = "fn f() { let mut tries = 0; unsafe { while tries < 9 { tries += 1; if poll() { break; } } } }\n"
    assert said(retried, "src/lib.rs", RULE) == ["1 while-counter"]


def test_is_silent_where_the_bound_moves() -> None:
    assert said(_loop("put(i); n -= 1; i += 1;"), "src/lib.rs", RULE) == []
    assert said(_loop("v.push(i); i += 1;", condition="i < v.len()"), "src/lib.rs", RULE) == []
    assert said(_loop("self.step(); i += 1;", condition="i < self.end"), "src/lib.rs", RULE) == []
    assert said(_loop("put(i); i += 1;", condition="i < next()"), "src/lib.rs", RULE) == []


def test_is_silent_where_the_last_value_is_needed() -> None:
    assert said(_loop("put(i); i += 1;", after="finish(i);"), "src/lib.rs", RULE) == []
    assert said(_loop("put(i); i += 1;", after='println!("{i}");'), "src/lib.rs", RULE) == []
    assert said(_loop("put(i); i += 1;", after="i = 0; finish(i);"), "src/lib.rs", RULE) == ["3 while-counter"]


def test_needs_to_see_where_the_counter_starts() -> None:
    assert said(_loop("put(i); i += 1;", "let mut i = 0; log();"), "src/lib.rs", RULE) == []


def test_is_silent_in_a_const_fn() -> None:
    assert said(_loop("put(i); i += 1;").replace("fn f", "const fn f"), "src/lib.rs", RULE) == []


def test_a_literal_bound_is_named_without_its_cast() -> None:
    code = _loop("put(i); i += 1;", "let mut i: c_int = 0 as c_int;", "i < 6 as c_int")
    assert "`for i in 0..6 {" in findings(code, "src/lib.rs", RULE)[0].instead


def test_sees_a_loop_that_leaves_by_its_counter() -> None:
    code = _loop("put(i); i += 1;").replace("while i < n {", "loop { if i >= n { break; }")
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`for i in 0..n {" in finding.instead and finding.line == 3
    for other in ("if i >= n { break; } else { go(); }", "if i >= n { go(); }", "if done() { break; }"):
        assert said(code.replace("if i >= n { break; }", other), "src/lib.rs", RULE) == [], other


def test_a_counter_that_is_not_used_needs_no_name() -> None:
    (finding,) = findings(_loop("put(); i += 1;"), "src/lib.rs", RULE)
    assert "`for _ in 0..n {" in finding.instead


def test_other_variables_may_be_declared_before_the_loop() -> None:
    loop = "while i < n {\n        s += v[i];\n        i += 1;\n    }\n    s\n}\n"
    start = "fn f(v: &[u32], n: usize) -> u32 {\n    let mut i = 0;\n    "
    assert said(f"{start}let mut s = 0;\n    {loop}", "src/lib.rs", RULE) == [f"4 {RULE}"]
    hidden = start.replace("= 0", "= low") + "let low = i;\n    let mut s = 0;\n    "
    assert said(hidden + loop, "src/lib.rs", RULE) == []


def test_a_bound_in_a_struct_whose_methods_leave_it_alone() -> None:
    code = """impl Timers {
    fn start(&mut self) {
        let mut i = 0;
        while i < self.count {
            self.set(i);
            i += 1;
        }
    }
    fn set(&mut self, n: u32) {
        self.last = n;
    }
}
"""
    assert said(code, "src/a.rs", RULE) == [f"4 {RULE}"]
    assert said(code.replace("self.last = n", "self.count -= n"), "src/a.rs", RULE) == []
    assert said(code.replace("fn set", "fn other"), "src/a.rs", RULE) == []


_SEARCH = """fn next(v: &[Tx], low: u64, from: usize) -> Option<&Tx> {
    let mut i = from;
    let len = v.len();
    while i < len {
        if v[i].id < low {
            i += 1;
            continue;
        }
        return Some(&v[i]);
    }
    None
}
"""


def test_a_search_that_steps_only_where_it_goes_on() -> None:
    (finding,) = findings(_SEARCH, "src/lib.rs", RULE)
    assert finding.line == 4 and "`from..len`" in finding.message


def test_a_search_that_may_stay_or_skip() -> None:
    for other in (
        _SEARCH.replace("return Some(&v[i]);", "use_it(&v[i]);"),
        _SEARCH.replace("return Some(&v[i]);", "if v[i].id == 3 { i += 2; } return Some(&v[i]);"),
        _SEARCH.replace("i += 1;\n            continue;", "i += 1;"),
        _SEARCH.replace("    None", "    v.get(i)"),
        _SEARCH.replace("if v[i]", "if v[i].id == 9 { continue; } if v[i]"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


def test_the_counter_begins_anew_behind_what_is_shown() -> None:
    code = (
        "--- a/src/x.rs\n+++ b/src/x.rs\n@@ -10,2 +10,10 @@ impl Codec {\n         let codec = self.codec;\n"
        "+        let mut tries = 0;\n+        while tries < 100 {\n+            tries += 1;\n"
        "+            if go(codec) {\n"
        "+                break;\n+            }\n+        }\n+        tries = 0;\n         self.wait();\n"
    )
    assert said_of_patch(code, RULE) == [f"12 {RULE}"]
    assert said_of_patch(code.replace("+        tries = 0;\n", "+        go(codec);\n"), RULE) == []


_RETRY = """fn wait(port: u16) -> Option<()> {
    let mut tries = 0;
    loop {
        sleep();
        if is_open(port) {
            return Some(());
        }
        tries += 1;
        if tries == 10 {
            return None;
        }
    }
}
"""


@pytest.mark.parametrize(
    ("old", "new", "header"),
    [
        ("", "", "for _ in 0..10"),
        ("tries == 10", "tries >= MOST", "for _ in 0..MOST"),
        ("tries == 10", "tries > 10", "for _ in 0..=10"),
        ("sleep();", "sleep(tries);", "for tries in 0..10"),
        ("            return None;", "            give_up();\n            return None;", "for _ in 0..10"),
        (
            "        tries += 1;\n        if tries == 10 {\n            return None;\n        }\n",
            "        if tries == 10 {\n            return None;\n        }\n        tries += 1;\n",
            "for _ in 0..=10",
        ),
    ],
)
def test_tries_again_a_number_of_times(old: str, new: str, header: str) -> None:
    (finding,) = findings(_RETRY.replace(old, new), "src/lib.rs", RULE)
    assert f"`{header} {{ .. }}`" in finding.instead and "goes behind it" in finding.instead


def test_test_and_step_in_front_or_around() -> None:
    front = "fn f() {\n    let mut n = 0;\n    loop {\n        n += 1;\n        if n > 5 {\n            return;\n"
    front += "        }\n        go(n);\n    }\n}\n"
    (finding,) = findings(front, "src/lib.rs", RULE)
    assert "`for n in 1..=5 { .. }`" in finding.instead
    around = "fn f() {\n    let mut n = 0;\n    loop {\n        if n == 5 {\n            return;\n        }\n"
    around += "        go(n);\n        n += 1;\n    }\n}\n"
    (finding,) = findings(around, "src/lib.rs", RULE)
    assert "`for n in 0..5 { .. }`" in finding.instead


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return None;", "return fail(tries);"),
        ("return Some(());", "break;"),
        ("return Some(());", "tries = 0;"),
        ("return Some(());", "continue;"),
        ("tries == 10", "tries == limit()"),
        ("            return None;", "            log();"),
        ("        tries += 1;", "        if is_new() { tries += 1; }"),
        ("        }\n    }\n}", "        }\n        sleep();\n    }\n}"),
        ("    loop", "    let n = tries;\n    while is_on()"),
    ],
)
def test_tries_again_in_another_way(old: str, new: str) -> None:
    assert _RETRY.replace(old, new) != _RETRY
    assert said(_RETRY.replace(old, new), "src/lib.rs", RULE) == []
