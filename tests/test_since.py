"""What became of the notes on an earlier version: fixed, still there, moved, gone."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission
from review_assist.pipeline import review
from review_assist.reports import json, terminal
from review_assist.reports.formats import FORMATS, Surroundings
from review_assist.since import follow
from tests.reports.building import git_diff, patch_mail, written
from tests.test_cli import run

COUNT = "static mut COUNT: u32 = 0;\n"
SAFE = "static COUNT: AtomicU32 = AtomicU32::new(0);\n"
DRAIN = "fn drain(queue: *mut Queue) {\n    unsafe { (*queue).length = 0 };\n}\n"
SAFE_DRAIN = "fn drain(queue: &mut Queue) {\n    queue.length = 0;\n}\n"
OTHER = "fn other() {}\n"
GENERATED = "// @generated\n"
RULES = Settings(select=("mutable-static", "raw-pointer-parameter"))


def version(*files: tuple[str, str], number: int = 1) -> bytes:
    """A patch mail that adds these files."""
    diff = "".join(git_diff(path, "", text) for path, text in files)
    return patch_mail(diff, Subject=f"[PATCH v{number}] bell: ring twice", Message_ID=f"<{number}@x>")


def reviewed(mail: bytes) -> Review:
    found, problems = read_patches(mail, "test")
    assert problems == ()
    return review(Submission(found), RULES)


def followed(before: bytes, after: bytes) -> Review:
    later = reviewed(after)
    return replace(later, since=follow(reviewed(before), later))


def fates(done: Review) -> list[tuple[str, str]]:
    return [(entry.note.finding.rule, entry.fate) for entry in done.since]


@pytest.mark.parametrize(
    ("before", "after", "fate"),
    [
        (("src/a.rs", DRAIN), ("src/a.rs", SAFE_DRAIN), "fixed"),
        (("src/a.rs", DRAIN), ("src/a.rs", OTHER + DRAIN), "still there"),
        (("src/a.rs", DRAIN), ("src/a.rs", DRAIN.replace(") {", ", most: usize) {")), "still there"),
        (("src/a.rs", DRAIN), ("src/b.rs", DRAIN), "moved"),
        (("src/a.rs", DRAIN), ("src/a.rs", OTHER), "gone"),
        (("src/a.rs", COUNT), ("src/a.rs", SAFE), "fixed"),
        (("src/a.rs", COUNT), ("src/a.rs", OTHER), "gone"),
        (
            ("src/a.rs", DRAIN),
            ("src/a.rs", DRAIN.replace("queue: *mut Queue", "\n    many: *const Queue\n")),
            "still there",
        ),
        (("src/a.rs", DRAIN), ("src/a.rs", GENERATED + OTHER + DRAIN), "not repeated"),
        (("src/a.rs", DRAIN), ("src/a.rs", GENERATED + "/// Of C.\n" + DRAIN), "fixed"),
    ],
    ids=[
        "cured",
        "shifted",
        "edited",
        "other file",
        "dropped",
        "static cured",
        "static dropped",
        "rewritten",
        "quiet",
        "answered above",
    ],
)
def test_the_fate_of_a_note(before: tuple[str, str], after: tuple[str, str], fate: str) -> None:
    assert [fate for _, fate in fates(followed(version(before), version(after, number=2)))] == [fate]


def test_one_finding_answers_for_one_note() -> None:
    before = version(("src/a.rs", DRAIN), ("src/b.rs", DRAIN))
    after = version(("src/a.rs", OTHER), ("src/b.rs", DRAIN), number=2)
    assert [fate for _, fate in fates(followed(before, after))] == ["gone", "still there"]


def test_a_patch_is_found_again_by_its_subject() -> None:
    first = patch_mail(git_diff("src/a.rs", "", DRAIN), Subject="[PATCH 1/2] bell: drain", Message_ID="<1@x>")
    second = patch_mail(git_diff("src/b.rs", "", COUNT), Subject="[PATCH 2/2] bell: count", Message_ID="<2@x>")
    swapped = [
        patch_mail(git_diff("src/b.rs", "", SAFE), Subject="[PATCH v2 1/2] bell: count", Message_ID="<3@x>"),
        patch_mail(git_diff("src/a.rs", "", SAFE_DRAIN), Subject="[PATCH v2 2/2] bell: drain", Message_ID="<4@x>"),
    ]
    start = b"From a@b Thu Jan  1 00:00:00 1970\n"
    done = followed(start + start.join((first, second)), start + start.join(swapped))
    assert [(entry.note.finding.patch, entry.fate, entry.patch) for entry in done.since] == [
        (0, "fixed", 1),
        (1, "fixed", 0),
    ]


def test_it_is_told_in_every_way() -> None:
    done = followed(version(("src/a.rs", DRAIN + COUNT)), version(("src/a.rs", SAFE_DRAIN + COUNT), number=2))
    screen, document = StringIO(), StringIO()
    terminal.write(done, screen, terminal.Style())
    json.write(done, document, version="1")
    assert "Fixed since the earlier version: raw-pointer-parameter in `drain()`." in screen.getvalue()
    assert '"fate": "still there"' in document.getvalue()
    for form in ("markdown", "html"):
        out = StringIO()
        FORMATS[form].write(done, out, Surroundings("1", terminal.Style(), False, (), lambda: None))
        assert "Fixed since the earlier version: raw-pointer-parameter in " in out.getvalue()
    text = written(done)
    assert "\n\nFixed since the earlier version: raw-pointer-parameter in `drain()`.\n" in text
    assert "\n\nStill there: mutable-static in `src/a.rs`.\n" in text


def test_a_series_with_a_cover_letter_is_told_there() -> None:
    def letters(number: int, *files: tuple[str, str]) -> bytes:
        start = b"From a@b Thu Jan  1 00:00:00 1970\n"
        subjects = [f"[PATCH v{number} {at}/2] bell: step {at}" for at in range(3)]
        diffs = ["", *(git_diff(path, "", text) for path, text in files)]
        ids = [f"<{number}.{at}@x>" for at in range(3)]
        mails = [
            patch_mail(*each, Subject=subject, Message_ID=name, In_Reply_To="" if at == 0 else ids[0])
            for at, (*each, subject, name) in enumerate(zip(diffs, subjects, ids, strict=True))
        ]
        return start + start.join(mails)

    done = followed(
        letters(1, ("src/a.rs", DRAIN), ("src/b.rs", COUNT)),
        letters(2, ("src/a.rs", SAFE_DRAIN), ("src/b.rs", COUNT)),
    )
    cover, reply = written(done).split("\nFrom mboxrd@z")
    assert "Fixed since the earlier version: raw-pointer-parameter in `drain()`." in cover
    assert "Still there: mutable-static in `src/b.rs` (patch 2)." in cover
    assert "Still there" not in reply and "Re: [PATCH v2 2/2]" in reply


def test_a_version_in_which_all_is_fixed_is_answered_too() -> None:
    done = followed(version(("src/a.rs", DRAIN)), version(("src/a.rs", SAFE_DRAIN), number=2))
    assert done.notes == ()
    assert "Re: [PATCH v2] bell: ring twice" in written(done) and "Fixed since" in written(done)


def test_the_command_line_takes_both_versions(tmp_path: Path) -> None:
    (tmp_path / "v1.mbox").write_bytes(version(("src/a.rs", DRAIN)))
    (tmp_path / "v2.mbox").write_bytes(version(("src/a.rs", SAFE_DRAIN), number=2))
    done = run(tmp_path, "review", "v2.mbox", "--since", "v1.mbox")
    assert done.returncode == 0 and "Fixed since the earlier version" in done.stdout


def test_an_earlier_version_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "v2.mbox").write_bytes(version(("src/a.rs", SAFE_DRAIN), number=2))
    (tmp_path / "empty.mbox").write_bytes(b"")
    for name in ("absent.mbox", "empty.mbox"):
        done = run(tmp_path, "review", "v2.mbox", "--since", name)
        assert done.returncode == 3 and done.stderr.count("\n") == 1 and f"--since {name}: " in done.stderr
