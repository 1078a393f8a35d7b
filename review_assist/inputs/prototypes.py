"""What C declares of the functions that a patch exports to it, if its tree is at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from review_assist.inputs import git
from review_assist.model import CLine, Repository, Submission
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
    found = dict(_declared(dict(_patched(submission)), names))
    missing = [name for name in names if name not in found]
    headers = _headers_with(submission.repository, missing)[:_MOST] if missing else []
    contents = git.files_at(submission.repository, "HEAD", headers)
    found = dict(_declared(contents, missing)) | found
    return replace(submission, prototypes=found)


def _exported(submission: Submission) -> Iterator[str]:
    texts = [text for path, text in _patched(submission) if path.endswith(".rs")]
    for text in (*texts, *(file.data for file in submission.whole)):
        yield from (name.decode() for name in _EXPORTED.findall(text))


def _patched(submission: Submission) -> Iterator[tuple[str, bytes]]:
    """Paths of all changed files, and what the patches show of them as they are afterwards."""
    for diff in (diff for patch in submission.patches for diff in patch.files):
        lines = (line.text for hunk in diff.hunks for line in hunk.lines if line.kind != "-")
        yield diff.path, b"\n".join(lines)


def _headers_with(repository: Repository, words: list[str]) -> list[str]:
    """Paths of the headers in HEAD in which any of the words stands."""
    commit = git.resolve(repository, "HEAD")
    if commit is None:
        return []
    asked = [argument for word in words for argument in ("-e", word)]
    options = ("-l", "-z", "-w", "-F", "--full-name", *asked, commit, "--", ":(top,glob)**/*.h")
    listed = git.output(repository.root, "grep", *options, may_find_none=True)
    names = (path.decode("utf-8", "surrogateescape") for path in listed.split(b"\0") if path)
    return [name.removeprefix(f"{commit}:") for name in names]


def _declared(headers: Mapping[str, bytes], names: list[str]) -> Iterator[tuple[str, CLine]]:
    for path, data in headers.items():
        text = data.decode("utf-8", "replace") if path.endswith(".h") and len(data) <= _LARGEST else ""
        for name in names:
            head = name in text and re.search(
                rf"^(?:[A-Za-z_][^\n;{{}}#()]*)?\b{name}\s*\([^;{{}}]{{0,2000}};", text, re.MULTILINE
            )
            if head:
                yield name, CLine(path, text.count("\n", 0, head.start()) + 1, tuple(head[0].split("\n")), name)
