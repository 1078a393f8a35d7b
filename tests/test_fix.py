"""`check --fix` and `check --diff` as a user meets them: files on disk before and after, and what is refused."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from review_assist.errors import InputError
from review_assist.fixes.unified import file_diff
from review_assist.write import content_of, place_below, replace_content
from tests.test_cli import PATCH, git, run

START = "pub fn zero() -> u32 {\n    0\n}\n"
LOOP = "pub fn f(n: usize) {\n    let mut i = 0;\n    while i < n {\n        g(i);\n        i += 1;\n    }\n}\n"
FOR = "pub fn f(n: usize) {\n    for i in 0..n {\n        g(i);\n    }\n}\n"
RETURN = "pub fn one() -> u32 {\n    return 1;\n}\n"
VALUE = "pub fn one() -> u32 {\n    1\n}\n"
UNSAFE = "pub fn last(v: &[u32]) -> u32 {\n    return g(v).get();\n}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one clean file."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "lib.rs").write_text(START)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a start")
    return tmp_path


def _fix(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "check", "--fix", "--pedantic", *arguments)


def test_uncommitted_changes_are_fixed_and_counted(tree: Path) -> None:
    (tree / "lib.rs").write_text(START + LOOP + "static mut COUNT: u32 = 0;\n")
    (tree / "lib.rs").chmod(0o755)
    done = _fix(tree)
    assert (tree / "lib.rs").read_text() == START + FOR + "static mut COUNT: u32 = 0;\n"
    assert done.stderr == "review-assist: 1 fixed, 1 left\n"
    assert done.returncode == 1 and "mutable-static" in done.stdout and "while-counter" not in done.stdout
    assert (tree / "lib.rs").stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in tree.iterdir()) == [".git", "lib.rs"]


def test_lines_of_others_are_left_alone(tree: Path) -> None:
    (tree / "lib.rs").write_text(RETURN)
    git(tree, "commit", "-qam", "one")
    (tree / "lib.rs").write_text(RETURN + LOOP)
    _fix(tree)
    assert (tree / "lib.rs").read_text() == RETURN + FOR


def test_a_new_file_is_fixed_carriage_returns_and_a_missing_newline_stay(tree: Path) -> None:
    data = (LOOP + RETURN).replace("\n", "\r\n").removesuffix("\r\n").encode()
    (tree / "new.rs").write_bytes(b"// caf\xe9\r\n" + data)
    assert _fix(tree).returncode == 0
    fixed = (FOR + VALUE).replace("\n", "\r\n").removesuffix("\r\n").encode()
    assert (tree / "new.rs").read_bytes() == b"// caf\xe9\r\n" + fixed


def test_a_diff_is_what_git_applies_and_changes_nothing(tree: Path) -> None:
    folder = tree / "a b"
    folder.mkdir()
    texts = {"lib.rs": START + LOOP, "a b/ü\t.rs": RETURN, "a b/plain.rs": RETURN.removesuffix("\n")}
    for name, text in texts.items():
        (tree / name).write_text(text)
    git(tree, "add", "-N", ".")
    done = run(folder, "check", "--diff", "--pedantic", "--fail-on", "note", GIT_CEILING_DIRECTORIES="")
    assert {name: (tree / name).read_text() for name in texts} == texts
    assert done.returncode == 1 and done.stderr == "review-assist: 3 to fix, 0 left\n"
    subprocess.run(["git", "apply", "-"], cwd=tree, input=done.stdout.encode(), check=True)
    assert (tree / "lib.rs").read_text() == START + FOR
    assert (tree / "a b/ü\t.rs").read_text() == VALUE
    assert (tree / "a b/plain.rs").read_text() == VALUE.removesuffix("\n")


def test_a_diff_of_files_as_they_stand_is_seen_from_the_top(tree: Path) -> None:
    (tree / "src").mkdir()
    (tree / "src" / "a.rs").write_text(RETURN)
    done = run(tree / "src", "check", "--diff", "--pedantic", "a.rs", GIT_CEILING_DIRECTORIES="")
    assert "+++ b/src/a.rs\n" in done.stdout


def test_files_and_folders_are_fixed_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.rs").write_text(RETURN)
    (tmp_path / "b.rs").write_text(LOOP)
    assert _fix(tmp_path, "src", "b.rs").stderr == "review-assist: 2 fixed, 0 left\n"
    assert (tmp_path / "src" / "a.rs").read_text() == VALUE and (tmp_path / "b.rs").read_text() == FOR


def test_unsafe_fixes_wait_to_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(UNSAFE)
    assert _fix(tmp_path, "a.rs").stderr == "review-assist: 0 fixed, 1 left (1 with --unsafe-fixes)\n"
    assert (tmp_path / "a.rs").read_text() == UNSAFE
    assert _fix(tmp_path, "--unsafe-fixes", "a.rs").stderr == "review-assist: 1 fixed, 0 left\n"


def test_one_fix_makes_room_for_another(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text("pub fn f(a: u32) -> u32 {\n    return return a;\n}\n")
    _fix(tmp_path, "a.rs")
    assert (tmp_path / "a.rs").read_text() == "pub fn f(a: u32) -> u32 {\n    a\n}\n"


@pytest.fixture
def history(tree: Path) -> Path:
    """Two more commits, the second of which moves what the first wrote."""
    (tree / "lib.rs").write_text(START + LOOP)
    git(tree, "commit", "-qam", "a loop")
    (tree / "lib.rs").write_text("// one\n// more\n" + START + LOOP + RETURN)
    git(tree, "commit", "-qam", "a return")
    return tree


def test_a_range_is_fixed_as_one_change(history: Path) -> None:
    assert _fix(history, "HEAD~2..").stderr == "review-assist: 2 fixed, 0 left\n"
    assert (history / "lib.rs").read_text() == "// one\n// more\n" + START + FOR + VALUE


def test_a_revision_is_fixed_where_it_is_still_what_is_on_disk(history: Path) -> None:
    assert _fix(history, "HEAD").stderr == "review-assist: 1 fixed, 0 left\n"
    assert (history / "lib.rs").read_text() == "// one\n// more\n" + START + LOOP + VALUE
    before = (history / "lib.rs").read_text()
    refused = _fix(history, "HEAD~1")
    assert refused.returncode == 3 and (history / "lib.rs").read_text() == before
    assert "lib.rs: is not on disk as HEAD~1 has it; not fixed; commit or stash" in refused.stderr
    assert refused.stderr.count("\n") == 2


def test_edits_since_the_revision_are_not_written_over_unless_forced(history: Path) -> None:
    edited = (history / "lib.rs").read_text().replace("return 1;", "return 2;") + "// mine\n"
    (history / "lib.rs").write_text(edited)
    assert _fix(history, "HEAD").returncode == 3 and (history / "lib.rs").read_text() == edited
    assert _fix(history, "--force", "HEAD").stderr == "review-assist: 1 fixed, 0 left\n"
    assert (history / "lib.rs").read_text() == edited.replace("return 2;", "2")


def test_what_is_no_plain_file_is_never_changed(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.rs").write_text(RETURN)
    (tree / "src").mkdir()
    (tree / "src" / "a.rs").write_text(RETURN)
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "a file")
    (tree / "src" / "a.rs").unlink()
    (tree / "src").rmdir()
    (tree / "src").symlink_to(outside)
    done = _fix(tree, "HEAD")
    assert done.returncode == 3 and "src/a.rs: lies behind a symbolic link; not fixed" in done.stderr
    (tree / "link.rs").symlink_to(outside / "a.rs")
    assert "link.rs: is a symbolic link" in _fix(tree, "link.rs").stderr
    assert (outside / "a.rs").read_text() == RETURN


@pytest.mark.parametrize(
    "path", ["../a.rs", "/etc/a.rs", "src/../../a.rs", "", "a\0.rs", ".git/a.rs", "x/.GIT/a.rs"]
)
def test_paths_that_lead_out_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError):
        place_below(tmp_path, path)


def test_the_writer_refuses_what_has_changed_and_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_bytes(b"one\n")
    with pytest.raises(InputError, match="was changed while"):
        replace_content(tmp_path / "a.rs", b"two\n", b"three\n")
    assert (tmp_path / "a.rs").read_bytes() == b"one\n"
    os.mkfifo(tmp_path / "pipe.rs")
    for name in ("pipe.rs", "missing.rs", "."):
        with pytest.raises(InputError):
            content_of(tmp_path / name)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", str(PATCH)], "a patch cannot be fixed in place; apply it (git am), then fix HEAD"),
        (["--fix", "-"], "a patch cannot be fixed in place"),
        (["--fix", "--diff"], "leave one out"),
        (["--fix", "--why", "lib.rs:1"], "--fix does not go with --why"),
        (["--diff", "--format", "json"], "leave --format json out"),
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["--force"], "--force goes with --fix or --diff"),
        (["--fix", "HEAD", "lib.rs"], "name them apart"),
    ],
)
def test_what_cannot_be_meant_is_one_line(tree: Path, arguments: list[str], said: str) -> None:
    done = run(tree, "check", *arguments)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_a_diff_marks_a_missing_newline_and_quotes_names() -> None:
    assert file_diff("a.rs", b"x\n", b"x\n") == b""
    assert file_diff('a"\n.rs', b"x", b"y\n") == (
        b'diff --git "a/a\\"\\n.rs" "b/a\\"\\n.rs"\n--- "a/a\\"\\n.rs"\n+++ "b/a\\"\\n.rs"\n'
        b"@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n"
    )
