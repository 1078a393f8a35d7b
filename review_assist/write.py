"""Files changed in place: the only module that writes into a tree, and what has to hold before it does."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from tempfile import mkstemp

from review_assist.errors import InputError


def place_below(root: Path, path: str) -> Path:
    """Where a file of a patch lies in a tree. Raises InputError unless it is a file strictly inside of it.

    A stranger may have chosen it: no `..`, no absolute path, nothing of git's own, no symbolic link on the way.
    """
    parts = PurePosixPath(path).parts
    if "\0" in path or not parts or path.startswith("/") or ".." in parts:
        raise InputError("is outside of the repository")
    if any(part.lower().rstrip(". ") == ".git" for part in parts):
        raise InputError("is git's own")
    place = root
    for part in parts[:-1]:
        place /= part
        if place.is_symlink():
            raise InputError("lies behind a symbolic link")
    return place / parts[-1]


def content_of(place: Path) -> bytes:
    """What a plain file holds. Raises InputError if it is a symbolic link, no plain file, or cannot be changed."""
    try:
        return _read(place)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error


def _read(place: Path) -> bytes:
    mode = place.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise InputError("is a symbolic link; name the file that it points to")
    if not stat.S_ISREG(mode):
        raise InputError("is no plain file")
    if not os.access(place, os.W_OK):
        raise InputError("is write-protected; change its mode first")
    return place.read_bytes()


def replace_content(place: Path, before: bytes, after: bytes) -> None:
    """Let the file hold `after`, at once or not at all, with the mode it has.

    Raises InputError if it does not hold `before` any more, or cannot be written.
    """
    if content_of(place) != before:
        raise InputError("was changed while it was reviewed; run again")
    try:
        _replace(place, after)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}") from error


def _replace(place: Path, content: bytes) -> None:
    handle, name = mkstemp(dir=place.parent, prefix=".review-assist-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(stat.S_IMODE(place.stat().st_mode))
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
