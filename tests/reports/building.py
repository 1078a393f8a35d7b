"""Reviews of small patches: a mail is put together and read, notes are put on lines of it by their text."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from review_assist.inputs.mbox import read_patches
from review_assist.model import Finding, Note, Patch, Problem, Review, Series, Submission
from review_assist.notes.draft import Manner, drafted
from review_assist.notes.group import folded
from review_assist.reports import mail
from review_assist.reports.mail_headers import Sender

HEADERS = {
    "From": "Mira Holm <mira@example.org>",
    "Date": "Mon, 2 Mar 2026 10:30:00 +0100",
    "Subject": "[PATCH] bell: ring twice",
    "Message-ID": "<1-mira@example.org>",
    "To": "bell-devel@lists.example.org",
}
OLD = "".join(f"    step_{number}();\n" for number in range(1, 61))
"""A file of which each line differs."""


def finding(**fields: Any) -> Finding:
    """A finding with plain texts, of which `fields` may say otherwise."""
    defaults = Finding(
        rule="raw-pointer-parameter",
        family="raw-pointers",
        level="warning",
        confidence="high",
        path="src/bell.rs",
        line=1,
        end_line=1,
        column=1,
        end_column=2,
        message="`drain` takes a raw pointer",
        question="could `drain` take `&mut Queue`?",
        why="A pointer says nothing of who owns what it points to.",
        instead="Take `&mut Queue`.",
        function="drain",
        code=("x",),
        patch=0,
        fingerprint="0" * 16,
    )
    return replace(defaults, **fields)


def git_diff(path: str, old: str, new: str) -> str:
    """The diff as git writes it, without an index line."""
    rows = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}")
    return f"diff --git a/{path} b/{path}\n" + "".join(rows)


def patch_mail(diff: str, **headers: str) -> bytes:
    """A patch mail; a header is named as in `Message_ID="<2@x>"` and left out if it is empty."""
    fields = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"{head}\nRing the bell twice.\n\n---\n{diff}-- \n2.39.5\n\n".encode()


def patches_of(*mails: bytes) -> tuple[Patch, ...]:
    """Every mail's patch."""
    return tuple(patch for data in mails for series in read_patches(data, "-")[0] for patch in series.patches)


def note_on(patches: tuple[Patch, ...], text: str, *, to: str = "", at: int = 0, **fields: Any) -> Note:
    """A note on the added line with this text, up to the one with the text `to`."""
    added = [
        (file.path, line)
        for file in patches[at].files
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind == "+"
    ]
    path, first = next((path, line) for path, line in added if line.text.strip() == text.encode())
    last = next((line for _, line in added if to and line.text.strip() == to.encode()), first)
    spot = {"path": path, "line": first.new, "end_line": last.new, "patch": at}
    return Note(finding(**(spot | fields)), ())


def review_of(
    patches: tuple[Patch, ...], notes: Iterable[Note] = (), *, files: int = 1, problems: tuple[Problem, ...] = ()
) -> Review:
    """The review that says this of these patches."""
    submission = Submission((Series(patches),))
    told = drafted(folded(tuple(notes)), submission, (), Manner())
    return Review(submission, told, tuple(n.finding for n in told), (), problems, files=files)


def written(review: Review, sender: Sender | None = None) -> str:
    """What the report writes."""
    out = io.StringIO()
    mail.write(review, out, sender=sender)
    return out.getvalue()


def reply_to(diff: str, *texts: str, sender: Sender | None = None, **headers: str) -> EmailMessage:
    """The parsed reply to a patch mail, with a note on each line that has one of the texts."""
    patches = patches_of(patch_mail(diff, **headers))
    notes = [note_on(patches, text) for text in texts]
    return parsed(written(review_of(patches, notes), sender))


def parsed(text: str) -> EmailMessage:
    """A message as a mail program reads it."""
    message = BytesParser(policy=policy.default).parsebytes(text.encode())
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body_of(message: EmailMessage) -> str:
    """Its decoded text."""
    content = message.get_content()
    assert isinstance(content, str)
    return content
