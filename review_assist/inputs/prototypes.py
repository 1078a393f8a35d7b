"""What C declares of the functions that a patch exports to it, if its tree is at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from review_assist.inputs import git
from review_assist.model import CLine, Submission
from review_assist.patterns import pattern

_EXPORTED = pattern(rb'\bextern\s+"C"\s+fn\s+(\w{1,100})')
_MOST = 100
"""Functions that are looked up, and headers that are read for them."""
_LARGEST = 1 << 20


def with_prototypes(submission: Submission) -> Submission:
    """The submission with the prototypes of what its Rust exports: from the patches' headers, else from HEAD's.

    Without a repository they stay unknown.
    """
    if submission.repository is None:
        return submission
    names = sorted(set(_exported(submission)))[:_MOST]
    found = dict(_declared(_patched(submission, ".h"), names))
    missing = [name for name in names if name not in found]
    commit = git.resolve(submission.repository, "HEAD") if missing else None
    if commit is not None:
        headers = git.paths_with(submission.repository, commit, missing, "**/*.h")[:_MOST]
        contents = git.files_at(submission.repository, commit, headers)
        found = dict(_declared(contents.items(), missing)) | found
    return replace(submission, prototypes=found)


def _exported(submission: Submission) -> Iterator[str]:
    texts = [text for _, text in _patched(submission, ".rs")]
    for text in (*texts, *(file.data for file in submission.whole)):
        yield from (name.decode() for name in _EXPORTED.findall(text))


def _patched(submission: Submission, ending: str) -> Iterator[tuple[str, bytes]]:
    """Paths of changed files, patch by patch, and what each patch shows of them as they are afterwards."""
    for diff in (diff for patch in submission.patches for diff in patch.files if diff.path.endswith(ending)):
        lines = (line.text for hunk in diff.hunks for line in hunk.lines if line.kind != "-")
        yield diff.path, b"\n".join(lines)


def _declared(headers: Iterable[tuple[str, bytes]], names: list[str]) -> Iterator[tuple[str, CLine]]:
    for path, data in headers:
        text = data.decode("utf-8", "replace") if len(data) <= _LARGEST else ""
        for name in names:
            head = name in text and re.search(
                rf"^(?:[A-Za-z_][^\n;{{}}#()]*)?\b{name}\s*\([^;{{}}]{{0,2000}};", text, re.MULTILINE
            )
            if head:
                yield name, CLine(path, text.count("\n", 0, head.start()) + 1, tuple(head[0].split("\n")), name)
