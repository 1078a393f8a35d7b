"""What a note says at each depth of teaching, and what the rest of a series says about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Edit, Fix, Note, Review, Submission
from review_assist.notes.draft import Manner, drafted
from review_assist.notes.later import line_after
from review_assist.pipeline import review
from review_assist.reports.paragraphs import paragraphs
from tests.reports.building import finding, git_diff, patch_mail, patches_of

COUNT = "static mut COUNT: u32 = 0;\n"
OTHER = "static mut OTHER: u32 = 0;\n"
SAFE = "static COUNT: AtomicU32 = AtomicU32::new(0);\n"


def series(*versions: tuple[str, str, str], settings: Settings | None = None) -> Review:
    """The review of a series, each patch of it as path, text before and after."""
    mails = [
        patch_mail(
            git_diff(*version), Subject=f"[PATCH {at}/{len(versions)}] bell: step {at}", Message_ID=f"<{at}@x>"
        )
        for at, version in enumerate(versions, 1)
    ]
    mbox = b"".join(b"From a@b Thu Jan  1 00:00:00 1970\n" + mail for mail in mails)
    found, problems = read_patches(mbox, "test")
    assert problems == () and len(found) == 1
    return review(Submission(found), settings or Settings(select=("mutable-static",)))


@pytest.mark.parametrize(
    ("teach", "parts"),
    [
        ("line", ["headline", "instead"]),
        ("card", ["headline", "why", "instead"]),
        ("lesson", ["headline", "in-c", "why", "instead", "checks", "keep"]),
    ],
)
def test_how_much_is_explained(teach: str, parts: list[str]) -> None:
    note = Note(finding(in_c="drain(q);", checks="Who owns the queue.", patch=None))
    manner = Manner(teach=teach, keep={"raw-pointer-parameter": "C calls it."})  # type: ignore[arg-type]
    (told,) = drafted([note], Submission(), (), manner)
    assert [passage.part for passage in told.passages] == parts
    assert {passage.origin for passage in told.passages} == {"rule"}


def test_the_first_note_of_a_series_explains() -> None:
    first, second = series(("src/a.rs", "", COUNT), ("src/b.rs", "", OTHER)).notes
    assert (first.told_in, second.told_in) == (None, 0)


def test_what_a_later_patch_takes_out_is_said() -> None:
    (note,) = series(("src/a.rs", "", COUNT), ("src/a.rs", COUNT, SAFE)).notes
    assert note.fixed_in == 1


def test_what_a_later_patch_only_rewrites_is_not_fixed() -> None:
    (note,) = series(("src/a.rs", "", COUNT), ("src/a.rs", COUNT, COUNT.replace("0", "1"))).notes
    assert note.fixed_in is None


def test_what_a_later_patch_moves_is_not_taken_out() -> None:
    (note,) = series(("src/a.rs", "", COUNT), ("src/a.rs", COUNT, "mod inner {\n    " + COUNT + "}\n")).notes
    assert note.fixed_in is None


def test_lines_are_followed_through_the_patches_between() -> None:
    above = "fn tick() {}\n"
    notes = series(
        ("src/a.rs", "", COUNT),
        ("src/a.rs", COUNT, above + COUNT),
        ("src/a.rs", above + COUNT, above + SAFE),
    ).notes
    assert [note.fixed_in for note in notes] == [2]


def test_lines_are_followed_through_hunks_without_context() -> None:
    diff = "diff --git a/a.rs b/a.rs\n--- a/a.rs\n+++ b/a.rs\n@@ -2,0 +3,2 @@\n+new\n+new\n@@ -4 +5,0 @@\n-old\n"
    ((file,),) = (patch.files for patch in patches_of(patch_mail(diff)))
    assert [line_after(line, file) for line in range(1, 6)] == [1, 2, 5, None, 6]


def test_other_files_and_other_lines_take_nothing_out() -> None:
    (note,) = series(("src/a.rs", "", COUNT), ("src/b.rs", "", SAFE), ("src/a.rs", COUNT, COUNT + SAFE)).notes
    assert note.fixed_in is None


def test_patches_of_other_series_do_not_matter() -> None:
    done = series(("src/a.rs", "", COUNT))
    (alone,) = done.notes
    assert replace(alone, passages=()) == Note(alone.finding)


def test_further_places_belong_to_the_cure_and_not_to_the_code_below_it() -> None:
    proven = Fix((Edit(1, 1, 1, 2, "z"),), is_safe=True, shown=("z",), proof="checked: applies")
    note = Note(finding(fix=proven, patch=None), (finding(line=9),))
    (told,) = drafted([note], Submission(), (), Manner())
    joined = [passage.text for passage in paragraphs(told, ())]
    assert joined[2:] == [
        "Take `&mut Queue`. The same goes for one more place in `drain()`.",
        "z",
        "checked: applies",
    ]


@pytest.mark.parametrize(
    ("code", "instead", "shown", "is_shown"),
    [
        ("    return Some(x);", "End in the value itself.", ("Some(x)",), False),
        ('    open(b"rb\\0".as_ptr().cast());', 'Write `c"rb"`.', ('open(c"rb".as_ptr());',), False),
        ("    let p = &X;", "Take it with `addr_of!`.", ("let p = &raw const X;",), True),
        ("    let p = &X;", "Write `let p = &raw const X;`.", ("let p = &raw const X;",), False),
        ("    let p = &X;", "Write `let p = &raw const X;`.", ("let p;", "p = &raw const X;"), True),
    ],
)
def test_code_is_shown_only_if_it_says_more(
    code: str, instead: str, shown: tuple[str, ...], is_shown: bool
) -> None:
    proven = Fix((Edit(1, 1, 1, 2, ""),), is_safe=True, shown=shown, proof="checked: applies")
    note = Note(finding(fix=proven, code=(code,), instead=instead, patch=None))
    (told,) = drafted([note], Submission(), (), Manner())
    assert [p.part for p in told.passages][3:] == (["code", "proof"] if is_shown else [])
    (lesson,) = drafted([note], Submission(), (), Manner(teach="lesson"))
    assert "code" in {passage.part for passage in lesson.passages}
