"""logic-without-test: a screenful of logic, once for a series, and only when asked."""

from __future__ import annotations

from tests.helper import findings_in_patch, said_of_patch
from tests.rules.the_patch.diffs import added, changed, mail

RULE = "logic-without-test"
LOGIC = (
    "pub fn decode(a: u32) -> u32 {\n"
    + "    if a == 1 && a == 2 {\n        return 3;\n    }\n" * 12
    + "    0\n}\n"
)
NEW = added("src/gauge.rs", LOGIC)
MARK = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"


def told(patch: str) -> list[tuple[int | None, int, str]]:
    return [(f.patch, f.line, f.confidence) for f in findings_in_patch(patch, RULE)]


def test_it_waits_to_be_asked() -> None:
    assert told(NEW) == [(0, 1, "medium")]
    assert not any(RULE in line for line in said_of_patch(NEW))


def test_any_test_of_the_series_answers() -> None:
    for test in (
        changed("tests/qtest/gauge-test.c", " int a;", "+int b;"),
        added("src/other.rs", "#[cfg(test)]\nmod tests {}\n"),
        changed("src/more.rs", " #[test]", "+// more"),
    ):
        assert told(NEW + test) == []


def test_a_series_is_told_once_and_as_far_as_it_is_known() -> None:
    first, second = (mail(NEW, subject=f"[PATCH {n}/2] a") for n in (1, 2))
    assert told(MARK + first + MARK + second) == [(0, 1, "medium")]
    assert told(first) == [(0, 1, "low")]


def test_data_and_declarations_are_no_logic() -> None:
    assert told(added("src/table.rs", "fn f() {}\n" + "const A: u32 = 1;\n" * 90)) == []


def test_tools_are_tried_by_running_them() -> None:
    assert told(added("scripts/release.rs", LOGIC)) == []
    assert told(added("build.rs", LOGIC)) == []
