"""Git: the one place that runs a program. No configuration, attribute or patch text can change what it runs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from review_assist.errors import InputError
from review_assist.inputs.git_options import CONFIG, DIFF, environment
from review_assist.inputs.text import one_line, printable
from review_assist.model import Address, Repository
from review_assist.patterns import pattern

_OBJECT_ID = pattern(r"[0-9a-f]{4,64}")
_FULL_ID = pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BATCH_HEADER = pattern(rb"[0-9a-f]{40,64} (\w+) (\d+)")


def find_repository(start: Path) -> Repository | None:
    """The repository around a folder or file, bare ones too; None if there is none, or no git.

    Raises InputError if git refuses the one that is there (for example: it belongs to another user).
    """
    try:
        return open_repository(start)
    except _NotHereError:
        return None


def open_repository(start: Path) -> Repository:
    """The same, but raises InputError too if there is none, or no git."""
    folder = start if start.is_dir() else start.parent
    answer = _git(folder, "rev-parse", "--is-bare-repository", "--absolute-git-dir")
    is_bare, git_folder = os.fsdecode(answer).split("\n")[:2]
    if is_bare == "true":
        return Repository(Path(git_folder), is_bare=True)
    top = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).removesuffix("\n")
    return Repository(Path(top), is_bare=False)


def resolve(repository: Repository, revision: str) -> str | None:
    """The full id of the commit that a revision names; None if it names none."""
    if not revision or "\0" in revision or "\n" in revision:
        return None
    try:
        arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return _git(repository.root, *arguments).decode("ascii").strip() or None
    except InputError:
        return None


def is_revision(repository: Repository, text: str) -> bool:
    """Whether `text` names a commit or a range of commits (`A..B`, `A..`, `..B`, `A...B`)."""
    return bool(resolve(repository, text)) or _range_ends(repository, text) is not None


def is_merge(repository: Repository, revision: str) -> bool:
    """Whether `revision` names a commit with several parents."""
    return resolve(repository, f"{revision}^2") is not None


def patches(repository: Repository, revision_or_range: str) -> bytes:
    """The commits as mails, oldest first, like `git format-patch --stdout`.

    A single merge commit is shown against its first parent, those within a range are left out.
    `A...B` means the commits that only B has. Empty if there is no commit in the range. Raises InputError if
    it names no revision or range.
    """
    commit = resolve(repository, revision_or_range)
    commits = [commit] if commit else _commits_of_range(repository, revision_or_range)
    if not commits:
        return b""
    return _git(
        repository.root,
        "diff-tree",
        "--stdin",
        "--root",
        "--always",
        "--pretty=mboxrd",
        "--encoding=UTF-8",
        "--no-notes",
        "--diff-merges=first-parent",
        *DIFF,
        given="".join(f"{commit}\n" for commit in commits).encode(),
    )


def as_one_change(repository: Repository, revision_or_range: str) -> bytes:
    """The same as one diff for a range: from where its ends part to its end."""
    ends = None if resolve(repository, revision_or_range) else _range_ends(repository, revision_or_range)
    if ends is None:
        return patches(repository, revision_or_range)
    old, new = ends
    base = _git(repository.root, "merge-base", old, new).decode("ascii").split()[0]
    return _git(repository.root, "diff-tree", "-r", *DIFF, base, new, "--")


def uncommitted(repository: Repository) -> bytes:
    """The diff from HEAD to the working tree, staged or not; empty if nothing has changed.

    A Rust file that git does not know yet counts as new.

    Raises InputError in a bare repository.
    """
    if repository.is_bare:
        raise InputError(
            f"{printable(str(repository.root))}: a bare repository has no uncommitted changes; name a revision"
        )
    head = resolve(repository, "HEAD") or _empty_tree(repository)
    known = _git(repository.root, "diff", *DIFF, "--ignore-submodules=dirty", head, "--")
    return known + b"".join(_as_new_file(repository, path) for path in _untracked(repository))


def _untracked(repository: Repository) -> list[bytes]:
    """Paths of Rust files that are neither known to git nor ignored."""
    pattern = ":(top,glob)**/*.rs"
    listed = _git(repository.root, "ls-files", "-z", "--others", "--exclude-standard", "--", pattern)
    return [path for path in listed.split(b"\0") if path and not re.search(rb'["\\\x00-\x1f]', path)]


def _as_new_file(repository: Repository, path: bytes) -> bytes:
    """The diff that adds the file; empty if it cannot be read or is no plain file."""
    place = repository.root / os.fsdecode(path)
    if place.is_symlink() or not place.is_file():
        return b""
    try:
        lines = place.read_bytes().removesuffix(b"\n").split(b"\n")
    except OSError:
        return b""
    head = b"diff --git a/%b b/%b\nnew file mode 100644\n--- /dev/null\n+++ b/%b\n" % (path, path, path)
    body = b"".join(b"+%b\n" % line for line in lines)
    return head + b"@@ -0,0 +1,%d @@\n" % len(lines) + body


def identity(folder: Path) -> Address | None:
    """Name and address of the user, from git's configuration; None if it has no address."""
    found = []
    for key in ("user.name", "user.email"):
        try:
            found.append(os.fsdecode(_git(folder, "config", "--get", key)).strip())
        except InputError:
            found.append("")
    return Address(found[0], found[1]) if found[1] else None


