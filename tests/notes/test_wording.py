from __future__ import annotations

from dataclasses import replace

import pytest

from review_assist.model import Finding, Note
from review_assist.notes.wording import also, headline, referring_back
from tests.reports.building import finding, git_diff, patch_mail, patches_of


def note(first: Finding, *also: Finding) -> Note:
    return Note(first, also)


def test_what_is_sure_is_stated() -> None:
    said = headline(finding(confidence="high", message="the loop counts by hand"))
    assert said == "The loop counts by hand."


@pytest.mark.parametrize("confidence", ["medium", "low"])
def test_what_is_not_sure_is_asked(confidence: str) -> None:
    assert headline(finding(confidence=confidence, question="could this be a slice?")) == "Could this be a slice?"


def test_question_that_goes_on_ends_in_a_full_stop() -> None:
    said = headline(finding(confidence="medium", question="could it shrink? `a()` needs none"))
    assert said == "Could it shrink? `a()` needs none."


def test_code_at_the_start_of_a_sentence_keeps_its_case() -> None:
    assert headline(finding(message="`drain` takes a raw pointer")) == "`drain` takes a raw pointer."


def test_taste_is_called_so_within_the_sentence() -> None:
    stated = finding(level="note", message="`ring` counts by hand")
    asked = finding(level="note", confidence="medium", question="could `ring` use `zip()`?")
    assert headline(stated) == "This isn't a bug, but `ring` counts by hand."
    assert headline(asked) == "This isn't a bug, but could `ring` use `zip()`?"


def test_the_submitter_hears_what_others_will_ask() -> None:
    stated, asked = finding(message="it leaks"), finding(confidence="medium", question="could it be a slice?")
    assert headline(stated, "submitter") == "It leaks."
    assert headline(asked, "submitter") == "Reviewers may ask: could it be a slice?"
    assert headline(replace(stated, level="note"), "submitter") == "A matter of taste; it leaks."


PATCHES = patches_of(patch_mail(git_diff("a.rs", "", "x\n"), Subject="[PATCH 1/2] bell: ring")) * 2


def test_later_note_of_a_rule_refers_back() -> None:
    later = Note(finding(level="note", message="`b` leaks", patch=1), told_in=1)
    assert referring_back(later, PATCHES) == "Same here: `b` leaks."
    assert referring_back(replace(later, told_in=0), PATCHES) == "As in patch 1: `b` leaks."


def test_further_places_are_counted_and_named_by_function() -> None:
    first = finding(line=1, function="drain")
    drain, fill, outside = (finding(line=9, function=name) for name in ("drain", "fill", ""))
    assert also(note(first, drain)) == "The same goes for one more place in `drain()`."
    assert also(note(first, drain, drain)) == "The same goes for two more places in `drain()`."
    assert also(note(first, drain, fill)) == "The same goes for two more places in `drain()` and `fill()`."
    assert also(note(first, fill, outside)) == "The same goes for two more places in `fill()` and elsewhere."
    assert also(note(first, outside)) == "The same goes for one more place in this file."
    assert also(note(first, *[drain] * 12)) == "The same goes for 12 more places in `drain()`."
    assert also(note(first)) == ""


def test_many_functions_are_not_all_named() -> None:
    others = [finding(line=9, function=name) for name in "abcd"]
    assert also(note(finding(line=1), *others)).endswith("in `a()`, `b()`, `c()` and elsewhere.")


def test_places_in_other_files_are_named_by_file() -> None:
    first = finding(line=1, function="drain")
    here, there = finding(line=9, function="fill"), finding(line=9, path="src/ring.rs", function="ring")
    assert also(note(first, here, there)).endswith("two more places in `fill()` and `src/ring.rs`.")
    assert also(note(first, there)).endswith("one more place in `src/ring.rs`.")
    many = [replace(there, path=f"src/{name}.rs") for name in "abc"]
    assert also(note(first, *many)).endswith("in `src/a.rs`, `src/b.rs` and elsewhere.")


def test_places_on_the_same_line_are_not_looked_for_elsewhere() -> None:
    twice = Note(finding(line=4), (finding(line=4),), told_in=0)
    assert also(twice) == "The same goes for one more place on this line."
    assert referring_back(twice, PATCHES).startswith("Same here, and in one more place on this line: ")


def test_no_line_numbers_are_said() -> None:
    assert "471" not in also(note(finding(line=4711), finding(line=4712)))


def test_a_place_with_another_cure_is_not_told_as_the_same() -> None:
    first = finding(line=1, function="drain", instead="Take `&mut Queue`.")
    renamed, other = (
        replace(first, line=5, instead="Take `&Ring`."),
        replace(first, line=9, instead="Take a slice, `&[u8]`."),
    )
    assert also(note(first, renamed)) == "The same goes for one more place in `drain()`."
    assert also(note(first, other)) == "One more place in `drain()` has it too, with another cure."
    both = "The same goes for one more place in `drain()`. Two more places in `drain()` have it too, "
    both += "with another cure."
    assert also(note(first, renamed, other, replace(other, line=10))) == both
