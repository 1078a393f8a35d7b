"""The C of a submission: what the patches remove, and what the repository has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from review_assist.model import FileDiff, Submission
from review_assist.patterns import pattern
from review_assist.twins.words import without_comments

if TYPE_CHECKING:
    from review_assist.syntax.c import Outline

_LARGEST = 1 << 20
"""Bytes of one file that are parsed."""
_MOST = 4 << 20
"""Bytes of all of them."""
_C = (".c", ".h")
_CPP = pattern(rb"^\s*(namespace|template\s*<|class\s+\w+\s*[:{;])|\bstd::\w", re.MULTILINE)
"""Signs of C++, which shares the ending `.h`; the grammar of C does not read it."""
_TEXT = pattern(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')
_HEAD = pattern(r"[A-Za-z_]\w*\s*\(")


@dataclass(frozen=True)
class Stretch:
    """Lines of a C file that stand together."""

    path: str
    first_line: int
    source: bytes
    heading: str = ""
    """What a hunk says of its surroundings."""

    @cached_property
    def outline(self) -> Outline:
        """What it declares, functions that are shown in part included; rows are those of `source`."""
        from review_assist.syntax import c

        before, after = _around(lines_of(self.source), self.heading)
        found = c.outline(before.encode() + self.source + after.encode())
        shift, last = before.count("\n"), self.source.count(b"\n")
        functions = (
            c.CFunction(f.name, max(f.row - shift, 0), f.body_row - shift, min(f.end_row - shift, last))
            for f in found.functions
        )
        items = (c.CItem(i.name, i.owner, i.row - shift, i.end_row - shift) for i in found.items)
        return c.Outline(tuple(functions), tuple(items))


def stretches(submission: Submission) -> tuple[Stretch, ...]:
    """All the C of the submission, as much of it as is parsed."""
    of_tree = [Stretch(path, 1, data) for path, data in submission.twins.items()]
    of_patches = [
        stretch
        for patch in submission.patches
        for diff in patch.files
        if (diff.old_path or "").endswith(_C) and diff.old_path not in submission.twins
        for stretch in _removed(diff)
    ]
    known = of_tree + of_patches
    others = {stretch.path for stretch in known if _CPP.search(stretch.source)}
    left, kept = _MOST, []
    for stretch in known:
        if stretch.path not in others and len(stretch.source) <= min(_LARGEST, left):
            left -= len(stretch.source)
            kept.append(stretch)
    return tuple(kept)


def _removed(diff: FileDiff) -> Iterator[Stretch]:
    """The old side of every hunk that removes something and is not replaced line by line."""
    for hunk in diff.hunks:
        kinds = [line.kind for line in hunk.lines]
        if kinds.count("-") > kinds.count("+"):
            yield Stretch(
                diff.old_path or "",
                hunk.old_start,
                b"".join(line.text + b"\n" for line in hunk.lines if line.kind != "+"),
                hunk.heading.decode("utf-8", "replace").strip(),
            )


def _around(lines: list[str], heading: str) -> tuple[str, str]:
    """What has to stand before and behind the lines so that the functions that are cut have both ends."""
    depth = lowest = 0
    for line in without_comments(lines):
        for brace in re.findall(r"[{}]", _TEXT.sub("", line)):
            depth += 1 if brace == "{" else -1
            lowest = min(lowest, depth)
    first = next((line for line in lines if line.strip()), "")
    is_known = _HEAD.search(heading) is not None and not heading.endswith((";", "}"))
    if lowest == 0 and is_known and first[:1] in (" ", "\t"):
        lowest = -1
    after = "}" * (depth - lowest)
    if lowest == 0 and not (is_known and first.startswith("{")):
        return "", after
    head = heading.removesuffix("{") if is_known else "void __(void)"
    return f"{head}{')' * (head.count('(') - head.count(')'))} {'{' * -lowest}\n", after


def lines_of(source: bytes) -> list[str]:
    """The lines of either language as text."""
    return [line.rstrip("\r") for line in source.decode("utf-8", "replace").split("\n")]
