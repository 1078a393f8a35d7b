"""A review on its way to a forge: without what is there already, and only printed unless sending was asked for."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from review_assist.errors import UsageError
from review_assist.model import Review
from review_assist.post import github, gitlab
from review_assist.reports.review_comments import Draft, draft


@dataclass(frozen=True, slots=True)
class Forge:
    """What there is to know of one forge; `Any` is its own kind of target."""

    token: str
    """The environment variable that holds it, unless another is named."""
    form: str
    """The format of the same content."""
    find: Callable[[str, str], Any]
    """The target of a URL and a token."""
    diff: Callable[[Any], bytes]
    told: Callable[[Any], frozenset[str]]
    requests: Callable[[Any, Draft], list[tuple[str, Any]]]
    send: Callable[[Any, Draft], Draft]


FORGES = {
    "github": Forge(
        github.TOKEN, github.FORM, github.find, github.diff, github.told, github.requests, github.send
    ),
    "gitlab": Forge(
        gitlab.TOKEN, gitlab.FORM, gitlab.find, gitlab.diff, gitlab.told, gitlab.requests, gitlab.send
    ),
}


def token(name: str, *, is_needed: bool) -> str:
    """The token in an environment variable; empty if there is none. Raises UsageError if it cannot be used."""
    value = os.environ.get(name, "").strip()
    if is_needed and not value:
        raise UsageError(f"{name}: is not set; put a token for the forge there, or name another with --token-env")
    if not re.fullmatch("[!-~]*", value):
        raise UsageError(f"{name}: has characters that no token has; set it again")
    return value


def deliver(forge: Forge, target: Any, done: Review, out: TextIO, *, sends: bool) -> str:
    """Send the review's new notes, or write what would be sent. Returns a line that says so. Raises InputError."""
    told = forge.told(target)
    made = draft(done, told)
    known = sum(note.finding.fingerprint in told for note in done.notes)
    aside = f" ({known} there already)" if known else ""
    if not made.comments and not made.rest:
        return f"nothing new to say, so nothing is sent{aside}"
    if not sends:
        for url, payload in forge.requests(target, made):
            out.write(f"POST {url}\n{json.dumps(payload, indent=2)}\n")
        return f"dry run: {_counted(made)}{aside}; nothing was sent, --send sends it"
    return f"drafted for you to submit: {_counted(forge.send(target, made))}{aside}"


def _counted(made: Draft) -> str:
    comments = f"{len(made.comments)} comment{'' if len(made.comments) == 1 else 's'}"
    return f"{comments}, {len(made.rest)} more in the summary" if made.rest else comments
