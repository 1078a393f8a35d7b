"""Whatever arrives: no traceback, no hang, and nothing of it acts on the terminal or the mail."""

from __future__ import annotations

import random
from io import StringIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from review_assist import pipeline
from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission, WholeFile
from review_assist.reports import json, mail, terminal
from review_assist.reports.formats import FORMATS, Surroundings
from review_assist.reports.gitlab_discussions import DiffRefs
from review_assist.rules.registry import all_rules

PATCH = (Path(__file__).parent / "patches" / "frame-queue.mbox").read_bytes()
GIVEN = Surroundings(
    "0", terminal.Style(), True, all_rules(), lambda: None, DiffRefs("a" * 40, "b" * 40, "c" * 40)
)
PIECES = (
    *(b"unsafe { ", b"}", b"{{{", b"*mut ", b"/*", b'"', b'r#"', b"'", b"\x00", b"\xff\xfe", b"\x1b[31m"),
    *(b"@@ -1,9 +1,9 @@\n", b"diff --git a/x b/x\n", b"--- a/x.rs\n+++ b/x.rs\n", b"\r\n", b"\n+", b"\n-"),
    *(b"From x Mon Sep 17 00:00:00 2001\n", b"=?utf-8?q?=0A?=", b"Content-Type: text/plain; charset=nonsense\n"),
    *(b"+fn f(p: *mut T) {\n", "\u202e\u2066".encode()),
)


def test_a_line_that_nobody_reads_is_left_alone() -> None:
    loops = b"for i in 0..v.len() { s += v[i]; } " * 30_000
    code = b"pub fn f(v: &[u32]) -> u32 { let mut s = 0; " + loops + b" s }\n"
    text = b'pub static mut TEXT: &str = "' + b"a" * 1_000_000 + b'";\n'
    done = pipeline.review(Submission((), (WholeFile("a.rs", code), WholeFile("b.rs", text))), Settings())
    assert [(problem.where, problem.what[:41]) for problem in done.problems] == [
        ("a.rs", "has a line with more than 20000 bytes of ")
    ]
    assert [finding.rule for finding in done.findings] == ["mutable-static"]


def reviewed(data: bytes) -> Review:
    series, problems = read_patches(data, "fuzz")
    return pipeline.review(Submission(series, (), problems), Settings(pedantic=True))


def shown(review: Review) -> str:
    out = StringIO()
    terminal.write(review, out, terminal.Style())
    json.write(review, out, version="0")
    mail.write(review, out)
    for form in ("sarif", "rdjsonl", "checkstyle", "github-annotations", "gitlab", "github", "gitlab-discussions"):
        FORMATS[form].write(review, out, GIVEN)
    return out.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few cuts, copies, flips and insertions."""
    for _ in range(chance.randint(1, 6)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        end = min(end, at + 300)
        data = chance.choice(
            (
                data[:at] + data[end:],
                data[:end] + data[at:end] + data[end:],
                data[:at] + chance.choice(PIECES) + data[at:],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
            )
        )
    return data


@settings(max_examples=150, deadline=2000, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_a_mutated_mail_is_reviewed_as_far_as_it_goes(seed: int) -> None:
    text = shown(reviewed(mutated(PATCH, random.Random(seed))))
    assert "\x1b" not in text and "\u202e" not in text and "\x00" not in text


@settings(max_examples=60, deadline=2000, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_mutated_rust_is_reviewed_as_far_as_it_parses(seed: int) -> None:
    code = b"\n".join(line[1:] for line in PATCH.split(b"\n") if line.startswith(b"+"))
    file = WholeFile("src/x.rs", mutated(code, random.Random(seed)))
    shown(pipeline.review(Submission(whole=(file,)), Settings(pedantic=True)))


def test_deep_nesting_is_no_crash() -> None:
    for code in (b"(" * 20_000, b"{" * 20_000, b"fn f() { " + b"unsafe { " * 3000 + b"}" * 3001, b"*" * 50_000):
        shown(pipeline.review(Submission(whole=(WholeFile("a.rs", code),)), Settings()))


def test_a_hostile_subject_stays_on_its_line() -> None:
    two = PATCH.replace(b"Subject: [PATCH]", b"Subject: [PATCH 1/2]") + PATCH.replace(
        b"Subject: [PATCH]", b"Subject: [PATCH 2/2] =?utf-8?q?=1B[2J=0ABcc:_x@example.org?="
    )
    text = shown(reviewed(two))
    assert "\x1b" not in text and "\nBcc:" not in text


def test_what_a_patch_removes_may_be_too_deep_to_be_judged() -> None:
    deep = b"fn f() -> bool { if a > b { " + b"{" * 450 + b"true" + b"}" * 450 + b" } else { false } }"
    new = b"fn g(a: u32, p: *mut u8) -> bool { if a > b { true } else { false } }"
    head = b"From: a <a@b.c>\nSubject: [PATCH] x\n\n---\n--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1,1 +1,1 @@\n"
    assert reviewed(head + b"-" + deep + b"\n+" + new + b"\n").findings
