"""The way into the tool: what the command line names (files, folders, revisions, `-`) becomes a `Submission`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from review_assist.errors import InputError, UsageError
from review_assist.inputs import git
from review_assist.inputs.folders import PATCH_ENDINGS, find_patches, find_rust, read_bytes, shown, similar_names
from review_assist.inputs.mbox import nothing_in, read_letters
from review_assist.inputs.series import Letter, group_letters
from review_assist.inputs.text import printable
from review_assist.model import Problem, Repository, Submission, WholeFile

_UNCOMMITTED = "uncommitted changes"


@dataclass(slots=True)
class _Found:
    """What the inputs brought so far."""

    letters: list[Letter] = field(default_factory=list)
    whole: list[WholeFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(
    arguments: Sequence[str],
    *,
    repository: Path | None,
    use_repository: bool,
    whole_files: bool,
    as_one: bool = False,
) -> Submission:
    """Read every input; without any, the uncommitted changes of the repository.

    `repository` is where to look for it (default: the current folder); without `use_repository` none is
    looked for. With `whole_files` a `.rs` file, or a folder with some, is taken as it stands; with `as_one` the
    commits of a range are one change. An input that
    cannot be read is a problem of the result. Raises InputError if there is no input to read at all, or if
    the repository that was asked for is not one.
    """
    home = _repository(repository, is_needed=not arguments) if use_repository else None
    found = _Found()
    if not arguments:
        _add_uncommitted(found, home)
    for argument in arguments:
        try:
            _add(found, argument, home, whole_files=whole_files, as_one=as_one)
        except InputError as error:
            found.problems.append(Problem(printable(argument), str(error)))
    series = group_letters(found.letters)
    if found.letters and not series:
        source = printable(found.letters[0].source)
        found.problems.append(Problem(source, "is a cover letter", "name the patches that belong to it too"))
    return Submission(series, tuple(found.whole), tuple(found.problems), home)


def read_in_place(arguments: Sequence[str], *, repository: Path | None, use_repository: bool) -> Submission:
    """Read what can be fixed in place: uncommitted changes, Rust files and folders, one revision or range.

    A range is read as one change. Raises UsageError for anything else, with what to do instead.
    """
    home = _repository(repository, is_needed=not arguments) if use_repository else None
    if home and home.is_bare:
        raise UsageError(f"{printable(str(home.root))}: a bare repository has no files to fix; use a clone of it")
    files = [a for a in arguments if a and _exists(Path(a))]
    if "-" in arguments or any(not _is_rust(Path(a)) for a in files):
        mail = next(a for a in arguments if a == "-" or (a in files and not _is_rust(Path(a))))
        raise UsageError(f"{printable(mail)}: a patch cannot be fixed in place; apply it (git am), then fix HEAD")
    if len(arguments) > max(len(files), 1):
        raise UsageError("fixes go into Rust files and folders, or into one revision or range; name them apart")
    return read(arguments, repository=repository, use_repository=use_repository, whole_files=True, as_one=True)


def _is_rust(path: Path) -> bool:
    return bool(find_rust(path)[0]) if path.is_dir() else path.suffix == ".rs"


def _repository(asked: Path | None, *, is_needed: bool) -> Repository | None:
    """The repository that was asked for, or the one around the current folder if that can be used."""
    if asked is not None and not asked.is_dir():
        raise InputError(f"{printable(str(asked))}: there is no such folder to look for a git repository in")
    if asked is not None or is_needed:
        return git.open_repository(asked or Path.cwd())
    try:
        return git.find_repository(Path.cwd())
    except InputError:
        return None


def _add_uncommitted(found: _Found, repository: Repository | None) -> None:
    if repository is None:
        raise InputError("nothing to review without a repository: name a patch or mail to read")
    data = git.uncommitted(repository)
    if data:
        _add_text(found, data, _UNCOMMITTED)


def _add(found: _Found, argument: str, repository: Repository | None, *, whole_files: bool, as_one: bool) -> None:
    """Read one input: a file wins over a revision of the same name."""
    path = Path(argument)
    if not argument:
        found.problems.append(
            Problem("an empty INPUT", "names nothing", "leave it out for the uncommitted changes")
        )
    elif argument == "-":
        _add_text(found, sys.stdin.buffer.read() if sys.stdin else b"", "standard input")
    elif _exists(path) and not _is_of_git(path, argument, repository):
        _add_path(found, path, whole_files=whole_files)
    elif repository and git.is_revision(repository, argument):
        of_merge = " (a merge, against its first parent)" if git.is_merge(repository, argument) else ""
        if data := (git.as_one_change if as_one else git.patches)(repository, argument):
            _add_text(found, data, argument + of_merge)
    else:
        found.problems.append(_unknown(argument, path, repository))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL in it, is no file
        return False


def _is_of_git(path: Path, argument: str, repository: Repository | None) -> bool:
    """Whether a file is a bare repository's own, as `HEAD` is one, and stands for the revision."""
    return (
        repository is not None
        and repository.is_bare
        and path.absolute().is_relative_to(repository.root)
        and git.is_revision(repository, argument)
    )


