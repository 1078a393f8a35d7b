"""Replies into a folder, and the reply to a cover letter."""

from __future__ import annotations

import mailbox
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from review_assist.cli import commands
from tests.reports.building import body_of, parsed
from tests.test_pipeline import PATCH

COVER = """From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Mira Holm <mira.holm@example.org>
Date: Mon, 2 Mar 2026 10:29:00 +0100
Subject: [PATCH 0/2] radio: ../../queue frames
Message-ID: <20260302103000.1-0-mira.holm@example.org>
To: radio-devel@lists.example.org

Two patches.

"""
FIRST = PATCH.read_text().replace("[PATCH]", "[PATCH 1/2]")
SECOND = (
    PATCH.read_text()
    .replace("[PATCH]", "[PATCH 2/2]")
    .replace("103000.1-2", "103000.1-3")
    .replace("src/", "src/again/")
    .replace("Message-ID", "In-Reply-To: <20260302103000.1-0-mira.holm@example.org>\nMessage-ID")
)


def review(tmp_path: Path, text: str, *options: str) -> str:
    (tmp_path / "series.mbox").write_text(text)
    arguments = ["review", "--no-repo", "--format", "mail", str(tmp_path / "series.mbox"), *options]
    done = CliRunner().invoke(commands, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_each_reply_is_a_file_and_all_are_an_mbox(tmp_path: Path) -> None:
    review(tmp_path, COVER + FIRST + "\n" + SECOND, "-o", f"{tmp_path}/out/")
    files = written(tmp_path / "out")
    assert list(files) == [
        "01-0000-radio-queue-frames.eml",
        "01-0001-radio-queue-the-frames-that-arrive-while-nobody-list.eml",
        "01-0002-radio-queue-the-frames-that-arrive-while-nobody-list.eml",
        "replies.mbox",
    ]
    with closing(mailbox.mbox(tmp_path / "out" / "replies.mbox")) as box:
        messages = [message.as_string() for message in box]
    assert [parsed(text)["Subject"] for text in messages] == [
        parsed(files[name])["Subject"] for name in list(files)[:3]
    ]


def test_the_cover_letter_is_answered_with_the_ledger(tmp_path: Path) -> None:
    review(tmp_path, COVER + FIRST + "\n" + SECOND, "-o", f"{tmp_path}/out/")
    reply = parsed(written(tmp_path / "out")["01-0000-radio-queue-frames.eml"])
    assert reply["In-Reply-To"] == "<20260302103000.1-0-mira.holm@example.org>"
    body = body_of(reply)
    assert "The replies to patches 1 and 2 say more." in " ".join(body.split())
    assert "C habits " in body and "All patches" in body
    assert all(len(line) <= 72 for line in body.split("\n"))


def test_without_anything_to_say_there_is_no_folder(tmp_path: Path) -> None:
    said = review(tmp_path, PATCH.read_text(), "--select", "goto-block", "-o", f"{tmp_path}/out/")
    assert "no reply written" in said and not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["json", "html", "b4-check"])
def test_one_document_is_no_folder(tmp_path: Path, form: str) -> None:
    arguments = ["review", "--no-repo", "--format", form, str(PATCH), "-o", str(tmp_path)]
    done = CliRunner().invoke(commands, arguments, standalone_mode=False)
    assert "name a file with -o" in str(done.exception)
