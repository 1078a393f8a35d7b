"""The header of a reply: RFC 5322, ASCII, one field a line, every value from the patch made harmless."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from review_assist.clean import on_one_line
from review_assist.model import Address, Mail, Patch, Problem, Review
from review_assist.patterns import pattern

_LONGEST = 300
"""Characters of a subject or name that are kept: one field stays well below the 998 octets of RFC 5322."""
_EMAIL = pattern(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_MESSAGE_ID = pattern(r"<[!-;=?-~]{1,500}>")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who replies, and when. `date` must know its time zone."""

    name: str
    email: str
    date: datetime


def headers(parent: Patch | Mail, sender: Sender | None) -> list[str]:
    """The header's lines (folded ones included), without the empty line after it.

    In-Reply-To and References name the parent mail, To is who sent it, Cc who else got it; a diff that came
    in no mail has a subject only. The Message-ID follows from the parent and the date, not from the body: a draft
    that is edited stays the same message.
    """
    mail = parent.mail if isinstance(parent, Patch) else parent
    fields = [("Subject", _subject(mail.subject if mail else parent.subject))]
    if mail:
        to, cc = _recipients(mail, sender.email if sender else "")
        thread = _thread(mail)
        fields += [
            ("To", ",\n ".join(map(_address, to))),
            ("Cc", ",\n ".join(map(_address, cc))),
            ("In-Reply-To", mail.message_id if thread else ""),
            ("References", "\n ".join(thread)),
        ]
    fields += _sent(parent, sender) if sender else []
    fields += [
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    return [line for name, value in fields if value for line in f"{name}: {value}".split("\n")]


def unthreaded(review: Review) -> list[Problem]:
    """What a sender has to add to the replies, a line for each input: they do not know which mail they answer."""
    found: list[Problem] = []
    answered = {note.finding.patch for note in review.notes}
    patches = [patch for at, patch in enumerate(review.submission.patches) if at in answered]
    for source in dict.fromkeys(patch.source for patch in patches):
        mails = [patch.mail for patch in patches if patch.source == source]
        if None in mails:
            what = "this came in no mail, so the reply has neither To nor In-Reply-To"
            found.append(
                Problem(source, what, "fill them in before you send it, or review the mail from the list")
            )
        elif not all(mail is None or _thread(mail) for mail in mails):
            what = "this has no Message-ID, so the reply has no In-Reply-To and would start a thread of its own"
            found.append(
                Problem(source, what, "review the mail as the list has it, such as from `b4 am -o - MSGID`")
            )
    return found


def one_line(text: str) -> str:
    """Text of strangers for a header or an attribution: one line, not endless, no hidden encoded word."""
    return on_one_line(text)[:_LONGEST].replace("=?", "= ?")


def _subject(parent: str) -> str:
    subject = one_line(parent) or "the patch"
    reply = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    return reply if reply.isascii() else Header(reply, "utf-8", header_name="Subject").encode()


def _sent(parent: Patch | Mail, sender: Sender) -> list[tuple[str, str]]:
    mail = parent.mail if isinstance(parent, Patch) else parent
    key = "\0".join(
        (sender.date.isoformat(), mail.message_id if mail else "", parent.subject, *_told_apart(parent))
    )
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    address = Address(sender.name, sender.email)
    sendable = bool(_sendable([address]))
    return [
        ("From", _address(address) if sendable else ""),
        ("Date", format_datetime(sender.date)),
        ("Message-ID", f"<{digest[:32]}@{sender.email.partition('@')[2]}>" if sendable else ""),
    ]


def _told_apart(parent: Patch | Mail) -> tuple[str, ...]:
    return (parent.commit, str(parent.number)) if isinstance(parent, Patch) else ()


def _recipients(mail: Mail, own: str) -> tuple[list[Address], list[Address]]:
    """To and Cc, each address once, without our own; a reply to ourselves goes to the others."""
    seen = {own.lower()}
    to = _unseen(_sendable(mail.reply_to) or _sendable([mail.author]), seen)
    cc = _unseen(_sendable([*mail.to, *mail.cc]), seen)
    return (to, cc) if to else (cc, [])


def _unseen(addresses: Iterable[Address], seen: set[str]) -> list[Address]:
    fresh = []
    for address in addresses:
        if address.email.lower() not in seen:
            seen.add(address.email.lower())
            fresh.append(address)
    return fresh


def _sendable(addresses: Iterable[Address]) -> list[Address]:
    return [address for address in addresses if _EMAIL.fullmatch(address.email)]


def _address(address: Address) -> str:
    return formataddr((one_line(address.name), address.email))


def _thread(mail: Mail) -> list[str]:
    """Message-ids from the start of the thread to the mail, each once; empty if the mail has none itself."""
    if not _MESSAGE_ID.fullmatch(mail.message_id):
        return []
    chain = mail.references or (mail.in_reply_to,)
    known = [name for name in dict.fromkeys(chain) if _MESSAGE_ID.fullmatch(name) and name != mail.message_id]
    return [*known, mail.message_id]
