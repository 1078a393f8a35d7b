"""Cases of index-loop beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "index-loop"


def _loop(body: str, bound: str = "n", head: str = "fn f(a: &mut [u32], b: &[u32], n: usize)") -> str:
    return f"{head} {{\n    for i in 0..{bound} {{\n        {body}\n    }}\n}}\n"


def test_points_at_the_range_and_names_the_part() -> None:
    (finding,) = findings(_loop("total += b[i];"), "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (2, 14, 18)
    assert "`for item in b[..n].iter()`" in finding.instead


def test_sees_that_elements_are_written() -> None:
    (finding,) = findings(_loop("a[i].level += 1;", "a.len()"), "src/lib.rs", RULE)
    assert "a.iter_mut()" in finding.instead and finding.confidence == "high"


def test_knows_the_length_of_an_array_field() -> None:
    code = (
        "struct S { timers: [T; N] }\nimpl S { fn f(&mut self) { for i in 0..N { self.timers[i].reset(); } } }\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "for timer in self.timers.iter()" in finding.instead


def test_reads_the_arguments_of_known_macros() -> None:
    assert said(_loop('println!("{}", b[i]);'), "src/lib.rs", RULE) == ["2 index-loop"]


def test_is_silent_where_the_number_matters() -> None:
    for body in (
        "a[i] = i;",
        "f(i, b[i]);",
        "a[i] = b[i + 1];",
        'println!("{i}: {}", b[i]);',
        "m[i][i] = 1;",
        "list.get(i).go(); b[i].go();",
    ):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body


def test_is_silent_where_the_array_is_needed_as_a_whole() -> None:
    for body in ("a[i] += a.len();", "a.push(a[i]);", "self.a[i].go(); self.update();"):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body


def test_is_silent_on_a_short_table_and_at_compile_time() -> None:
    assert said(_loop("total += b[i];", "4"), "src/lib.rs", RULE) == []
    assert said(_loop("total += b[i];", head="const fn f(b: &[u32], n: usize)"), "src/lib.rs", RULE) == []
    assert said("const T: u32 = { for i in 0..9 { go(A[i]); } 1 };\n", "src/lib.rs", RULE) == []


def test_asks_about_two_arrays_in_a_short_body_only() -> None:
    (finding,) = findings(_loop("a[i] += b[i];"), "src/lib.rs", RULE)
    assert "for (item, other) in a[..n].iter_mut().zip(b[..n].iter())" in finding.question
    assert said(_loop("let x = b[i]; go(x); more(x); a[i] += x;"), "src/lib.rs", RULE) == []


def test_an_element_that_is_borrowed_by_pattern_is_written() -> None:
    code = "fn f(v: &mut [u32], n: usize) { for i in 0..n { let ref mut x = v[i]; *x += 1; } }\n"
    (finding,) = findings(code, "src/lib.rs", "index-loop")
    assert ".iter_mut()" in finding.instead


def test_is_silent_where_a_zip_would_need_two_sections() -> None:
    code = "fn f(a: &[u8; 90], b: &mut [u8; 90], n: usize) { for i in 0..n { b[i] = g(a[i]); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_loop_that_the_hunk_cuts_may_do_more() -> None:
    lines = ("+    for i in 0..v.len() {", "+        go(v[i]);")
    whole = "".join(f"{line}\n" for line in (" fn f(v: &[u8]) {", *lines, "+    }", " }"))
    cut = "".join(f"{line}\n" for line in (" fn f(v: &[u8]) {", *lines, "         more();"))
    head = "diff --git a/src/a.rs b/src/a.rs\n--- a/src/a.rs\n+++ b/src/a.rs\n"
    assert said_of_patch(f"{head}@@ -7,2 +7,5 @@\n{whole}", RULE) == [f"8 {RULE}"]
    assert said_of_patch(f"{head}@@ -7,2 +7,4 @@\n{cut}", RULE) == []
