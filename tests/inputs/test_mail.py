"""Mails: every transport reads the same, and a reply finds what it needs in the headers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review_assist.inputs.headers import decode_words, read_addresses
from review_assist.inputs.mbox import read_patches
from review_assist.model import Address
from tests.inputs.helper import BODY, DIFF, MESSAGE, mail, one_patch, transports


@pytest.mark.parametrize("name", transports(BODY))
def test_every_transport_reads_the_same(name: str) -> None:
    patch = one_patch(transports(BODY)[name])
    plain = one_patch(mail(BODY))
    assert patch.body.rstrip(b"\n") == BODY.rstrip(b"\n")
    assert patch.files == plain.files
    assert (patch.subject, patch.message) == ("device: count", MESSAGE)
    assert patch.author == Address("Ann Author", "ann@example.org")


LINES = st.text(st.characters(exclude_characters="\n\r\x1b", exclude_categories=["Cs"]), max_size=90)


@given(st.lists(st.tuples(st.sampled_from("+- "), LINES), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_transport_gives_the_same_lines(lines: list[tuple[str, str]]) -> None:
    old = sum(mark != "+" for mark, _ in lines)
    new = sum(mark != "-" for mark, _ in lines)
    rows = "".join(f"{mark}{text}\n" for mark, text in lines)
    body = f"Why.\n---\n--- a/x.rs\n+++ b/x.rs\n@@ -1,{old} +1,{new} @@\n{rows}-- \n2\n".encode()
    for data in transports(body).values():
        (file,) = one_patch(data).files
        assert [(line.kind, line.text.decode()) for line in file.hunks[0].lines] == lines


def test_a_mailer_that_says_flowed_and_stuffs_nothing_is_understood() -> None:
    assert one_patch(mail(BODY, kind="text/plain; format=flowed")).body == BODY


def test_latin_1_becomes_utf_8() -> None:
    patch = one_patch(mail(BODY.decode().encode("latin-1"), kind="text/plain; charset=iso-8859-1"))
    assert patch.files[0].hunks[0].lines[0].text.decode() == "// grün = 1"


def test_a_wrong_charset_does_not_spoil_utf_8() -> None:
    assert one_patch(mail(BODY, kind='text/plain; charset="iso-8859-1"')).body == BODY
    assert one_patch(mail(BODY, kind="text/plain; charset=zip")).body == BODY


def multipart(*parts: bytes, kind: str = "mixed") -> bytes:
    inside = b"".join(b"--B=1\n" + part + b"\n" for part in parts) + b"--B=1--\n\n_____\nlist footer\n"
    return mail(b"preamble\n" + inside, kind=f'multipart/{kind}; boundary="B=1"')


HTML = b"Content-Type: text/html\n\n<pre>@@ -1 +1 @@</pre>"


def test_the_text_part_of_a_multipart_mail_is_taken() -> None:
    patch = one_patch(multipart(b"Content-Type: text/plain; charset=utf-8\n\n" + BODY, HTML, kind="alternative"))
    assert patch.body == BODY
    assert patch.message.startswith("Count devices.")


def test_a_signed_mail_is_read() -> None:
    signature = b"Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n"
    inner = b"Content-Type: multipart/mixed; boundary=C\n\n--C\n\n" + BODY + b"\n--C--\n"
    assert one_patch(multipart(inner, signature, kind="signed")).body == BODY


def test_an_inline_signature_is_taken_off_and_its_dashes_unescaped() -> None:
    escaped = BODY.replace(b"\n-", b"\n- -")
    signed = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + escaped + b"-----BEGIN PGP SIGNATURE-----\n\nx\n"
    )
    assert one_patch(mail(signed)).body == BODY


@pytest.mark.parametrize("disposition", ["attachment", "inline"])
def test_an_attached_patch_is_read_with_its_own_headers(disposition: str) -> None:
    attached = (
        f"Content-Type: text/x-patch; name=0001.patch\nContent-Disposition: {disposition}; filename=0001.patch\n\n"
        "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\nFrom: Bea <bea@example.org>\n"
        "Subject: [PATCH] device: count better\n\n"
    ).encode() + BODY
    patch = one_patch(multipart(b"Content-Type: text/plain\n\nPlease find it attached.\n", attached))
    assert (patch.subject, patch.author) == ("device: count better", Address("Bea", "bea@example.org"))
    assert patch.message.startswith("Count devices.")
    assert patch.mail is not None
    assert patch.mail.author.name == "Ann Author"


def test_several_attached_patches_are_several() -> None:
    part = b"Content-Type: application/octet-stream; name=%d.diff\n\n" + DIFF.encode()
    series, problems = read_patches(multipart(b"\nboth\n", part % 1, part % 2), "x")
    assert problems == ()
    assert [len(patch.files) for part in series for patch in part.patches] == [1, 1]


def test_headers_are_decoded_and_unfolded() -> None:
    headers = (
        'To: "Doe, J." <j@example.org>,\n =?utf-8?q?J=C3=BCrgen?= <JJ@example.org>, list@example.org (the list)\n'
        "Cc: Name (TI) <ti@example.org>, undisclosed-recipients:;\nMessage-ID: <1@x>\nIn-Reply-To: <0@x>\n"
        "References: <r@x>\n <0@x>\nReply-To: Ann <other@example.org>\n"
    )
    found = one_patch(
        mail(BODY, subject="[PATCH\n v2 3/7] =?utf-8?b?Z3I=?=\n =?utf-8?b?w7xu?= and\x07 more", headers=headers)
    )
    letter = found.mail
    assert letter is not None
    assert letter.subject == "[PATCH v2 3/7] grün and more"
    assert (found.subject, found.version, found.number, found.total) == ("grün and more", 2, 3, 7)
    assert letter.to == (
        Address("Doe, J.", "j@example.org"),
        Address("Jürgen", "JJ@example.org"),
        Address("the list", "list@example.org"),
    )
    assert letter.cc == (Address("Name (TI)", "ti@example.org"),)
    assert (letter.message_id, letter.in_reply_to, letter.references) == ("<1@x>", "<0@x>", ("<r@x>", "<0@x>"))
    assert letter.reply_to == (Address("Ann", "other@example.org"),)
    assert letter.date == "Fri, 1 Mar 2024 12:00:00 +0000"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?q?a_b=3D?= c", "a b= c"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
        ("=?iso-8859-1?q?=FC?=", "ü"),
        ("=?nonsense?q?abc?=", "abc"),
        ("=?utf-8?b?!!!?= x", "x"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("a \x1b[31m \u202e b", "a [31m b"),
    ],
)
def test_encoded_words(raw: str, text: str) -> None:
    assert decode_words(raw) == text


def test_hostile_bodies_take_no_time() -> None:
    names = b"diff --git " + b'"a b ' * 20_000 + b"\n--- a" + b" 2" * 50_000 + b"\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"
    armour = b"-----BEGIN PGP SIGNED MESSAGE-----\n" + b"Hash: x\n" * 20_000
    envelope = b"From x Mon Sep 17 00:00:00 2001\nA: b\n\n" + b"From x" + b" Mon Sep 17 00:00 " * 20_000
    returns = b"--- a\r\n+++ b" + b"\r" * 100_000 + b"\n" + b"\r" * 100_000 + b"x\n"
    for body in (names, armour, returns):
        read_patches(mail(body), "x")
    read_patches(envelope, "x")


def test_hostile_headers_take_no_time() -> None:
    for value in ("=?a?q?" * 10_000, "(" * 60_000, '"\\' * 30_000, "<" * 60_000, "a@b, " * 10_000):
        decode_words(value)
        read_addresses([value])


@pytest.mark.parametrize(
    ("sender", "extra", "body"),
    [
        (
            "Ann via B4 Relay <devnull+ann.example.org@kernel.org>",
            "X-Original-From: Ann <ann@example.org>\n",
            BODY,
        ),
        ("Ann via B4 Relay <devnull+ann.example.org@kernel.org>", "", b"From: Ann <ann@example.org>\n\n" + BODY),
        ("Ann via B4 Relay <devnull+ann.example.org@kernel.org>", "Cc: X <x@y.z>, Ann <ann@example.org>\n", BODY),
        (
            "Ann via B4 Relay <devnull+ann.example.org@kernel.org>",
            "Reply-To: ann@example.org\nCc: Ann <ann@example.org>\n",
            BODY,
        ),
        ("Ann via qemu-devel <qemu-devel@lists.example>", "Reply-To: Ann <ann@example.org>\n", BODY),
    ],
)
def test_behind_a_relay_the_real_author_is_found(sender: str, extra: str, body: bytes) -> None:
    data = mail(body, headers=extra).replace(b"Ann Author <ann@example.org>", sender.encode(), 1)
    patch = one_patch(data)
    assert patch.mail is not None
    assert patch.mail.author == patch.author == Address("Ann", "ann@example.org")


def test_an_author_named_in_the_body_wrote_the_patch_but_did_not_send_it() -> None:
    patch = one_patch(mail(b"From: Bea <bea@example.org>\nSubject: other: title\n\n" + BODY))
    assert patch.author == Address("Bea", "bea@example.org")
    assert patch.mail is not None
    assert patch.mail.author == Address("Ann Author", "ann@example.org")
    assert patch.subject == "other: title"
    assert patch.message.startswith("Count devices.")


def test_an_html_mail_of_a_series_is_told() -> None:
    _, problems = read_patches(mail(HTML, subject="[PATCH 2/3] x", kind="text/html"), "x.eml")
    assert [problem.what for problem in problems] == ["patch 2/3 has no diff in its text"]


MIME = st.sampled_from(
    [
        b"From: a <a@b>\n",
        b"From x Mon Sep 17 00:00:00 2001\n",
        b"Subject: [PATCH 1/2] =?utf-8?b?",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Type: text/plain; charset=utf-7; format=flowed\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"begin 644 x\n",
        b"--b\n",
        b"--b--\n",
        b"\n",
        b"\r\n",
        b"---\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n",
        b"commit 1111111111111111111111111111111111111111\n",
        DIFF.encode(),
    ]
)


@given(st.lists(st.one_of(MIME, st.binary(max_size=12)), max_size=30).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_the_mail_reader_fail(data: bytes) -> None:
    series, problems = read_patches(data, "x")
    assert series or problems
