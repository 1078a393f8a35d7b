from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_assist.model import Address
from review_assist.reports.mail_headers import Sender, headers, unthreaded
from tests.reports.building import (
    OLD,
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
ME = Sender("Ada Vale", "ada@example.org", datetime(2026, 3, 3, 9, 0, tzinfo=timezone(timedelta(hours=1))))


def reply(sender: Sender | None = None, **fields: str) -> EmailMessage:
    return reply_to(DIFF, "ring();", sender=sender, **fields)


def addresses(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    return getaddresses([str(message[name])]) if message[name] else []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("[PATCH v2 3/7] bell: ring", "Re: [PATCH v2 3/7] bell: ring"),
        ("Re: [PATCH] bell: ring", "Re: [PATCH] bell: ring"),
        ("RE: [PATCH] bell: ring", "RE: [PATCH] bell: ring"),
        ("[PATCH] bell:\n ring\n\ttwice", "Re: [PATCH] bell: ring twice"),
        ("=?utf-8?q?=5BPATCH=5D_bell=3A_l=C3=A4uten?=", "Re: [PATCH] bell: läuten"),
    ],
)
def test_subject_gets_one_re(subject: str, expected: str) -> None:
    assert reply(Subject=subject)["Subject"] == expected


def test_long_foreign_subject_is_folded_and_survives() -> None:
    subject = "[PATCH] " + "Glöckchen läuten " * 12
    written_subject = reply(Subject=subject)["Subject"]
    assert written_subject == "Re: " + " ".join(subject.split())


def test_reply_threads_below_the_patch_mail() -> None:
    message = reply(References="<cover@x>\n <0@x> <cover@x>", In_Reply_To="<0@x>")
    assert message["In-Reply-To"] == "<1-mira@example.org>"
    assert message["References"].split() == ["<cover@x>", "<0@x>", "<1-mira@example.org>"]


def test_without_references_the_parents_parent_begins_the_thread() -> None:
    assert reply(In_Reply_To="<0@x>")["References"].split() == ["<0@x>", "<1-mira@example.org>"]
    assert reply()["References"].split() == ["<1-mira@example.org>"]


def test_long_thread_is_kept_whole_on_short_lines() -> None:
    ids = [f"<{number}.{'x' * 60}@mail.example.org>" for number in range(30)]
    (patch,) = patches_of(patch_mail(DIFF, References="\n ".join(ids)))
    text = "\n".join([*headers(patch, None), "", ""])
    assert parsed(text)["References"].split() == [*ids, "<1-mira@example.org>"]
    assert max(map(len, text.split("\n\n")[0].split("\n"))) < 120
    assert "=?" not in text


def test_mail_without_an_id_starts_no_thread() -> None:
    message = reply(Message_ID="", References="<0@x>")
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_reply_goes_to_the_author_and_everybody_else_gets_a_copy() -> None:
    message = reply(To="list@x, anton@x", Cc="Berg <berg@x>")
    assert addresses(message, "To") == [("Mira Holm", "mira@example.org")]
    assert addresses(message, "Cc") == [("", "list@x"), ("", "anton@x"), ("Berg", "berg@x")]


def test_reply_to_is_respected() -> None:
    assert addresses(reply(Reply_To="desk@x"), "To") == [("", "desk@x")]


def test_every_address_gets_one_copy_and_we_get_none() -> None:
    message = reply(ME, To="List@x, LIST@X, Mira@Example.org", Cc="Ada <ADA@example.org>, list@x")
    assert addresses(message, "To") == [("Mira Holm", "mira@example.org")]
    assert addresses(message, "Cc") == [("", "List@x")]


def test_reply_to_ourselves_goes_to_the_others() -> None:
    message = reply(Sender("Mira Holm", "mira@example.org", ME.date), To="list@x", Cc="berg@x")
    assert addresses(message, "To") == [("", "list@x"), ("", "berg@x")]
    assert message["Cc"] is None


@pytest.mark.parametrize("name", ["Doe, J.", "Name (TI)", 'A "B" C', "Zoë Ångström"])
def test_names_with_specials_survive(name: str) -> None:
    patch = patches_of(patch_mail(DIFF))[0]
    assert patch.mail
    lines = headers(patch, Sender(name, "a@x", ME.date))
    assert addresses(parsed("\n".join([*lines, "", ""])), "From") == [(name, "a@x")]


