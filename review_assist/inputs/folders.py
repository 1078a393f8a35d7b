"""Files and folders named on the command line: what is read, and what is looked for in a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from review_assist.errors import InputError
from review_assist.inputs.text import printable

PATCH_ENDINGS = (".patch", ".diff", ".eml", ".mbox", ".mbx")


def read_bytes(path: Path) -> bytes:
    """Contents of a file or pipe. Raises InputError, in one line, if it cannot be read or is a device."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
            return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    raise InputError("is neither a file nor a folder")


def find_patches(folder: Path) -> tuple[list[Path], list[OSError]]:
    """Patches and mails below a folder, sorted: by their endings, and all there is in a Maildir."""
    return _find(folder, lambda path: path.suffix.lower() in PATCH_ENDINGS or _is_in_maildir(path))


def find_rust(folder: Path) -> tuple[list[Path], list[OSError]]:
    """Rust files below a folder, sorted; what cargo built is left out."""
    return _find(folder, lambda path: path.suffix == ".rs")


def shown(path: Path) -> str:
    """A path for reports: relative to the current folder if it is below it, with forward slashes."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _find(folder: Path, is_wanted: Callable[[Path], bool]) -> tuple[list[Path], list[OSError]]:
    """Hidden folders are passed over, symbolic links not followed; folders that cannot be listed are told."""
    refused: list[OSError] = []
    found = [path for path in _walk(folder, refused) if is_wanted(path)]
    return found, refused


def _walk(folder: Path, refused: list[OSError]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=refused.append):
        here = Path(place)
        folders[:] = sorted(name for name in folders if name[0] != "." and not _is_build_output(here, name))
        for name in sorted(names):
            path = here / name
            if name[0] != "." and not path.is_symlink():
                yield path


def _is_build_output(parent: Path, name: str) -> bool:
    """Whether this is cargo's `target`; a source folder may have that name too."""
    return name == "target" and ((parent / "Cargo.toml").exists() or (parent / name / "CACHEDIR.TAG").exists())


def _is_in_maildir(path: Path) -> bool:
    return path.parent.name in ("cur", "new") and (path.parent.parent / "tmp").is_dir()


def similar_names(path: Path) -> str:
    """The name in the same folder that is most like one that does not exist; empty if none is."""
    from difflib import get_close_matches  # noqa: PLC0415  only after a mistake

    try:
        names = sorted({*os.listdir(path.parent)} - {path.name})[:10_000]  # noqa: PTH208  names alone will do
    except OSError:
        return ""
    closest = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return printable(str(path.parent / closest[0])) if closest else ""
