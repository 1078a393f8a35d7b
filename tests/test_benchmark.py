"""The benchmark's data is sound; its run needs clones, see `make bench`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

from review_assist.rules.registry import all_rules
from tests.bench.judgements import FOLDER, read_judgements
from tests.bench.patches import Place, read_cases, unknown_names
from tests.helper import findings


def test_the_lists_can_be_read_and_name_rules_or_families_that_exist() -> None:
    cases = read_cases()
    assert {case.kind for case in cases} == {"expected", "answered", "clean", "rusty", "ordinary"}
    assert unknown_names(cases) == ()


def test_only_patches_that_want_a_word_have_places() -> None:
    assert [case for case in read_cases() if case.places and case.kind not in ("expected", "answered")] == []


def test_a_place_is_met_by_rule_or_family_on_any_of_its_lines() -> None:
    finding = next(f for f in findings("pub static mut COUNT: u32 = 0;\n") if f.rule == "mutable-static")
    place = Place("src/lib.rs", "1,7", ((1, 1), (7, 7)), frozenset({"mutable-static"}))
    assert place.is_met_by(finding)
    assert place.is_met_by(replace(finding, line=7, end_line=8))
    assert replace(place, names=frozenset({"state"})).is_met_by(finding)
    assert not place.is_met_by(replace(finding, line=8, end_line=8))
    assert not place.is_met_by(replace(finding, path="src/main.rs"))
    assert not replace(place, names=frozenset({"errors"})).is_met_by(finding)


def test_judgements_stand_in_the_file_of_their_rules_family() -> None:
    families = {rule.name: rule.family for rule in all_rules()}
    for file in FOLDER.glob("*.toml"):
        assert {families.get(name) for name in tomllib.loads(file.read_text())} <= {file.stem}


def test_judgements_name_a_clone_a_short_commit_and_a_line() -> None:
    for judgement in read_judgements():
        assert re.fullmatch(r"\S+\+\S+ [0-9a-f]{12} \S.*\.\w+:\d+", judgement.place), judgement
