"""A pending review on a pull request of GitHub.

https://docs.github.com/en/rest/pulls/reviews

A note that has no line goes to the summary, and not to a comment on its file: the request for a review takes none,
and the one that takes it shows it to everybody at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from review_assist.errors import InputError, UsageError
from review_assist.post.client import Answer, Api, ask, checked, decoded, get, origin, pages, text_at
from review_assist.reports.github import pending
from review_assist.reports.review_comments import Comment, Draft, fingerprints

TOKEN = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
FORM = "github"
_PULL = re.compile(r"https?://[^/]+/([\w.-]+)/([\w.-]+)/pull/(\d+)(?:[/?#].*)?", re.ASCII)
_REFUSED = 422


@dataclass(frozen=True, slots=True)
class Target:
    """A pull request, and its head when it was looked at."""

    api: Api
    path: str
    head: str


def find(url: str, token: str) -> Target:
    """The pull request of a URL as the browser shows it. Raises UsageError and InputError."""
    match = _PULL.fullmatch(url)
    host = origin(url)
    if match is None:
        raise UsageError(f"{url}: is no pull request; its URL reads {host}/OWNER/REPOSITORY/pull/NUMBER")
    base = "https://api.github.com" if host == "https://github.com" else f"{host}/api/v3"
    headers = {"User-Agent": "review-assist", "X-GitHub-Api-Version": "2022-11-28"}
    api = Api(base, headers | ({"Authorization": f"Bearer {token}"} if token else {}))
    path = f"/repos/{match[1]}/{match[2]}/pulls/{match[3]}"
    return Target(api, path, text_at(api, decoded(api, get(api, path)), "head", "sha"))


def diff(target: Target) -> bytes:
    """The diff that GitHub shows, on whose lines comments can be. Raises InputError."""
    return get(target.api, target.path, accept="application/vnd.github.v3.diff").data


def told(target: Target) -> frozenset[str]:
    """Fingerprints of the notes that are there. Raises InputError if a review of ours is not submitted yet."""
    reviews = list(pages(target.api, f"{target.path}/reviews"))
    if any(review["state"] == "PENDING" for review in reviews):
        raise InputError("a review of yours is still pending on this pull request; submit or discard it first")
    comments = pages(target.api, f"{target.path}/comments")
    return frozenset().union(*(fingerprints(said["body"] or "") for said in (*reviews, *comments)))


def requests(target: Target, made: Draft) -> list[tuple[str, Any]]:
    """What would be sent: a URL and a payload each."""
    is_empty = not made.comments and not made.rest
    return [] if is_empty else [(f"{target.api.base}{target.path}/reviews", pending(made, target.head))]


def send(target: Target, made: Draft) -> Draft:
    """Create the review; comments that GitHub refuses go to the summary. Returns what was posted."""
    answer = _create(target, made)
    if answer.status == _REFUSED and made.comments:
        taken = _taken(target, made, made.comments)
        refused = tuple(comment.note for comment in made.comments if comment not in taken)
        made = replace(made, comments=tuple(taken), rest=(*refused, *made.rest))
        answer = _create(target, made)
    checked(target.api, answer)
    return made


def _create(target: Target, made: Draft) -> Answer:
    return ask(
        target.api,
        "POST",
        f"{target.path}/reviews",
        pending(made, target.head),
        arrived=lambda: _pending(target) is not None,
    )


def _taken(target: Target, made: Draft, comments: Sequence[Comment]) -> list[Comment]:
    """Those of the comments that GitHub accepts: it refuses all of them for one, so halves are tried."""
    if len(comments) > 1:
        middle = len(comments) // 2
        halves = (comments[:middle], comments[middle:])
        return [
            comment
            for half in halves
            for comment in (half if _is_taken(target, made, half) else _taken(target, made, half))
        ]
    return []


def _is_taken(target: Target, made: Draft, comments: Sequence[Comment]) -> bool:
    """Whether a review of these can be created; it is discarded again."""
    answer = _create(target, replace(made, comments=tuple(comments), rest=()))
    if answer.status == _REFUSED:
        return False
    checked(target.api, answer)
    number = decoded(target.api, answer)["id"] if answer.data else _pending(target)
    checked(target.api, ask(target.api, "DELETE", f"{target.path}/reviews/{number}"))
    return True


def _pending(target: Target) -> int | None:
    """The number of our pending review; GitHub shows nobody else's, and has one at most."""
    reviews = pages(target.api, f"{target.path}/reviews")
    return next((int(review["id"]) for review in reviews if review["state"] == "PENDING"), None)