def test_author_behind_a_relay_is_answered() -> None:
    message = reply(
        From='"Mira Holm via B4 Relay" <devnull+mira.example.org@kernel.org>', Reply_To="mira@example.org"
    )
    assert addresses(message, "To")[0][1] == "mira@example.org"


def test_sender_date_and_id_are_written_if_known() -> None:
    message = reply(ME)
    assert message["From"] == "Ada Vale <ada@example.org>"
    assert message["Date"] == "Tue, 03 Mar 2026 09:00:00 +0100"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Message-ID"] == reply(ME)["Message-ID"]
    assert message["Message-ID"] != reply(ME, Message_ID="<2@x>")["Message-ID"]
    assert all(reply()[name] is None for name in ("From", "Date", "Message-ID"))


def test_one_plain_text_part_in_8bit() -> None:
    message = reply(From="Zoë <z@x>")
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message["Content-Transfer-Encoding"] == "8bit"


def test_bare_diff_is_answered_without_recipients() -> None:
    (patch,) = patches_of(DIFF.encode())
    assert headers(patch, None)[:2] == ["Subject: Re: the patch", "MIME-Version: 1.0"]


HOSTILE = [
    "x\nBcc: all@x",
    "x\r\nBcc: all@x",
    "x\x1b[2Jy",
    "x\u202ey",
    "=?utf-8?q?a=0ABcc:_all=40x?=",
    "\ud800",
    "a\u2028Bcc: all@x",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["Subject", "From", "To", "Cc", "Date", "References", "Message_ID"])
def test_no_header_smuggles_another(text: str, field: str) -> None:
    value = f"{text} <a@x>" if field in ("From", "To", "Cc") else text
    data = patch_mail(DIFF).split(b"\n")
    name = field.replace("_", "-")
    line = f"{name}: {value}".encode("utf-8", "surrogatepass").replace(b"\n", b"\n ")
    kept = [row for row in data if not row.startswith(name.encode() + b":")]
    patches = patches_of(b"\n".join([line, *kept]))
    out = written(review_of(patches, [note_on(patches, "ring();")]))
    assert "ring();" in out
    head = out.partition("\n\n")[0]
    assert head.isascii()
    assert parsed(out)["Bcc"] is None
    assert not set(out) & {"\x1b", "\r", "\u202e", "\u2028"}


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=60), st.text(max_size=40))
def test_whatever_a_mail_says_the_header_is_whole(subject: str, name: str, email: str, message_id: str) -> None:
    patch = patches_of(patch_mail(DIFF))[0]
    assert patch.mail
    mail = replace(
        patch.mail, subject=subject, author=Address(name, email), message_id=message_id, references=(email, name)
    )
    lines = headers(replace(patch, mail=mail), Sender(name, email, ME.date))
    known = ("Subject", "To", "Cc", "In-Reply-To", "References", "From", "Date", "Message-ID", "MIME", "Content")
    assert all(line.startswith((*known, " ")) and line.isascii() and line.isprintable() for line in lines)
    assert all(len(line) <= 998 and line.strip() for line in lines)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"Message_ID": ""}, ["no Message-ID, so the reply has no In-Reply-To"]),
        ({"Message_ID": "not an id"}, ["no Message-ID, so the reply has no In-Reply-To"]),
    ],
)
def test_a_reply_that_does_not_know_its_mail_is_told_with_what_to_do(
    fields: dict[str, str], told: list[str]
) -> None:
    patches = patches_of(patch_mail(DIFF, **fields))
    lacking = unthreaded(review_of(patches, [note_on(patches, "ring();")]))
    assert len(lacking) == len(told) and all(part in one.what for part, one in zip(told, lacking, strict=True))
    assert all("b4 am" in one.advice for one in lacking)
    assert unthreaded(review_of(patches)) == []


def test_a_diff_that_came_in_no_mail_lacks_more() -> None:
    patches = patches_of(DIFF.encode())
    (lacking,) = unthreaded(review_of(patches, [note_on(patches, "ring();")]))
    assert "neither To nor In-Reply-To" in lacking.what
