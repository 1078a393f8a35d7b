"""What `b4 review` is given: read back by its own rules, and word for word."""

from __future__ import annotations

import json
from io import StringIO

from review_assist.model import Review
from review_assist.reports import b4, b4_check
from tests.conftest import Golden
from tests.reports.b4 import comments
from tests.reports.building import OLD, git_diff, note_on, patch_mail, patches_of, review_of
from tests.reports.test_html import small
from tests.reports.test_mail import series

VERSION = "1.2.3"


def files_of(review: Review) -> dict[str, str]:
    return dict(b4.files(review, version=VERSION))


def checked(review: Review) -> list[dict[str, str]]:
    out = StringIO()
    b4_check.write(review, out)
    results = json.loads(out.getvalue())
    assert isinstance(results, list)
    return results


def test_comments(golden: Golden) -> None:
    out = StringIO()
    b4.write(small(), out, version=VERSION)
    golden("comments.b4", out.getvalue())


def test_every_note_is_read_back_on_its_line() -> None:
    new = OLD.replace("step_9()", "nine()").replace("step_50()", "fifty()")
    patches = patches_of(patch_mail(git_diff("src/bell.rs", OLD, new)))
    notes = [
        note_on(patches, "nine();", message="a"),
        note_on(patches, "fifty();", message="b", rule="other-rule"),
    ]
    text = files_of(review_of(patches, notes))["0001.txt"]
    diff = text[text.index("> diff") :]
    real = "\n".join(line[2:] if line[:2] == "> " else "" for line in diff.split("\n") if line[:1] == ">")
    assert [(c.path, c.line, c.text.split(".")[0]) for c in comments(diff, real)] == [
        ("src/bell.rs", 9, "A"),
        ("src/bell.rs", 50, "B"),
    ]


def test_the_whole_diff_is_quoted() -> None:
    diff = git_diff("src/bell.rs", OLD, OLD + "ring();")
    patches = patches_of(patch_mail(diff.replace("+ring();", "+ring();\n\\ No newline at end of file\n")))
    text = files_of(review_of(patches, [note_on(patches, "ring();")]))["0001.txt"]
    rows = [line[2:] if line[:2] == "> " else "" for line in text.split("\n") if line[:1] == ">"]
    assert rows[0] == "diff --git a/src/bell.rs b/src/bell.rs"
    assert rows[-2:] == ["+ring();", "\\ No newline at end of file"]


def test_patches_are_numbered_as_on_the_branch_and_silence_has_no_file() -> None:
    patches, notes = series()
    (on_third,) = [note for note in notes if note.finding.patch == 2]
    files = files_of(review_of(patches, [on_third]))
    assert list(files) == ["identity.txt", "series.txt", "0003.txt"]
    assert files["identity.txt"] == "review-assist 1.2.3 <review-assist@localhost.localdomain>\n"
    assert files_of(review_of(patches)) == {}


def test_check_command() -> None:
    patches, notes = series()
    first, second, third = checked(review_of(patches, notes))
    assert (third["status"], third["summary"]) == (first["status"], first["summary"])
    assert (first["status"], first["summary"]) == ("warn", "1 warning")
    assert first["details"].startswith("src/bell.rs:") and first["details"].endswith("[raw-pointer-parameter]\n")
    assert (second["status"], second["details"]) == ("pass", "")
    assert checked(review_of(())) == []


def test_an_error_fails_the_check() -> None:
    patches, _ = series()
    text = patches[0].files[0].hunks[0].lines
    added = next(line.text.decode().strip() for line in text if line.kind == "+")
    assert checked(review_of(patches, [note_on(patches, added, level="error")]))[0]["status"] == "fail"
