"""The C files of a repository that the Rust of a patch may have been written after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from review_assist.globs import matches
from review_assist.inputs import git
from review_assist.model import Repository, Series, Submission, Twin

_MOST = 8
"""Files of one series; a port has a few."""
_LARGEST = 1 << 20
_EVERYWHERE = frozenset(
    "main lib mod src rust core common util utils error errors test tests types device devices build hw char "
    "include crates".split()
)
"""Names of files and folders that tell nothing of what is in them."""


def with_twins(submission: Submission, known: Sequence[Twin]) -> Submission:
    """The submission with the C files that a pair of `known` names, or that share a name with new Rust.

    They are read from what the series is based on: the parent of its first commit if the repository has that,
    else HEAD. Without a repository, or without Rust, there are none.
    """
    if submission.repository is None:
        return submission
    found: dict[str, bytes] = {}
    for series in submission.series:
        found |= _of_series(series, submission.repository, known)
    return replace(submission, twins=found)


def _of_series(series: Series, repository: Repository, known: Sequence[Twin]) -> dict[str, bytes]:
    changed = {diff.new_path or "" for patch in series.patches for diff in patch.files}
    rust = sorted(path for path in changed if path.endswith(".rs"))
    if not rust:
        return {}
    commit = series.patches[0].commit
    parent = git.resolve(repository, f"{commit}^") if commit else None
    revision = parent or "HEAD"
    wanted = sorted(set(_wanted(git.paths_at(repository, revision), rust, known)), key=_by_size_of_name)[:_MOST]
    contents = git.files_at(repository, revision, wanted)
    return {path: data for path, data in contents.items() if len(data) <= _LARGEST}


def _wanted(paths: Sequence[str], rust: Sequence[str], known: Sequence[Twin]) -> Iterator[str]:
    c = [path for path in paths if path.endswith((".c", ".h"))]
    for twin in known:
        if any(matches(path, twin.rust) for path in rust):
            yield from (path for path in c if matches(path, twin.c))
    by_name: dict[str, list[str]] = {}
    for path in c:
        if path.endswith(".c"):
            by_name.setdefault(_squeezed(PurePosixPath(path).stem), []).append(path)
    for path in rust:
        for name in _telling_names(path):
            yield from _nearest(path, by_name.get(name, ()))


def _telling_names(path: str) -> set[str]:
    parts = PurePosixPath(path).with_suffix("").parts
    return {_squeezed(part) for part in parts if part not in _EVERYWHERE and len(part) > 2}


def _nearest(rust: str, c: Sequence[str]) -> list[str]:
    """Those of the C files that share the most folders with the Rust one."""
    folders = set(PurePosixPath(rust).parts[:-1])
    shared = {path: len(folders & set(PurePosixPath(path).parts[:-1])) for path in c}
    return [path for path in c if shared[path] == max(shared.values())]


def _squeezed(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _by_size_of_name(path: str) -> tuple[int, str]:
    return (len(path), path)
