"""Discussions of a merge request, each as the body of GitLab's request.

https://docs.gitlab.com/api/discussions/#create-a-new-thread-in-the-merge-request-diff

A position names three commits, which only the merge request knows (its `diff_refs`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from review_assist.clean import well_formed
from review_assist.model import Review
from review_assist.reports.anchors import Anchor
from review_assist.reports.replacement import Replacement
from review_assist.reports.review_comments import Draft, body, draft, summary


@dataclass(frozen=True, slots=True)
class DiffRefs:
    """Commits that a position refers to: the merge base, the target branch's, the source branch's."""

    base: str
    start: str
    head: str


def write(review: Review, out: TextIO, *, refs: DiffRefs) -> None:
    """Write one array: what is on no line of the diff first, as one discussion, then one for each line."""
    json.dump(list(discussions(draft(review), refs)), out, indent=2)
    out.write("\n")


def discussions(made: Draft, refs: DiffRefs) -> Iterator[dict[str, Any]]:
    """A request for each discussion; one without a `position` is on the merge request as a whole."""
    if made.rest:
        yield {"body": well_formed(summary(made))}
    for comment in made.comments:
        text = body(comment, made.patches, _suggested)
        yield {"body": well_formed(text), "position": _position(comment.at, refs)}


def _position(at: Anchor, refs: DiffRefs) -> dict[str, Any]:
    return {
        "position_type": "text",
        "base_sha": refs.base,
        "start_sha": refs.start,
        "head_sha": refs.head,
        "old_path": well_formed(at.old_path),
        "new_path": well_formed(at.path),
        "new_line": at.line,
    }


def _suggested(lines: Replacement) -> str:
    """How many lines above and below the commented one, which is the first, are replaced with it."""
    return f":-0+{lines.end_line - lines.line}"
