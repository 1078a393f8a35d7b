"""The few files of a repository that tell which project it is and what that asks of a patch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from review_assist.inputs import git
from review_assist.model import Submission


def with_tree(submission: Submission, paths: Iterable[str]) -> Submission:
    """The submission with those of the files that the repository's HEAD has, if there is a repository."""
    if submission.repository is None:
        return submission
    return replace(submission, tree=git.files_at(submission.repository, "HEAD", sorted(set(paths))))
