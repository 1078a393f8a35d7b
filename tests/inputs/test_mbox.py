"""Mailboxes, logs and bare diffs: what belongs together becomes one series, in order."""

from __future__ import annotations

import pytest

from review_assist.inputs.mbox import read_patches
from review_assist.inputs.series import read_subject
from review_assist.model import Address, Series
from tests.inputs.helper import BODY, DIFF, mail, one_patch

ENVELOPE = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"
COMMIT = "1234567890123456789012345678901234567890"


def letter(subject: str, *, own: str = "", parent: str = "", sender: str = "", body: bytes = BODY) -> bytes:
    headers = (f"Message-ID: <{own}>\n" if own else "") + (f"In-Reply-To: <{parent}>\n" if parent else "")
    data = mail(body, subject=subject, headers=headers)
    return ENVELOPE + (data.replace(b"ann@example.org", sender.encode(), 1) if sender else data) + b"\n"


def titles(*letters: bytes) -> list[list[str]]:
    series, problems = read_patches(b"".join(letters), "x.mbox")
    assert problems == ()
    return [_titles(part) for part in series]


def _titles(series: Series) -> list[str]:
    return [patch.subject for patch in series.patches]


@pytest.mark.parametrize(
    ("subject", "parts"),
    [
        ("[PATCH] a: b", ("a: b", False, 1, 0, 0)),
        ("[PATCH v2 03/10] a", ("a", False, 2, 3, 10)),
        ("[PATCHv3 1/2] a", ("a", False, 3, 1, 2)),
        ("[RFC PATCH v4 for-9.2 0/7] a", ("a", False, 4, 0, 7)),
        ("[PULL 01/20] [media] a", ("a", False, 1, 1, 20)),
        ("[PATCH net-next,v2,2/5] a [b]", ("a [b]", False, 2, 2, 5)),
        ("Re: [PATCH V2 1/2] a", ("a", True, 2, 1, 2)),
        ("RE: AW: [PATCH] a", ("a", True, 1, 0, 0)),
        ("Fwd: [PATCH] a", ("a", False, 1, 0, 0)),
        ("rust: re: a 1/2", ("rust: re: a 1/2", False, 1, 0, 0)),
        ("[only brackets]", ("[only brackets]", False, 1, 0, 0)),
        ("", ("", False, 1, 0, 0)),
    ],
)
def test_subjects_are_taken_apart(subject: str, parts: tuple[str, bool, int, int, int]) -> None:
    read = read_subject(subject)
    assert (read.title, read.is_reply, read.version, read.number, read.total) == parts


def test_a_series_is_sorted_and_keeps_its_cover() -> None:
    cover = letter("[PATCH v2 0/2] both", own="0@x", body=b"What it is about.\n")
    one, two = (letter(f"[PATCH v2 {n}/2] p{n}", own=f"{n}@x", parent="0@x") for n in (1, 2))
    ((series,), problems) = read_patches(two + cover + one, "x.mbox")
    assert problems == ()
    assert _titles(series) == ["p1", "p2"]
    assert series.cover is not None
    assert series.cover.body.startswith(b"What it is about.")


def test_versions_are_series_of_their_own() -> None:
    letters = [
        letter(f"[PATCH v{v} {n}/2] v{v}p{n}", own=f"v{v}p{n}@x", parent="v1p1@x" if v + n > 2 else "")
        for n in (1, 2)
        for v in (1, 2)
    ]
    assert titles(*letters) == [["v1p1", "v1p2"], ["v2p1", "v2p2"]]


def test_threads_of_different_people_do_not_mix() -> None:
    assert titles(
        letter("[PATCH 1/2] a1", own="a1@x", sender="a@x.org"),
        letter("[PATCH 1/2] b1", own="b1@x", sender="b@x.org"),
        letter("[PATCH 2/2] b2", own="b2@x", parent="b1@x", sender="b@x.org"),
        letter("[PATCH 2/2] a2", own="a2@x", parent="a1@x", sender="a@x.org"),
    ) == [["a1", "a2"], ["b1", "b2"]]


def test_a_thread_may_hang_from_patch_to_patch_and_come_in_any_order() -> None:
    assert titles(
        letter("[PATCH 3/3] p3", own="3@x", parent="2@x"),
        letter("[PATCH 2/3] p2", own="2@x", parent="1@x"),
        letter("[PATCH 1/3] p1", own="1@x", parent="2@x"),
    ) == [["p1", "p2", "p3"]]