def _add_text(found: _Found, data: bytes, source: str) -> None:
    """Read one text in which a patch must be."""
    letters, problems = read_letters(data, source)
    found.letters += letters
    found.problems += problems if letters or problems else [nothing_in(data, printable(source))]


def _add_path(found: _Found, path: Path, *, whole_files: bool) -> None:
    if path.is_dir():
        _add_folder(found, path, whole_files=whole_files)
    elif path.suffix == ".rs" and whole_files:
        _add_whole(found, path)
    elif path.suffix == ".rs":
        advice = "review takes patches; to review a whole file use check"
        found.problems.append(Problem(printable(str(path)), "is a Rust file, not a patch", advice))
    else:
        _add_text(found, read_bytes(path), str(path))


def _add_folder(found: _Found, folder: Path, *, whole_files: bool) -> None:
    """A folder with Rust in it is reviewed as it stands if that is allowed; else its patches are."""
    rust, refused = find_rust(folder) if whole_files else ([], [])
    for path in rust:
        _add_whole(found, path)
    mails, mails_refused = ([], []) if rust else find_patches(folder)
    brought = [_add_letters(found, path) for path in mails]
    for error in refused or mails_refused:
        found.problems.append(Problem(printable(str(error.filename)), f"cannot be listed: {error.strerror}"))
    if not rust and not any(brought):
        rust_too = " or Rust files" if whole_files else ""
        what = f"no patches ({' '.join(PATCH_ENDINGS)}){rust_too} in it"
        advice = "" if whole_files else "to review Rust files use check"
        found.problems.append(Problem(printable(str(folder)), what, advice))


def _add_whole(found: _Found, path: Path) -> None:
    try:
        found.whole.append(WholeFile(shown(path), read_bytes(path)))
    except InputError as error:
        found.problems.append(Problem(printable(str(path)), str(error)))


def _add_letters(found: _Found, path: Path) -> bool:
    """Read a file of a folder, where a mail without a patch may lie too; whether it brought anything."""
    try:
        letters, problems = read_letters(read_bytes(path), str(path))
    except InputError as error:
        letters, problems = [], [Problem(printable(str(path)), str(error))]
    found.letters += letters
    found.problems += problems
    return bool(letters or problems)


def _unknown(argument: str, path: Path, repository: Repository | None) -> Problem:
    if similar := similar_names(path):
        return Problem(printable(argument), "is neither a file nor a revision", f"did you mean {similar}?")
    if repository is None:
        return Problem(printable(argument), "no such file, and no git repository to look for a revision in")
    return Problem(
        printable(argument),
        "is neither a file nor a revision",
        "name a patch, a mail, a folder, a revision or a range",
    )
