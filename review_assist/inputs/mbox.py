"""Bytes of any kind (mbox, mail, `git log -p`, bare diff) to the patches in them, as series."""

from __future__ import annotations

import codecs
import re

from review_assist.inputs.diff import read_diff, without_transport
from review_assist.inputs.gitlog import looks_like_log, read_log
from review_assist.inputs.mail import looks_like_mail, read_mail
from review_assist.inputs.series import Letter, group_letters
from review_assist.inputs.text import prose
from review_assist.model import Patch, Problem, Series
from review_assist.patterns import pattern

_ENVELOPE = pattern(
    rb"^From ([^\n]{1,300}?) {1,4}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d(?::\d\d)?"
    rb"(?: [^\n]{1,40})? \d{4}[^\n]{0,60}\n(?=>?[!-9;-~]{1,100}:)",
    re.MULTILINE,
)
_ESCAPED_FROM = pattern(rb"^>(>*From )", re.MULTILINE)
_COMMIT = pattern(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def read_patches(data: bytes, source: str) -> tuple[tuple[Series, ...], tuple[Problem, ...]]:
    """All patches in `data`, and what could not be read; `source` names it in problems. Never raises."""
    letters, problems = read_letters(data, source)
    series = group_letters(letters)
    if not series and not problems:
        problems = [nothing_in(data, source)]
    return series, tuple(problems)


def read_letters(data: bytes, source: str) -> tuple[list[Letter], list[Problem]]:
    """The same before the patches are gathered into series, which may reach across files.

    That there is nothing in it (see `nothing_in`) is for the caller to say: a mail that only talks may lie
    beside the patches.
    """
    text = _as_utf8(data)
    lead = text.lstrip(b"\r\n")
    if lead.startswith(b"From ") and _ENVELOPE.match(lead):
        return _read_mbox(lead, source)
    if looks_like_mail(lead):
        return read_mail(lead, source)
    text = without_transport(text)
    if looks_like_log(text):
        return read_log(text, source)
    return _read_bare(text, source)


def nothing_in(data: bytes, source: str) -> Problem:
    """Why there is no patch in `data`."""
    text = _as_utf8(data)
    if not text.strip():
        return Problem(source, "is empty")
    if b"\0" in text[:8192]:
        return Problem(source, "is a binary file", "review takes patches, diffs and mails")
    if re.search(rb"^> ?(diff --git |@@ -)", text, re.MULTILINE):
        return Problem(source, "the diff in it is only quoted", "give the mail that it was sent in")
    return Problem(source, "no diff found in it", "review takes patches, diffs and mails")


def _as_utf8(data: bytes) -> bytes:
    """`data` without a byte order mark; a PowerShell redirection writes UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _read_mbox(data: bytes, source: str) -> tuple[list[Letter], list[Problem]]:
    letters: list[Letter] = []
    problems: list[Problem] = []
    envelopes = list(_ENVELOPE.finditer(data))
    ends = [match.start() for match in envelopes[1:]] + [len(data)]
    for envelope, end in zip(envelopes, ends, strict=True):
        commit = envelope[1].decode("ascii", "replace") if _COMMIT.fullmatch(envelope[1]) else ""
        message = _ESCAPED_FROM.sub(rb"\1", data[envelope.end() : end])
        found, damage = read_mail(message, source, commit)
        letters += found
        problems += damage
    return letters, problems


def _read_bare(body: bytes, source: str) -> tuple[list[Letter], list[Problem]]:
    files, problems = read_diff(body, source)
    if not files:
        return [], list(problems)
    message = prose(b"\n".join(body.split(b"\n")[: files[0].rows[0]])).strip()
    patch = Patch(source=source, subject="", author=None, commit="", message=message, files=files, body=body)
    return [Letter(source, patch)], list(problems)
