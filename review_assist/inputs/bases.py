"""The files that patches start from, fetched from the repository in a few calls before anything is reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from review_assist.inputs import git
from review_assist.model import Patch, Repository, Submission


@dataclass(frozen=True, slots=True)
class Bases:
    """What the repository has of them; each answer is None for what it does not have."""

    by_blob: Mapping[str, bytes]
    by_commit: Mapping[tuple[str, str], bytes]
    by_path: Mapping[str, bytes]

    def blob(self, name: str) -> bytes | None:
        """Content of the blob with this (often abbreviated) object id."""
        return self.by_blob.get(name)

    def at_parent(self, commit: str, path: str) -> bytes | None:
        """Content of `path` before `commit`."""
        return self.by_commit.get((commit, path))

    def at_head(self, path: str) -> bytes | None:
        """Content of `path` in what is checked out."""
        return self.by_path.get(path)


def read_bases(submission: Submission) -> Bases | None:
    """Fetch the base of every Rust file that the patches change; None without a repository.

    By the blob id of the `index` line first; only what that does not find is looked for at the commit's
    parent and at HEAD.
    """
    repository = submission.repository
    wanted = [(patch, path, blob) for patch in submission.patches for path, blob in _old_files(patch)]
    if repository is None or not wanted:
        return None
    by_blob = git.blobs(repository, sorted({blob for _, _, blob in wanted if blob.strip("0")}))
    missing = [(patch, path) for patch, path, blob in wanted if blob not in by_blob]
    by_commit = _at_parents(repository, missing)
    paths = sorted({path for patch, path in missing if (patch.commit, path) not in by_commit})
    return Bases(by_blob, by_commit, git.files_at(repository, "HEAD", paths) if paths else {})


def _old_files(patch: Patch) -> list[tuple[str, str]]:
    return [(diff.old_path, diff.old_blob) for diff in patch.files if diff.old_path and diff.path.endswith(".rs")]


def _at_parents(repository: Repository, missing: list[tuple[Patch, str]]) -> dict[tuple[str, str], bytes]:
    paths: dict[str, list[str]] = {}
    for patch, path in missing:
        if patch.commit:
            paths.setdefault(patch.commit, []).append(path)
    return {
        (commit, path): content
        for commit, names in paths.items()
        for path, content in git.files_at(repository, f"{commit}^", names).items()
    }
