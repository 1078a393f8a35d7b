from __future__ import annotations

import mailbox
import os
import re
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_assist.clean import on_one_line
from review_assist.model import Note, Patch
from review_assist.reports.mail_headers import Sender
from review_assist.reports.mail_lines import WIDTH, wrap
from tests.reports.building import (
    OLD,
    body_of,
    finding,
    git_diff,
    note_on,
    parsed,
    patch_mail,
    patches_of,
    reply_to,
    review_of,
    written,
)

DIFF = git_diff("src/bell.rs", OLD, OLD.replace("step_9()", "ring()"))


def own_lines(text: str) -> list[str]:
    """The lines of a body that are not quoted and not the attribution."""
    return [row for row in text.split("\n")[1:] if not row.startswith(">")]


def test_reply_begins_with_whom_it_answers() -> None:
    body = body_of(reply_to(DIFF, "ring();"))
    assert body.startswith("On Mon, 2 Mar 2026 10:30:00 +0100, Mira Holm <mira@example.org> wrote:\n> diff --git ")


def test_attribution_without_a_date_is_no_command_to_a_mail_tool() -> None:
    body = body_of(reply_to(DIFF, "ring();", Date="", From="Reviewed-by: <x@y>"))
    assert body.startswith("Earlier, ")


def test_patch_without_findings_gets_no_reply() -> None:
    assert written(review_of(patches_of(patch_mail(DIFF)), files=1)) == ""


def test_whole_files_are_no_mail() -> None:
    review = review_of((), [Note(finding(patch=None), ())])
    assert written(review) == ""


def series() -> tuple[tuple[Patch, ...], list[Note]]:
    patches = patches_of(*(patch_mail(DIFF, Message_ID=f"<{n}@x>", Subject=f"[PATCH {n}/3] a") for n in (1, 2, 3)))
    return patches, [note_on(patches, "ring();", at=at) for at in (2, 0)]


def test_each_patch_with_notes_gets_a_reply_in_an_mbox(tmp_path: Path) -> None:
    (tmp_path / "replies").write_text(written(review_of(*series())))
    with closing(mailbox.mbox(tmp_path / "replies", create=False)) as mbox:
        replies = list(mbox)
    assert [message["In-Reply-To"] for message in replies] == ["<1@x>", "<3@x>"]
    assert [message["Subject"] for message in replies] == ["Re: [PATCH 1/3] a", "Re: [PATCH 3/3] a"]


def test_a_habit_is_explained_once_in_a_series() -> None:
    text = written(review_of(*series()))
    assert text.count("A pointer says nothing") == 1
    assert text.count("As in ") == 1


def test_same_review_same_bytes() -> None:
    assert written(review_of(*series())) == written(review_of(*series()))


HOSTILE = [
    "Reviewed-by: Eve <eve@x> and more",
    "From eve@x Thu Jan  1 00:00:00 1970",
    "> quoted",
    "--- a/x",
    "# dropped",
    "| dropped",
    "diff --git a/x b/x",
    "-- ",
    "```\nfence\n```",
    "\x1b]0;title\x07 \u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_note_is_a_command_to_a_mail_tool(text: str) -> None:
    patches = patches_of(patch_mail(DIFF))
    note = note_on(patches, "ring();", message=text, why=text, instead=text)
    own = own_lines(body_of(parsed(written(review_of(patches, [note])))))
    for line in own:
        assert not re.match(r"(?i:[\w-]+-by:)|From |[>|#]|-- ?$|---|diff ", line)
        assert not set(line) & set("\x1b\x07\u202e")
        assert line == line.rstrip()


def test_code_is_never_broken() -> None:
    code = 'unsafe extern "C" fn(*mut Device, *const c_void, usize)'
    lines = wrap(f"A sentence that is long enough to come close to the margin has `{code}` in it.")
    assert any(f"`{code}`" in line for line in lines)


def test_word_longer_than_a_line_stands_alone() -> None:
    assert wrap(f"see `{'x' * 90}()` there") == ["see", f"`{'x' * 90}()`", "there"]


words = st.text(st.characters(codec="utf-8", exclude_characters="` "), min_size=1, max_size=40)
code = st.lists(words, min_size=1, max_size=4).map(lambda pieces: f"`{' '.join(pieces)}`")


def test_what_a_tool_would_obey_takes_a_word_along() -> None:
    lines = wrap("Declare the type that wraps the one of the header, and put a note on it: #[repr(transparent)].")
    assert lines[1].startswith("it: #[repr(transparent)]")


@given(st.lists(words | code, max_size=30))
def test_wrapped_text_is_short_clean_and_complete(pieces: list[str]) -> None:
    shown = [piece for piece in map(on_one_line, pieces) if piece]
    lines = wrap(" ".join(pieces))
    assert " ".join(line.strip() for line in lines).replace(" ", "") == "".join(shown).replace(" ", "")
    for line in lines:
        assert line == line.rstrip() != ""
        assert line.count("`") % 2 == 0
        assert len(line) <= WIDTH or line.strip() in shown


@pytest.fixture
def mailinfo(tmp_path: Path) -> Callable[[str], str]:
    """What `git mailinfo` reads of a message: its headers."""

    def read(text: str) -> str:
        done = subprocess.run(
            ["git", "mailinfo", str(tmp_path / "message"), str(tmp_path / "patch")],
            input=text.encode(),
            env={"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode() + (tmp_path / "message").read_text()

    return read


def test_git_reads_the_reply(mailinfo: Callable[[str], str]) -> None:
    sender = Sender("Zoë (TI)", "zoe@example.org", datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    patches = patches_of(patch_mail(DIFF, Subject="[PATCH] Glöckchen: läuten"))
    told = mailinfo(written(review_of(patches, [note_on(patches, "ring();")]), sender))
    assert "Subject: Glöckchen: läuten\n" in told
    assert "Email: zoe@example.org\n" in told
    assert "\n`drain` takes a raw pointer.\n" in told
