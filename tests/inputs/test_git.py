"""Git, under every configuration that could change what it prints or runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from review_assist.errors import InputError
from review_assist.inputs import git as ours
from review_assist.inputs.mbox import read_patches
from review_assist.model import Patch, Repository
from tests.inputs.helper import ENVIRONMENT, commit, git, write


@pytest.fixture(autouse=True)
def hermetic(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, {"src/x.rs": b"fn one() {}\n"}, "first: one\n\nFrom the start.\n---\nnot a separator\n")
    return _found(tmp_path)


def _found(folder: Path) -> Repository:
    found = ours.find_repository(folder)
    assert found is not None
    return found


def patches(repository: Repository, what: str) -> list[Patch]:
    series, problems = read_patches(ours.patches(repository, what), what)
    assert problems == ()
    return [patch for part in series for patch in part.patches]


def paths(data: bytes) -> list[str]:
    series, _ = read_patches(data, "x")
    return [file.path for part in series for patch in part.patches for file in patch.files]


def test_a_root_commit_is_a_patch(repository: Repository) -> None:
    (patch,) = patches(repository, "HEAD")
    assert (patch.subject, patch.commit) == ("first: one", ours.resolve(repository, "HEAD"))
    assert patch.message == "From the start."
    assert patch.author is not None
    assert patch.author.email == "ann@example.org"
    (file,) = patch.files
    assert (file.old_path, file.new_path, len(file.new_blob)) == (None, "src/x.rs", 40)


@pytest.mark.parametrize("text", ["HEAD~2..", "HEAD~2..HEAD", "HEAD~2...HEAD", "main~2..main"])
def test_ranges_come_oldest_first_as_one_series(repository: Repository, text: str) -> None:
    for number in (2, 3):
        commit(repository.root, {"src/x.rs": b"fn f%d() {}\n" % number}, f"change {number}")
    assert ours.is_revision(repository, text)
    assert [patch.subject for patch in patches(repository, text)] == ["change 2", "change 3"]


def test_a_symmetric_range_means_what_its_right_side_adds(repository: Repository) -> None:
    git(repository.root, "checkout", "--quiet", "-b", "topic")
    commit(repository.root, {"a.rs": b"fn a() {}\n"}, "ours")
    git(repository.root, "checkout", "--quiet", "main")
    commit(repository.root, {"b.rs": b"fn b() {}\n"}, "theirs")
    assert [patch.subject for patch in patches(repository, "main...topic")] == ["ours"]


def test_a_merge_is_shown_against_its_first_parent_and_left_out_of_ranges(repository: Repository) -> None:
    root = repository.root
    git(root, "checkout", "--quiet", "-b", "topic")
    commit(root, {"a.rs": b"fn a() {}\n"}, "topic")
    git(root, "checkout", "--quiet", "main")
    commit(root, {"b.rs": b"fn b() {}\n"}, "main")
    git(root, "merge", "--quiet", "-m", "merged", "topic")
    (patch,) = patches(repository, "HEAD")
    assert [file.path for file in patch.files] == ["a.rs"]
    assert ours.is_merge(repository, "HEAD")
    assert not ours.is_merge(repository, "HEAD^")
    assert "merged" not in [patch.subject for patch in patches(repository, "main~1..main")]


def test_a_range_without_commits_is_empty(repository: Repository) -> None:
    assert ours.patches(repository, "HEAD..") == b""


@pytest.mark.parametrize(
    "text", ["", "nope", "HEAD..nope", "..", "--all", "-n1", "HEAD\0", "HEAD\nHEAD", "../x.patch"]
)
def test_what_is_no_revision(repository: Repository, text: str) -> None:
    assert not ours.is_revision(repository, text)
    with pytest.raises(InputError):
        ours.patches(repository, text)


def test_uncommitted_changes_are_those_staged_and_those_not_and_new_rust_files(repository: Repository) -> None:
    assert ours.uncommitted(repository) == b""
    write(repository.root, {"src/x.rs": b"fn two() {}\n", "staged.rs": b"fn s() {}\n", "unknown.txt": b"x\n"})
    write(repository.root, {".gitignore": b"out/\n", "out/ignored.rs": b"x\n", "new file.rs": b"fn n() {}\n\n"})
    git(repository.root, "add", "staged.rs", ".gitignore")
    data = ours.uncommitted(repository)
    assert paths(data) == [".gitignore", "src/x.rs", "staged.rs", "new file.rs"]
    assert data.endswith(b"@@ -0,0 +1,2 @@\n+fn n() {}\n+\n")


def test_uncommitted_changes_of_a_subfolder_are_those_of_the_repository(repository: Repository) -> None:
    write(repository.root, {"src/x.rs": b"fn two() {}\n", "src/deep/y.rs": b"\n"})
    assert paths(ours.uncommitted(_found(repository.root / "src/deep"))) == ["src/x.rs", "src/deep/y.rs"]


def test_a_repository_without_a_commit_has_uncommitted_changes(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"x.rs": b"fn f() {}\n"})
    git(tmp_path, "add", "x.rs")
    assert paths(ours.uncommitted(_found(tmp_path))) == ["x.rs"]


def test_a_bare_repository_has_commits_but_no_changes(repository: Repository, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repository.root), "bare.git")
    bare = _found(tmp_path / "bare.git")
    assert bare.is_bare
    assert len(patches(bare, "HEAD")) == 1
    with pytest.raises(InputError, match="bare repository"):
        ours.uncommitted(bare)


def test_no_repository_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert ours.find_repository(tmp_path) is None


def test_without_git_there_is_no_repository_and_no_traceback(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert ours.find_repository(repository.root) is None
    assert not ours.is_revision(repository, "HEAD")
    with pytest.raises(InputError, match=r"^git cannot be run: .*; install git"):
        ours.uncommitted(repository)


def test_a_failure_of_git_is_one_line(repository: Repository) -> None:
    (repository.root / ".git/index").write_bytes(b"broken")
    with pytest.raises(InputError, match=r"^git diff failed: ") as caught:
        ours.uncommitted(repository)
    assert "\n" not in str(caught.value)


HOSTILE = """
[core]
    pager = touch {mark}
    fsmonitor = touch {mark}
    quotePath = false
