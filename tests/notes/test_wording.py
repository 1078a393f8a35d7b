from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_assist.model import Finding, Note
from review_assist.notes.wording import headline, paragraphs, plain
from tests.reports.building import finding


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
    assert headline(asked) == "This isn't a bug; could `ring` use `zip()`?"


def test_first_note_of_a_rule_says_what_why_and_what_instead() -> None:
    said = paragraphs(note(finding(message="it leaks", why="C does so.", instead="Drop it.")), is_first=True)
    assert said == ("It leaks.", "C does so.", "Drop it.")


def test_later_note_of_a_rule_refers_back() -> None:
    later = note(finding(level="note", message="`b` leaks"))
    assert paragraphs(later, is_first=False) == ("Same here: `b` leaks.",)


def also_says(first: Finding, *also: Finding) -> str:
    return paragraphs(note(first, *also), is_first=True)[-1].removeprefix(first.instead).strip()


def test_further_places_are_counted_and_named_by_function() -> None:
    first = finding(line=1, function="drain")
    drain, fill, outside = (finding(line=9, function=name) for name in ("drain", "fill", ""))
    assert also_says(first, drain) == "The same goes for one more place in `drain()`."
    assert also_says(first, drain, drain) == "The same goes for two more places in `drain()`."
    assert also_says(first, drain, fill) == "The same goes for two more places in `drain()` and `fill()`."
    assert also_says(first, fill, outside) == "The same goes for two more places in `fill()` and elsewhere."
    assert also_says(first, outside) == "The same goes for one more place in this file."
    assert also_says(first, *[drain] * 12) == "The same goes for 12 more places in `drain()`."


def test_many_functions_are_not_all_named() -> None:
    others = [finding(line=9, function=name) for name in "abcd"]
    assert also_says(finding(line=1), *others).endswith("in `a()`, `b()`, `c()` and elsewhere.")


def test_places_on_the_same_line_are_not_looked_for_elsewhere() -> None:
    twice = note(finding(line=4), finding(line=4))
    assert paragraphs(twice, is_first=True)[-1].endswith("The same goes for one more place on this line.")
    assert paragraphs(twice, is_first=False)[0].startswith("Same here, and in one more place on this line: ")


def test_no_line_numbers_are_said() -> None:
    said = " ".join(paragraphs(note(finding(line=4711), finding(line=4712)), is_first=True))
    assert "471" not in said


@pytest.mark.parametrize(
    ("markdown", "mail"),
    [
        ("take `&mut Queue` here", "take &mut Queue here"),
        ("`pl011_receive()` and `Box::from_raw`", "pl011_receive() and Box::from_raw"),
        ("`u32`, `NULL`, `BqlRefCell`", "u32, NULL, BqlRefCell"),
        ("`i` indexes `buf`", "'i' indexes 'buf'"),
        ("the cast `as u32`", "the cast 'as u32'"),
        ("`for i in 0..v.len()` loops", "'for i in 0..v.len()' loops"),
        ("`match c { 'a' => 1 }`", "match c { 'a' => 1 }"),
        ("use `?` and `&`", "use '?' and '&'"),
        ("no code: a_b, don't", "no code: a_b, don't"),
        ("one ` alone", "one ' alone"),
        ("`a_b` and ` alone", "a_b and ' alone"),
        ("``", ""),
    ],
)
def test_code_spans_become_what_a_mail_writes(markdown: str, mail: str) -> None:
    assert plain(markdown) == mail


def test_spaces_inside_of_code_can_be_kept_apart() -> None:
    assert plain("a `*mut Queue` b", space="~") == "a *mut~Queue b"


@given(st.text(alphabet="ab_` '*&\n", max_size=60))
def test_plain_text_has_no_backtick_and_loses_nothing_else(text: str) -> None:
    said = plain(text)
    assert "`" not in said
    assert said.replace("'", "") == text.replace("`", "").replace("'", "")
