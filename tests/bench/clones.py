"""Clones of other projects: where they lie, and what git says about a commit in them."""

from __future__ import annotations

import subprocess
from pathlib import Path


class CloneError(Exception):
    """There is no clone of that name, or it lacks a commit."""


def output(clones: Path, clone: str, *arguments: str) -> bytes:
    """What a git command prints in `clones/<clone>` or `clones/<clone>/repo`. Raises CloneError."""
    folder = clones / clone / "repo"
    if not folder.is_dir():
        folder = clones / clone
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise CloneError(f"{clone}: git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def as_mail(clones: Path, clone: str, commit: str) -> bytes:
    """
    The commit as `git format-patch` writes it; of an archive of a mailing list, the mail that the commit adds.

    Such an archive (public-inbox) has one file, `m`: the mail, as it was sent.
    """
    if output(clones, clone, "ls-tree", "--name-only", commit).split() == [b"m"]:
        return output(clones, clone, "show", f"{commit}:m")
    return output(clones, clone, *_FORMAT, commit)


def as_reversed_mail(clones: Path, clone: str, commit: str) -> bytes:
    """The commit undone, as a mail: what it removes is what this adds."""
    return output(clones, clone, *_FORMAT, "-R", "--src-prefix=b/", "--dst-prefix=a/", commit)


_FORMAT = ("format-patch", "-1", "--stdout", "--no-signature")
