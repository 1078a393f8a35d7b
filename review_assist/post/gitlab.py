"""Draft notes on a merge request of GitLab, which a person publishes.

https://docs.gitlab.com/api/draft_notes/
https://docs.gitlab.com/api/merge_requests/#list-merge-request-diffs
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from review_assist.errors import UsageError
from review_assist.model import Note
from review_assist.post.client import Api, ask, checked, decoded, get, origin, pages, text_at
from review_assist.reports.gitlab_discussions import DiffRefs, discussions
from review_assist.reports.review_comments import Comment, Draft, fingerprints

TOKEN = "GITLAB_TOKEN"  # noqa: S105 - the name of a variable
FORM = "gitlab-discussions"
_MERGE = re.compile(r"https?://[^/]+/([\w./-]+?)/-/merge_requests/(\d+)(?:[/?#].*)?", re.ASCII)
_REFUSED = (400, 422)


@dataclass(frozen=True, slots=True)
class Target:
    """A merge request, and the commits of its diff when it was looked at."""

    api: Api
    path: str
    refs: DiffRefs


def find(url: str, token: str) -> Target:
    """The merge request of a URL as the browser shows it. Raises UsageError and InputError."""
    match = _MERGE.fullmatch(url)
    host = origin(url)
    if match is None:
        raise UsageError(f"{url}: is no merge request; its URL reads {host}/PROJECT/-/merge_requests/NUMBER")
    headers = {"User-Agent": "review-assist"}
    api = Api(f"{host}/api/v4", headers | ({"PRIVATE-TOKEN": token} if token else {}))
    path = f"/projects/{quote(match[1], safe='')}/merge_requests/{match[2]}"
    found = decoded(api, get(api, path))
    refs = [text_at(api, found, "diff_refs", key) for key in ("base_sha", "start_sha", "head_sha")]
    return Target(api, path, DiffRefs(*refs))


def diff(target: Target) -> bytes:
    """The diff that GitLab shows; what is too large to be shown has no lines in it. Raises InputError."""
    return "".join(_file(part) for part in pages(target.api, f"{target.path}/diffs")).encode()


def told(target: Target) -> frozenset[str]:
    """Fingerprints of the notes that are there, published or, for who has a token, drafted."""
    discussed = [
        note["body"] for thread in pages(target.api, f"{target.path}/discussions") for note in thread["notes"]
    ]
    has_drafts = "PRIVATE-TOKEN" in target.api.headers
    drafted = [note["note"] for note in pages(target.api, f"{target.path}/draft_notes")] if has_drafts else []
    return frozenset().union(*(fingerprints(text or "") for text in (*discussed, *drafted)))


def requests(target: Target, made: Draft) -> list[tuple[str, Any]]:
    """What would be sent: a URL and a payload each."""
    return [(f"{target.api.base}{target.path}/draft_notes", payload) for payload in _payloads(target, made)]


def send(target: Target, made: Draft) -> Draft:
    """Create a draft note for each comment; what GitLab refuses goes to the summary. Returns what was posted."""
    posted: list[Comment] = []
    refused: list[Note] = []
    for comment in made.comments:
        alone = replace(made, comments=(comment,), rest=())
        if _create(target, _payloads(target, alone), is_refusable=True):
            posted.append(comment)
        else:
            refused.append(comment.note)
    rest = (*refused, *made.rest)
    _create(target, _payloads(target, replace(made, comments=(), rest=rest)), is_refusable=False)
    return replace(made, comments=tuple(posted), rest=rest)


def _create(target: Target, payloads: Iterable[Any], *, is_refusable: bool) -> bool:
    for payload in payloads:
        marks = fingerprints(payload["note"])
        answer = ask(
            target.api,
            "POST",
            f"{target.path}/draft_notes",
            payload,
            arrived=lambda marks=marks: marks <= told(target),  # type: ignore[misc]
        )
        if is_refusable and answer.status in _REFUSED:
            return False
        checked(target.api, answer)
    return True


def _payloads(target: Target, made: Draft) -> Iterable[dict[str, Any]]:
    for discussion in discussions(made, target.refs):
        place = {"position": discussion["position"]} if "position" in discussion else {}
        yield {"note": discussion["body"]} | place


def _file(part: dict[str, Any]) -> str:
    """One file as git writes it."""
    old, new = _path(f"a/{part['old_path']}"), _path(f"b/{part['new_path']}")
    above = "/dev/null" if part["new_file"] else old
    below = "/dev/null" if part["deleted_file"] else new
    text = str(part["diff"] or "")
    end = "" if not text or text.endswith("\n") else "\n"
    return f"diff --git {old} {new}\n--- {above}\n+++ {below}\n{text}{end}" if text else ""


def _path(path: str) -> str:
    """A path as git quotes it, if it has to."""
    plain = all(" " < mark != '"' and mark != "\\" for mark in path)
    if plain:
        return path
    return '"' + "".join(chr(b) if 31 < b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in path.encode()) + '"'
