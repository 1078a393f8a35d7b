"""A fix is shown if it applies, parses, ends its finding and wakes no other; otherwise there is prose only."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from review_assist.profiles.load import shipped
from tests.fixes.helper import fixed, found, proposed, rules_with_fixes
from tests.helper import examples, findings_in_patch, rule_named


@pytest.mark.parametrize("name", rules_with_fixes())
def test_each_rule_with_fixes_proves_one_of_its_own_examples(name: str) -> None:
    bad = [e for e in examples(rule_named(name)) if e.verdict == "bad" and e.language == "rust"]
    fixes = [fix for example in bad for fix in proposed(example.code, name, path=example.path)]
    assert fixes
    for fix in fixes:
        assert fix.proof.startswith("checked: applies, parses, finding gone;") and fix.shown


def test_there_are_more_than_twenty() -> None:
    assert len(rules_with_fixes()) > 20


def test_proof_says_what_is_needed_and_what_is_open() -> None:
    code = """
    fn name() -> *const c_char {
        b"port\\0".as_ptr() as *const c_char
    }
    """
    (fix,) = proposed(dedent(code), "nul-terminated-literal")
    assert fix.shown == ('c"port".as_ptr()',)
    assert fix.proof == "checked: applies, parses, finding gone; needs Rust 1.77; not compiled"


def test_a_newer_rust_than_the_projects_is_not_proposed() -> None:
    code = "fn limited(a: i32) -> i32 {\n    if a < 0 { 0 } else if a > 9 { 9 } else { a }\n}\n"
    old = replace(shipped()["default"], minimum_rust=(1, 40))
    assert proposed(code, "manual-clamp") and not proposed(code, "manual-clamp", profile=old)


def test_a_comment_is_never_lost() -> None:
    code = """
    fn reset(levels: &mut [u32]) {
        for i in 0..levels.len() {
            levels[i] = 0; // the device starts empty
        }
    }
    """
    (finding,) = found(dedent(code), "fill-loop")
    assert finding.fix is None


def test_a_comment_that_stays_is_no_obstacle() -> None:
    code = "fn f(a: u32) -> u32 {\n    return a; // as it came\n}\n"
    assert fixed(code, "tail-return") == "fn f(a: u32) -> u32 {\n    a // as it came\n}\n"


def test_a_line_that_would_grow_too_long_is_not_proposed() -> None:
    def code(name: str) -> str:
        return f"fn f({name}: u8) -> u64 {{\n    let wide: u64 = 1 + {name} as u64;\n    wide\n}}\n"

    assert proposed(code("x" * 60), "lossless-cast")
    assert not proposed(code("x" * 70), "lossless-cast")


def test_what_would_wake_another_rule_is_not_proposed() -> None:
    code = """
    fn f(first: *const u8, n: usize) -> u8 {
        let mut sum = 0u8;
        let mut i = 0;
        while i < n {
            sum ^= unsafe { *first.add(i) };
            i += 1;
        }
        return sum;
    }
    """
    fixes = proposed(dedent(code))
    assert [fix.shown[0] for fix in fixes] == ["for i in 0..n {", "sum"]


def test_carriage_returns_and_tabs_stay() -> None:
    code = "fn f(n: usize) {\r\n\tlet mut i = 0;\r\n\twhile i < n {\r\n\t\tg(i);\r\n\t\ti += 1;\r\n\t}\r\n}\r\n"
    assert fixed(code, "while-counter") == "fn f(n: usize) {\r\n\tfor i in 0..n {\r\n\t\tg(i);\r\n\t}\r\n}\r\n"


_PATCH = """\
From: Mira Holm <mira.holm@example.org>
Subject: [PATCH] port: clear the levels

---
--- a/src/port.rs
+++ b/src/port.rs
@@ -40,3 +40,8 @@ impl Port {
         self.busy = false;
+        let mut i = 0;
+        while i < LEVELS {
+            clear(i);
+            i += 1;
+        }
         self.level
     }
"""


def test_a_hunk_alone_is_enough() -> None:
    (finding,) = findings_in_patch(_PATCH, "while-counter")
    assert finding.fix is not None and finding.fix.edits[0].line == 41
    assert finding.fix.shown == ("for i in 0..LEVELS {", "    clear(i);", "}")


def test_code_that_the_hunk_does_not_show_is_not_edited() -> None:
    patch = _PATCH.replace(
        "+            i += 1;\n+        }\n         self.level\n     }\n", "+            i += 1;\n"
    )
    assert all(
        finding.fix is None
        for finding in findings_in_patch(patch.replace("+40,8", "+40,5").replace("-40,3", "-40,1"))
    )


def test_a_raw_pointer_is_still_followed_by_hand() -> None:
    code = "unsafe fn f(c: *const u8) -> bool {\n    *c >= b'0' && *c <= b'9'\n}\n"
    assert "    (*c).is_ascii_digit()\n" in fixed(code, "ascii-range-check")
    letters = code.replace("b'0'", "b'b'").replace("b'9'", "b'y'")
    assert "    (b'b'..=b'y').contains(&*c)\n" in fixed(letters, "ascii-range-check")
