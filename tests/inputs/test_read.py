"""The way in: what the command line may name, and what is said of what cannot be read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from review_assist.errors import InputError
from review_assist.inputs.read import read
from review_assist.model import Submission
from tests.inputs.helper import BODY, DIFF, ENVIRONMENT, commit, git, mail, write

PATCH = DIFF.encode()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def review(*arguments: str, repository: Path | None = None, use_repository: bool = True) -> Submission:
    return read(arguments, repository=repository, use_repository=use_repository, whole_files=False)


def check(*arguments: str) -> Submission:
    return read(arguments, repository=None, use_repository=True, whole_files=True)


def told(submission: Submission) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in submission.problems]


def sources(submission: Submission) -> list[str]:
    return [patch.source for patch in submission.patches]


def test_files_and_standard_input(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {"a.patch": PATCH, "b.eml": mail(BODY)})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PATCH)))
    submission = review("b.eml", "a.patch", "-")
    assert sources(submission) == ["b.eml", "a.patch", "standard input"]
    assert submission.problems == ()
    assert submission.repository is None


def test_a_series_in_several_files_is_one_series_with_its_cover(here: Path) -> None:
    write(here, {"p/0000-cover.patch": mail(b"All of it.\n", subject="[PATCH 0/2] both")})
    for number in (1, 2):
        write(here, {f"p/000{number}-x.patch": mail(BODY, subject=f"[PATCH {number}/2] p{number}")})
    (series,) = review("p").series
    assert [patch.number for patch in series.patches] == [1, 2]
    assert series.cover is not None
    (again,) = review("p/0002-x.patch", "p/0000-cover.patch", "p/0001-x.patch").series
    assert [patch.number for patch in again.patches] == [1, 2]
    assert told(review("p/0000-cover.patch")) == [("p/0000-cover.patch", "is a cover letter")]


def test_a_folder_is_searched_for_patches_by_their_endings(here: Path) -> None:
    write(here, {"p/b/x.diff": PATCH, "p/a.patch": PATCH, "p/.hidden/x.patch": PATCH, "p/README.txt": b"x"})
    write(here, {"p/re.eml": mail(b"> quoted\n", subject="Re: [PATCH] x"), "p/x.rs": b"fn f() {}\n"})
    submission = review("p")
    assert sources(submission) == ["p/a.patch", "p/b/x.diff"]
    assert submission.problems == ()


def test_a_maildir_needs_no_endings(here: Path) -> None:
    write(here, {"m/cur/1.M2.host:2,S": mail(BODY), "m/new/2.M2.host": PATCH, "m/tmp/3": PATCH})
    assert sources(review("m")) == ["m/cur/1.M2.host:2,S", "m/new/2.M2.host"]


def test_a_folder_without_patches_is_told(here: Path) -> None:
    write(here, {"p/README.txt": b"x"})
    assert told(review("p")) == [("p", "no patches (.patch .diff .eml .mbox .mbx) in it")]
    assert told(check("p")) == [("p", "no patches (.patch .diff .eml .mbox .mbx) or Rust files in it")]


def test_check_takes_rust_as_it_stands(here: Path) -> None:
    write(here, {"r/b.rs": b"fn b() {}\n", "r/a/x.rs": b"fn a() {}\n", "r/Cargo.toml": b"", "r/notes.md": b""})
    write(here, {"r/target/debug/gen.rs": b"", "r/.git/x.rs": b"", "r/src/target/arm.rs": b"fn t() {}\n"})
    (here / "r/loop").symlink_to(here / "r", target_is_directory=True)
    (here / "r/out.rs").symlink_to("/etc/hostname")
    submission = check("r", "r/b.rs", str(here / "r/b.rs"))
    assert [file.path for file in submission.whole] == [
        "r/b.rs",
        "r/a/x.rs",
        "r/src/target/arm.rs",
        "r/b.rs",
        "r/b.rs",
    ]
    assert submission.whole[0].data == b"fn b() {}\n"
    assert submission.problems == ()


def test_review_sends_whole_files_to_check(here: Path) -> None:
    write(here, {"x.rs": b"fn f() {}\n"})
    (problem,) = review("x.rs").problems
    assert (problem.where, problem.what) == ("x.rs", "is a Rust file, not a patch")
    assert "check" in problem.advice


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(here: Path) -> None:
    write(here, {"good.patch": PATCH, "empty.patch": b"", "talk.eml": mail(b"Hi.\n"), "a.out": b"\x7fELF\0"})
    submission = review(
        "no.patch", "empty.patch", "talk.eml", "a.out", "/dev/zero", "x" * 9999, "\0", "good.patch"
    )
    assert sources(submission) == ["good.patch"]
    whats = dict(told(submission))
    assert whats["empty.patch"] == "is empty"
    assert whats["talk.eml"] == "no diff found in it"
    assert whats["a.out"] == "is a binary file"
    assert whats["/dev/zero"] == "is neither a file nor a folder"
    assert len(submission.problems) == 7


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(here: Path) -> None:
    write(here, {"x.patch": PATCH})
    (here / "x.patch").chmod(0)
    assert told(review("x.patch")) == [("x.patch", "cannot be read: Permission denied")]


def test_a_mistyped_name_gets_a_suggestion(here: Path) -> None:
    write(here, {"p/frame-queue.mbox": PATCH})
    (problem,) = review("p/frame-queu.mbox").problems
    assert problem.advice == "did you mean p/frame-queue.mbox?"


def test_names_in_problems_cannot_drive_a_terminal() -> None:
    (problem,) = review("\x1b[2Jx\n").problems
    assert problem.where == "?[2Jx?"


def test_revisions_of_the_repository_around_or_of_the_one_named(here: Path) -> None:
    folder = here / "repo"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(folder, {"x.rs": b"fn f() {}\n"}, "first")
    submission = review("HEAD", repository=folder)
    assert [patch.subject for patch in submission.patches] == ["first"]
    assert submission.repository is not None
    assert submission.repository.root == folder
    assert told(review("HEAD")) == [("HEAD", "no such file, and no git repository to look for a revision in")]
    assert told(review("HEAD", repository=folder, use_repository=False)) == told(review("HEAD"))
    with pytest.raises(InputError, match="no git repository"):
        review("HEAD", repository=here)
    with pytest.raises(InputError, match="no such folder"):
        review("HEAD", repository=here / "nowhere")
    with pytest.raises(InputError, match="without a repository"):
        review(use_repository=False)


def test_a_file_wins_over_a_revision_of_its_name(here: Path) -> None:
    git(here, "init", "--quiet")
    commit(here, {"main": PATCH, "x.rs": b"fn f() {}\n"}, "first")
    assert [patch.subject for patch in review("main").patches] == [""]
    assert [patch.subject for patch in review("HEAD").patches] == ["first"]
    assert told(review("HEAD..")) == [] and review("HEAD..").patches == ()
    assert told(review("maim~1")) == [("maim~1", "is neither a file nor a revision")]


def test_without_inputs_the_uncommitted_changes_are_read(here: Path) -> None:
    with pytest.raises(InputError, match="no git repository here"):
        review()
    git(here, "init", "--quiet")
    commit(here, {"x.rs": b"fn f() {}\n"})
    assert review() == Submission(repository=review().repository)
    write(here, {"x.rs": b"fn g() {}\n"})
    assert sources(review()) == ["uncommitted changes"]


def test_a_bare_diff_imports_no_mail_reader(here: Path) -> None:
    write(here, {"x.diff": PATCH})
    program = (
        "import sys; from review_assist.inputs.read import read\n"
        "assert read(['x.diff'], repository=None, use_repository=False, whole_files=False).patches\n"
        "assert 'email' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": str(root)})
