"""Findings as notes: one a habit and function, the worst first, many of a kind folded into one."""

from __future__ import annotations

from dataclasses import replace

from review_assist.notes.group import capped, folded, group
from tests.reports.building import finding


def test_one_habit_in_one_function_is_one_note_led_by_its_surest_place() -> None:
    unsure = finding(line=3, confidence="medium", function="ring")
    sure, later = replace(unsure, line=5, confidence="high"), replace(unsure, line=9)
    elsewhere = replace(unsure, line=20, function="call")
    notes = group([unsure, sure, later, elsewhere])
    assert [(note.finding.line, [f.line for f in note.also]) for note in notes] == [(5, [3, 9]), (20, [])]


def test_the_worst_comes_first() -> None:
    found = [finding(line=n, level=level, rule=f"r-{n}") for n, level in enumerate(("note", "error", "warning"))]
    assert [note.finding.level for note in group(found)] == ["error", "warning", "note"]


def test_soundness_and_api_come_before_style_of_the_same_level() -> None:
    families = ("control-flow", "unsafe-policy", "raw-pointers", "errors")
    found = [finding(line=n, rule=f"r-{n}", family=family) for n, family in enumerate(families)]
    assert [note.finding.line for note in group(found)] == [2, 3, 0, 1]


def test_what_was_said_already_waits_for_the_first_note_of_another_rule() -> None:
    twice = [finding(line=n, function=f"f{n}") for n in (1, 2)]
    other = finding(line=9, rule="other", family="control-flow", confidence="medium")
    small = finding(line=10, rule="small", level="note")
    kept, left = capped(group([*twice, other, small]), 2)
    assert [n.finding.line for n in kept] == [1, 9]
    assert [n.finding.line for n in left] == [2, 10]


def test_many_of_a_kind_are_told_once() -> None:
    notes = group([finding(line=n, function=f"f{n}") for n in range(1, 6)])
    (one,) = folded(notes)
    assert (one.finding.line, [f.line for f in one.also]) == (1, [2, 3, 4, 5])
    assert folded(notes[:3]) == notes[:3]


def test_many_of_a_kind_are_told_once_in_each_file() -> None:
    found = [finding(line=n, function=f"f{n}", path=f"src/{'ab'[n % 2]}.rs") for n in range(9)]
    one, two = folded(group(found), "file")
    assert [(n.finding.path, len(n.also)) for n in (one, two)] == [("src/a.rs", 4), ("src/b.rs", 3)]
    assert folded(group(found[:6]), "file") == group(found[:6])


def test_what_is_over_the_number_is_left_out_worst_first_and_for_each_patch() -> None:
    found = [finding(line=n, rule=f"r-{n}", function=f"f{n}", patch=n % 2) for n in range(1, 7)]
    kept, left = capped(group([*found, finding(line=9, rule="r-9", level="error", patch=0)]), 2)
    assert [(n.finding.patch, n.finding.line) for n in kept] == [(0, 9), (0, 2), (1, 1), (1, 3)]
    assert [(n.finding.patch, n.finding.line) for n in left] == [(0, 4), (0, 6), (1, 5)]
    assert capped(kept, None) == (kept, ())
