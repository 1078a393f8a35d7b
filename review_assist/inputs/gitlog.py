"""The output of `git log -p` and `git show`: commits with an indented message above each diff."""

from __future__ import annotations

import re

from review_assist.inputs.diff import read_diff
from review_assist.inputs.headers import read_addresses
from review_assist.inputs.series import Letter
from review_assist.inputs.text import printable, prose
from review_assist.model import Patch, Problem
from review_assist.patterns import pattern

_COMMIT = pattern(rb"^commit ([0-9a-f]{7,64})(?: [^\n]*)?\r?$", re.MULTILINE)
_FIELD = pattern(r"(?:Merge|Author|AuthorDate|Commit|CommitDate|Date|Reflog|Reflog message): ")


def looks_like_log(data: bytes) -> bool:
    """Whether the text begins with a commit as `git log` prints it."""
    return bool(_COMMIT.match(data))


def read_log(data: bytes, source: str) -> tuple[list[Letter], list[Problem]]:
    """A letter for each commit that has a diff, oldest first (`git log` prints the newest first)."""
    starts = [match.start() for match in _COMMIT.finditer(data)]
    letters: list[Letter] = []
    problems: list[Problem] = []
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        patch, damage = _read_commit(data[start:end], source)
        problems += damage
        if patch.files:
            letters.append(Letter(source, patch))
    return letters[::-1], problems


def _read_commit(body: bytes, source: str) -> tuple[Patch, tuple[Problem, ...]]:
    commit = _COMMIT.match(body)
    assert commit is not None
    files, problems = read_diff(body, f"{source} ({commit[1][:12].decode()})")
    rows = body.split(b"\n")[1 : files[0].rows[0] if files else None]
    fields = [row for row in rows if _FIELD.match(row.decode("utf-8", "replace"))]
    author = next((row for row in fields if row.startswith(b"Author:")), b"")
    subject, _, message = prose(_indented(rows)).partition("\n")
    addresses = read_addresses([prose(author.partition(b":")[2]).strip()])
    patch = Patch(
        source=source,
        subject=printable(subject.strip()),
        author=addresses[0] if addresses else None,
        commit=commit[1].decode(),
        message=message.strip(),
        files=files,
        body=body,
    )
    return patch, problems


def _indented(rows: list[bytes]) -> bytes:
    """The message: the rows that are set in by four, and the empty ones between them."""
    return b"\n".join(row[4:] for row in rows if row.startswith(b"    ") or not row.strip()).strip()