def blobs(repository: Repository, ids: Sequence[str]) -> dict[str, bytes]:
    """Contents of blobs by the id asked for, which may be abbreviated; what is missing or ambiguous is absent."""
    return _contents(repository, {name: name for name in ids if _OBJECT_ID.fullmatch(name)})


def files_at(repository: Repository, revision: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Contents of files as they are in a commit, by path; what the commit does not have is absent."""
    commit = revision if _FULL_ID.fullmatch(revision) else resolve(repository, revision)
    if commit is None:
        return {}
    return _contents(repository, {path: f"{commit}:{path}" for path in paths if _is_tree_path(path)})


def paths_at(repository: Repository, revision: str) -> list[str]:
    """Paths of all files of a commit; none if it is not there."""
    commit = resolve(repository, revision)
    if commit is None:
        return []
    listed = _git(repository.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    return [path.decode("utf-8", "surrogateescape") for path in listed.split(b"\0") if path]


def paths_with(repository: Repository, commit: str, words: Sequence[str], glob: str) -> list[str]:
    """Paths of the files of a commit that match the glob, from the top, and in which any of the words stands."""
    asked = [argument for word in words for argument in ("-e", word)]
    options = ("-l", "-z", "-w", "-F", "--full-name", *asked, commit, "--", f":(top,glob){glob}")
    listed = _git(repository.root, "grep", *options, may_find_none=True)
    paths = (path.decode("utf-8", "surrogateescape") for path in listed.split(b"\0") if path)
    return [path.removeprefix(f"{commit}:") for path in paths]


def _is_tree_path(path: str) -> bool:
    """Whether git would look a path up from the top of the tree, as one request."""
    return bool(path) and not re.search(r"[\n\0]|\A\.{0,2}/", path)


def _contents(repository: Repository, requests: dict[str, str]) -> dict[str, bytes]:
    """What one `git cat-file --batch` answers to the values, by key; only blobs."""
    if not requests:
        return {}
    given = "".join(f"{request}\n" for request in requests.values())
    answer = _git(repository.root, "cat-file", "--batch", given=given.encode("utf-8", "surrogateescape"))
    found: dict[str, bytes] = {}
    at = 0
    for name in requests:
        end = answer.find(b"\n", at)
        header = _BATCH_HEADER.fullmatch(answer, at, end)
        at = end + 1
        if header:
            size = int(header[2])
            if header[1] == b"blob":
                found[name] = answer[at : at + size]
            at += size + 1
    return found


def _commits_of_range(repository: Repository, text: str) -> list[str]:
    ends = _range_ends(repository, text)
    if ends is None:
        raise InputError("names no revision or range")
    old, new = ends
    listed = _git(repository.root, "rev-list", "--no-merges", "--reverse", "--topo-order", f"{old}..{new}", "--")
    return listed.decode("ascii").split()


def _range_ends(repository: Repository, text: str) -> tuple[str, str] | None:
    """The commits at both ends of a range, HEAD where an end is left out; None if it is no range."""
    parts = re.fullmatch(r"(.*?)\.{2,3}(.*)", text)
    if parts is None or not (parts[1] or parts[2]):
        return None
    old, new = resolve(repository, parts[1] or "HEAD"), resolve(repository, parts[2] or "HEAD")
    return (old, new) if old and new else None


def _empty_tree(repository: Repository) -> str:
    return _git(repository.root, "hash-object", "-t", "tree", "--stdin").decode("ascii").strip()


class _NotHereError(InputError):
    """There is no git, or no repository."""


def _git(folder: Path, *arguments: str, given: bytes = b"", may_find_none: bool = False) -> bytes:
    """What git prints. Raises InputError, in one line, if it fails; to find nothing may be no failure."""
    options = [option for setting in CONFIG for option in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "--no-pager", *options, *arguments],
            input=given,
            capture_output=True,
            check=False,
            env=environment(),
        )
    except OSError as error:
        raise _NotHereError(f"git cannot be run: {error.strerror}; install git, or name a patch file") from error
    if done.returncode == 0 or (may_find_none and done.returncode == 1):
        return done.stdout
    complaint = one_line(os.fsdecode(done.stderr).strip().partition("\n")[0]).removeprefix("fatal: ")
    if complaint.startswith("not a git repository"):
        raise _NotHereError(f"{printable(str(folder))}: there is no git repository here; name a patch or mail")
    raise InputError(f"git {arguments[0]} failed: {printable(complaint) or f'exit code {done.returncode}'}")