[diff]
    external = touch {mark}
    noprefix = true
    mnemonicPrefix = true
    context = 0
    interHunkContext = 99
    renames = false
    algorithm = histogram
    orderFile = {mark}
    suppressBlankEmpty = true
    wsErrorHighlight = all
    submodule = log
    colorMoved = zebra
    relative = true
[diff "evil"]
    textconv = touch {mark}
    command = touch {mark}
[color]
    ui = always
    diff = always
[log]
    showSignature = true
    showRoot = false
    date = relative
[format]
    pretty = oneline
    attach = true
    subjectPrefix = EVIL
    signature = evil
    headers = "X: evil"
[i18n]
    logOutputEncoding = utf-16
[alias]
    diff = !touch {mark}
"""


def test_no_configuration_changes_the_text_or_runs_anything(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository.root
    text = b"".join(b"line %d\n\n" % n for n in range(30))
    commit(root, {"a.rs": text, "größe.rs": b"a\n", ".gitattributes": b"*.rs diff=evil\n"}, "before")
    commit(root, {"a.rs": None, "b.rs": text.replace(b"line 9\n", b"line nine\n"), "größe.rs": b"b\n"}, "änderung")
    write(root, {"b.rs": text.replace(b"line 2\n", b"line two\n")})
    calm = ours.patches(repository, "HEAD~2.."), ours.uncommitted(repository)
    mark = tmp_path / "mark"
    with (root / ".git/config").open("a") as config:
        config.write(HOSTILE.format(mark=mark))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {mark}")
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u0")
    monkeypatch.setenv("GIT_PAGER", f"touch {mark}")
    assert (ours.patches(repository, "HEAD~2.."), ours.uncommitted(repository)) == calm
    assert not mark.exists()
    assert b"rename from a.rs" in calm[0]


def test_blobs_by_id_abbreviated_or_not(repository: Repository) -> None:
    commit(repository.root, {"y.rs": b"\n\0missing\n", "empty.rs": b""})
    whole = git(repository.root, "rev-parse", "HEAD:y.rs").decode().strip()
    empty = git(repository.root, "rev-parse", "HEAD:empty.rs").decode().strip()
    tree = git(repository.root, "rev-parse", "HEAD^{tree}").decode().strip()
    asked = ["0" * 40, whole[:8], "not an id", tree, whole, "--batch", "HEAD", empty, "12345"]
    assert ours.blobs(repository, asked) == {whole[:8]: b"\n\0missing\n", whole: b"\n\0missing\n", empty: b""}
    assert ours.blobs(repository, []) == {}


def test_files_at_a_revision(repository: Repository) -> None:
    commit(repository.root, {"with space.rs": b"a\n", "größe.rs": b"b\n"})
    asked = [
        "src/x.rs",
        "with space.rs",
        "größe.rs",
        "src",
        "no.rs",
        "x\nHEAD:src/x.rs",
        "",
        "/etc/passwd",
        "../x",
        "./x",
    ]
    assert ours.files_at(repository, "HEAD", asked) == {
        "src/x.rs": b"fn one() {}\n",
        "with space.rs": b"a\n",
        "größe.rs": b"b\n",
    }
    assert ours.files_at(repository, "HEAD~1", ["größe.rs"]) == {}
    assert ours.files_at(repository, "nope", ["src/x.rs"]) == {}