def test_patches_sent_without_thread_or_id_are_gathered_by_number() -> None:
    assert titles(letter("[PATCH 1/2] p1", own="1@x"), letter("[PATCH 2/2] p2", own="2@x")) == [["p1", "p2"]]
    first, second = letter("[PATCH 1/2] p1"), letter("[PATCH 2/2] p2")
    assert titles(first, second, first, second) == [["p1", "p2"], ["p1", "p2"]]


def test_a_mail_that_came_twice_counts_once() -> None:
    assert titles(letter("[PATCH] p", own="1@x"), letter("[PATCH] p", own="1@x")) == [["p"]]


def test_replies_are_passed_over() -> None:
    quoted = b"".join(b"> " + row + b"\n" for row in BODY.split(b"\n")) + b"\nWhy?\n"
    inline = b"How about\n\n" + DIFF.encode()
    assert titles(
        letter("[PATCH 1/1] p", own="1@x"),
        letter("Re: [PATCH 1/1] p", own="2@x", parent="1@x", body=quoted),
        letter("Re: [PATCH 1/1] p", own="3@x", parent="1@x", body=inline),
    ) == [["p"]]


def test_a_diff_in_a_reply_is_read_if_it_is_all_there_is() -> None:
    assert titles(letter("Re: [PATCH 2/3] p", own="1@x", body=DIFF.encode())) == [["p"]]


def test_from_lines_are_unescaped_once_and_do_not_split() -> None:
    body = b">From the start.\n>>From twice.\n\nFrom here on, all is new.\n" + BODY
    message = one_patch(letter("[PATCH] p", body=body)).message
    assert message.startswith("From the start.\n>From twice.\n\nFrom here on, all is new.\nCount")


def test_an_mbox_over_crlf_is_split() -> None:
    assert titles((letter("[PATCH 1/2] p1") + letter("[PATCH 2/2] p2")).replace(b"\n", b"\r\n")) == [["p1", "p2"]]


def test_format_patch_tells_the_commit() -> None:
    patch = one_patch(b"From %s Mon Sep 17 00:00:00 2001\n" % COMMIT.encode() + mail(BODY))
    assert (patch.commit, patch.subject) == (COMMIT, "device: count")
    assert patch.mail is not None
    assert patch.mail.message_id == ""


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_git_log_and_show_are_read_oldest_first(end: bytes) -> None:
    headers = "commit {0}\nMerge: 1 2\nAuthor: Ann <ann@example.org>\nDate:   Fri Mar 1 12:00:00 2024 +0000\n"
    entry = headers + "\n    {1}\n    \n    Why.\n\n"
    log = "\n".join(entry.format(COMMIT.replace("0", digit), digit) + DIFF for digit in "ab").encode()
    ((series,), problems) = read_patches(log.replace(b"\n", end), "-")
    assert problems == ()
    assert _titles(series) == ["b", "a"]
    patch = series.patches[1]
    assert (patch.message, patch.author) == ("Why.", Address("Ann", "ann@example.org"))
    assert patch.commit == COMMIT.replace("0", "a")
    assert patch.files == one_patch(log.split(b"\ncommit")[0]).files


def test_a_coloured_log_is_read() -> None:
    log = f"\x1b[33mcommit {COMMIT}\x1b[m (HEAD)\nAuthor: Ann <a@b>\n\n    Title\n\n{DIFF}"
    assert one_patch(log.encode()).subject == "Title"


def test_a_bare_diff_is_a_series_of_one_and_keeps_the_words_above_it() -> None:
    patch = one_patch(b"Description: a quilt header\n\n" + DIFF.encode())
    assert (patch.subject, patch.author, patch.mail) == ("", None, None)
    assert patch.message == "Description: a quilt header"


def test_what_powershell_writes_is_read() -> None:
    assert one_patch(DIFF.encode("utf-16")).files == one_patch(DIFF.encode()).files


def test_the_index_line_of_svn_is_no_mail_header() -> None:
    svn = "Index: x.rs\n====\n--- x.rs\t(revision 1)\n+++ x.rs\t(working copy)\n@@ -1 +1 @@\n-a\n+b\n"
    assert one_patch(svn.encode()).mail is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x7fELF\0\0", "is a binary file"),
        (b"fn main() {}\n", "no diff found in it"),
        (mail(b"Hello.\n", subject="lunch"), "no diff found in it"),
    ],
)
def test_what_has_no_patch_is_told(data: bytes, what: str) -> None:
    series, (problem,) = read_patches(data, "x")
    assert series == ()
    assert (problem.where, problem.what) == ("x", what)
