"""A review of a pull request, as the body of GitHub's request: pending, until a person submits it.

https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request

GitHub refuses the whole review, without saying why, if one comment is not on a line of the diff.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from review_assist.clean import well_formed
from review_assist.model import Review
from review_assist.reports.replacement import Replacement
from review_assist.reports.review_comments import Comment, Draft, body, draft, summary


def write(review: Review, out: TextIO) -> None:
    """Write one JSON object; `commit_id` is the last commit, if the patches came from git."""
    patches = review.submission.patches
    json.dump(pending(draft(review), patches[-1].commit if patches else ""), out, indent=2)
    out.write("\n")


def pending(made: Draft, commit: str) -> dict[str, Any]:
    """The request's body; without an `event` the review is a draft that only its author sees."""
    named = {"commit_id": commit} if commit else {}
    return named | {
        "body": well_formed(summary(made)),
        "comments": [request(comment, made) for comment in made.comments],
    }


def request(comment: Comment, made: Draft) -> dict[str, Any]:
    """One of the `comments` of the request."""
    at = comment.at
    start = {"start_line": at.line, "start_side": "RIGHT"} if at.line < at.end_line else {}
    return {
        "path": well_formed(at.path),
        "body": well_formed(body(comment, made.patches, _suggested)),
        "side": "RIGHT",
        "line": at.end_line,
    } | start


def _suggested(_: Replacement) -> str:
    return ""
