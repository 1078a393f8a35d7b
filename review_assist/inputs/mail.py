"""One mail: its headers as a reply needs them, its patch as a review needs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from review_assist.inputs.diff import read_diff
from review_assist.inputs.headers import Headers, first, message_ids, read_addresses, read_headers
from review_assist.inputs.mime import Part, read_parts, split_message
from review_assist.inputs.series import Letter, Subject, read_subject
from review_assist.inputs.text import printable, prose
from review_assist.model import Address, FileDiff, Mail, Patch, Problem
from review_assist.patterns import pattern

_HEADER_ROW = pattern(rb"[A-Za-z][A-Za-z0-9-]*:(?:[ \t]|\r?\n)")
_ENVELOPE = pattern(rb"\AFrom [^\n]*\n")
_IN_BODY = pattern(rb"\s*((?:(?:From|Subject|Date):[^\n]*\n(?:[ \t]+[^\n]+\n)*)+)[ \t]*\n", re.IGNORECASE)
_RELAYED_NAME = pattern(r"(.+?)\s+via\s+.+", re.IGNORECASE)
_PATCH_NAME = pattern(r".*\.(?:patch|diff)(?:\.txt)?", re.IGNORECASE)
_PATCH_KINDS = ("text/x-patch", "text/x-diff", "application/x-patch", "application/x-diff")


def looks_like_mail(data: bytes) -> bool:
    """Whether the text begins with a block of mail headers (and not, say, with svn's `Index:` row)."""
    head = data[:65536]
    if not _HEADER_ROW.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(re.search(rb"^(?:From|Subject|Message-ID):", block, re.MULTILINE | re.IGNORECASE))


def read_mail(message: bytes, source: str, commit: str = "") -> tuple[list[Letter], list[Problem]]:
    """Patches or cover letter of one mail; nothing for a mail that only talks.

    Several patches come out of a mail that has them attached. `commit` is what the `From <id>` row told.
    """
    headers, content = split_message(message)
    parts = list(read_parts(headers, content))
    subject = read_subject(first(headers, "subject"))
    where = f"{source} ({printable(subject.title)})" if subject.title else source
    read = [(part, *read_diff(part.body, where)) for part in parts if _may_be_patch(part)]
    inline = [entry for entry in read if entry[1] and entry[0].kind == "text/plain" and not entry[0].name]
    chosen = inline[:1] or [entry for entry in read if entry[1]]
    if not chosen:
        body = next((part.body for part in parts if part.kind == "text/plain"), b"")
        return _without_patch(_mail(headers, body), subject, source, where)
    letters: list[Letter] = []
    problems: list[Problem] = []
    for part, files, damage in chosen:
        letters.append(_letter(_mail(headers, part.body), subject, source, commit, files))
        problems += damage
    return letters, problems


def _may_be_patch(part: Part) -> bool:
    is_text = part.kind.startswith("text/") and part.kind != "text/html"
    return is_text or part.kind in _PATCH_KINDS or bool(_PATCH_NAME.fullmatch(part.name))


def _without_patch(mail: Mail, subject: Subject, source: str, where: str) -> tuple[list[Letter], list[Problem]]:
    """A cover letter, a loss that must be told, or a mail that need not concern us."""
    if subject.is_reply or not subject.total:
        return [], []
    if subject.number == 0:
        return [Letter(source, None, mail, subject.version, subject.total)], []
    what = f"patch {subject.number}/{subject.total} has no diff in its text"
    return [], [Problem(where, what, "if it is HTML, ask for it as plain text")]


def _letter(mail: Mail, subject: Subject, source: str, commit: str, files: Sequence[FileDiff]) -> Letter:
    attached, body_at = _attached(mail.body)
    in_body, message = _split_message_text(mail.body, body_at, files)
    title = read_subject(first(in_body, "subject") or first(attached, "subject")).title or subject.title
    author = read_addresses(in_body.get("from", []) or attached.get("from", []))
    patch = Patch(
        source=source,
        subject=title,
        author=author[0] if author else mail.author,
        commit=commit,
        message=message,
        files=tuple(files),
        body=mail.body,
        mail=mail,
        version=subject.version,
        number=0 if subject.is_reply else subject.number,
        total=0 if subject.is_reply else subject.total,
    )
    return Letter(source, patch, None, patch.version, patch.total, is_reply=subject.is_reply)


def _attached(body: bytes) -> tuple[Headers, int]:
    """Headers that an attached file of `git format-patch` has of its own, and where its text begins."""
    envelope = _ENVELOPE.match(body)
    at = envelope.end() if envelope else 0
    if not envelope or not looks_like_mail(body[at : at + 65536]):
        return {}, 0
    headers, text = split_message(body[at:])
    return headers, len(body) - len(text)


def _split_message_text(body: bytes, at: int, files: Sequence[FileDiff]) -> tuple[Headers, str]:
    """The `From:` and `Subject:` that a body may begin with, and the commit message behind them."""
    rows = body[at:].split(b"\n")
    skipped = body.count(b"\n", 0, at)
    end = min((file.rows[0] - skipped for file in files), default=len(rows))
    cut = next((row for row in range(end) if rows[row].rstrip() == b"---"), end)
    text = b"\n".join(rows[: max(cut, 0)]) + b"\n"
    in_body = _IN_BODY.match(text)
    headers = read_headers(in_body[1]) if in_body else {}
    return headers, prose(text[in_body.end() if in_body else 0 :]).strip()


def _mail(headers: Headers, body: bytes) -> Mail:
    ids = message_ids(headers, "message-id")
    replied = message_ids(headers, "in-reply-to")
    return Mail(
        subject=first(headers, "subject"),
        author=_author(headers, body),
        message_id=ids[0] if ids else "",
        date=first(headers, "date"),
        reply_to=read_addresses(headers.get("reply-to", [])),
        to=read_addresses(headers.get("to", [])),
        cc=read_addresses(headers.get("cc", [])),
        references=message_ids(headers, "references"),
        in_reply_to=replied[0] if replied else "",
        body=body,
    )


def _author(headers: Headers, body: bytes) -> Address:
    """The sender; if a relay or a list took the sender's place, the person it names."""
    senders = read_addresses(headers.get("from", []))
    sender = senders[0] if senders else Address("", "")
    relayed = _RELAYED_NAME.fullmatch(sender.name)
    if not relayed and not sender.email.startswith("devnull+"):
        return sender
    name = (relayed[1] if relayed else sender.name).strip()
    original = read_addresses(headers.get("x-original-from", []))
    in_body = _IN_BODY.match(body)
    written = read_addresses(read_headers(in_body[1]).get("from", [])) if in_body else ()
    others = [
        address
        for header in ("reply-to", "cc", "to")
        for address in read_addresses(headers.get(header, []))
        if address.name.casefold() == name.casefold() and address.email != sender.email
    ]
    real = next((address for address in (*original, *written, *others)), None)
    return replace(real, name=real.name or name) if real else sender
