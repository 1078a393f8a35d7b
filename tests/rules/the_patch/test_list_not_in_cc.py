"""list-not-in-cc: only mails that were sent, and once for a series."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch
from tests.rules.the_patch.diffs import changed, mail

RULE = "list-not-in-cc"
RUST = changed("rust/hw/a.rs", " struct A;", "+struct B;")
C = changed("hw/a.c", " int a;", "+int b;")
MARK = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"


def told(*mails: str) -> list[int | None]:
    text = "".join(MARK + one for one in mails) if len(mails) > 1 else mails[0]
    return [f.patch for f in findings_in_patch(text, RULE, profile=shipped()["qemu"])]


def test_to_cc_and_the_case_of_letters() -> None:
    assert told(mail(RUST, "To: qemu-devel@nongnu.org")) == [0]
    assert told(mail(RUST, "To: qemu-devel@nongnu.org", "Cc: QEMU Rust <Qemu-Rust@nongnu.org>")) == []


def test_a_patch_that_was_not_sent_has_no_recipients() -> None:
    assert told(mail(RUST)) == [] and told(RUST) == []


def test_c_alone_is_not_for_that_list() -> None:
    assert told(mail(C, "To: qemu-devel@nongnu.org")) == []


def test_a_series_is_told_once() -> None:
    to = "To: qemu-devel@nongnu.org"
    mails = [mail(diff, to, subject=f"[PATCH {n}/3] x") for n, diff in enumerate((C, RUST, RUST), 1)]
    assert told(*mails) == [1]


def test_a_pull_request_goes_to_who_merges_it() -> None:
    sent = mail(RUST, "To: qemu-devel@nongnu.org", subject="[GIT PULL] changes for 1.2")
    assert told(sent) == []
