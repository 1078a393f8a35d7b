"""Findings as notes: one a habit and function, the worst first, many of a kind folded into one."""

from __future__ import annotations

from dataclasses import replace

from review_assist.notes.group import folded, group
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


def test_many_of_a_kind_are_told_once() -> None:
    notes = group([finding(line=n, function=f"f{n}") for n in range(1, 6)])
    (one,) = folded(notes)
    assert (one.finding.line, [f.line for f in one.also]) == (1, [2, 3, 4, 5])
    assert folded(notes[:3]) == notes[:3]
