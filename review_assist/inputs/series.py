"""Which patches belong together: `[PATCH v2 n/m]` subjects and threads made into series, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from review_assist.model import Mail, Patch, Series
from review_assist.patterns import pattern

_REPLY = pattern(r"(?:\s*(?:re|aw|sv|antw|fwd?)\s*:)+\s*", re.IGNORECASE)
_BRACKETS = pattern(r"\s*\[([^\]]*)\]\s*")
_NUMBER = pattern(r"(?<![\d/])(\d{1,4})/(\d{1,4})(?![\d/])")
_VERSION = pattern(r"(?:\b|patch|rfc)v(\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject line taken apart: `[PATCH v2 3/7] a title`."""

    title: str
    is_reply: bool
    version: int
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail (or one commit of a log, or one bare diff) brought: a patch, or a cover letter."""

    source: str
    patch: Patch | None
    cover: Mail | None = None
    version: int = 1
    total: int = 0
    is_reply: bool = False

    @property
    def mail(self) -> Mail | None:
        """The mail it came in, if it came in one."""
        return self.patch.mail if self.patch else self.cover


@dataclass(slots=True)
class _Group:
    """A series while it is being gathered."""

    patches: list[Patch] = field(default_factory=list)
    cover: Mail | None = None
    numbers: set[int] = field(default_factory=set)


def read_subject(subject: str) -> Subject:
    """Take a decoded subject line apart."""
    reply = _REPLY.match(subject)
    rest = subject[reply.end() :] if reply else subject
    prefixes, at = "", 0
    while match := _BRACKETS.match(rest, at):
        prefixes += f" {match[1]}"
        at = match.end()
    number = _NUMBER.search(prefixes)
    version = _VERSION.search(prefixes)
    return Subject(
        title=rest[at:].strip() or rest.strip(),
        is_reply=reply is not None and "fw" not in reply[0].lower(),
        version=int(version[1]) if version else 1,
        number=int(number[1]) if number else 0,
        total=int(number[2]) if number else 0,
    )


def group_letters(letters: Sequence[Letter]) -> tuple[Series, ...]:
    """Series in the order in which their first patch came, each sorted by number; repeated mails are dropped.

    Numbered patches belong together if version, total, and thread or sender agree and no number comes twice;
    patches without a number if they came in one file. A diff that somebody wrote into a reply counts only if
    there is no other patch.
    """
    if any(letter.patch and not letter.is_reply for letter in letters):
        letters = [letter for letter in letters if not letter.is_reply]
    roots = _thread_roots(letters)
    groups: list[_Group] = []
    by_key: dict[tuple[object, ...], _Group] = {}
    seen: set[str] = set()
    for letter in letters:
        message_id = letter.mail.message_id if letter.mail else ""
        if message_id and message_id in seen:
            continue
        seen.add(message_id)
        keys = _keys(letter, roots)
        number = letter.patch.number if letter.patch else 0
        group = next((by_key[key] for key in keys if key in by_key), None)
        if group is None or (letter.total and number in group.numbers):
            group = _Group()
            groups.append(group)
        by_key.update(dict.fromkeys(keys, group))
        _add(group, letter, number)
    return tuple(
        Series(tuple(sorted(group.patches, key=lambda patch: patch.number)), group.cover)
        for group in groups
        if group.patches
    )


def _add(group: _Group, letter: Letter, number: int) -> None:
    group.numbers.add(number)
    if letter.patch:
        group.patches.append(letter.patch)
    else:
        group.cover = letter.cover


def _keys(letter: Letter, roots: dict[str, str]) -> list[tuple[object, ...]]:
    """Under which names a letter's series may be known, the most telling first.

    Sent without threads, the parts of a series have but their sender in common.
    """
    mail = letter.mail
    if not letter.total or mail is None:
        return [(letter.source, letter.version)]
    kind = (letter.version, letter.total)
    if not mail.message_id:
        return [(*kind, "no thread")]
    in_thread = (*kind, "thread", roots[mail.message_id])
    if mail.references or mail.in_reply_to:
        return [in_thread]
    return [in_thread, (*kind, "sender", mail.author.email.lower())]


def _thread_roots(letters: Sequence[Letter]) -> dict[str, str]:
    """The first message of each mail's thread, by message id, as far as the mails at hand tell."""
    parents: dict[str, str] = {}
    for letter in letters:
        mail = letter.mail
        if mail and mail.message_id:
            parents[mail.message_id] = mail.references[0] if mail.references else mail.in_reply_to
    roots: dict[str, str] = {}
    for message_id in parents:
        way = [message_id]
        while (parent := parents.get(way[-1], "")) and parent not in roots and parent not in way[-50:]:
            way.append(parent)
        root = roots.get(parent, way[-1])
        roots.update(dict.fromkeys(way, root))
    return roots
