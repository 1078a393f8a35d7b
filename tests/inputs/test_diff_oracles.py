"""Our reader against git and unidiff, on diffs that git makes, and on anything at all."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unidiff.patch import PatchSet

from review_assist.inputs.diff import read_diff, without_transport
from review_assist.model import FileDiff
from tests.inputs.helper import check_rows, commit, counts, git, numstat, read

BEFORE: dict[str, bytes | None] = {
    "src/edit.rs": b"".join(b"let x%d = %d;\n" % (n, n) for n in range(60)),
    "src/gone.rs": b"fn gone() {}\n",
    "src/moved.rs": b"".join(b"line %d\n" % n for n in range(20)),
    "src/mode.rs": b"fn mode() {}\n",
    "with space.rs": b"a\nb\n",
    "größe\t1.rs": b"a\nb\n",
    "dos.rs": b"a\r\nb\r\nc\r\n",
    "queries.sql": b"-- a/x\nkeep\n-- b/x\n",
    "no_newline.rs": b"a\nb",
    "data.bin": b"\0\1\2" * 50,
}
AFTER: dict[str, bytes | None] = {
    "src/edit.rs": b"".join(b"let y%d = %d;\n" % (n, n) for n in range(3)) + (BEFORE["src/edit.rs"] or b"")[:400],
    "src/gone.rs": None,
    "src/moved.rs": None,
    "src/elsewhere.rs": (BEFORE["src/moved.rs"] or b"") + b"one more\n",
    "src/new.rs": b"fn new() {}\n\n\n",
    "src/empty.rs": b"",
    "with space.rs": b"a\nc\n",
    "größe\t1.rs": b"a\nc\n",
    "dos.rs": b"a\r\nB\r\nc\r\n",
    "queries.sql": b"keep\n++ b/x\n",
    "no_newline.rs": b"a\nc",
    "data.bin": b"\0\1\3" * 50,
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("oracle")
    git(folder, "init", "--quiet")
    commit(folder, BEFORE)
    git(folder, "update-index", "--chmod=+x", "src/mode.rs")
    (folder / "src/mode.rs").chmod(0o755)
    commit(folder, AFTER)
    return folder


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--binary"],
        ["-U0"],
        ["-U10", "--full-index"],
        ["--no-prefix"],
        ["--src-prefix=one/", "--dst-prefix=another/"],
        ["--color=always"],
        ["--find-copies-harder", "-B"],
    ],
    ids=" ".join,
)
def test_counts_and_names_are_those_of_git(repository: Path, options: list[str]) -> None:
    files, problems = read_diff(git(repository, "diff", "-M", *options, "HEAD~1", "HEAD"), "x")
    assert problems == ()
    standard = [option for option in options if option.startswith(("-B", "--find"))]
    assert counts(files) == numstat(git(repository, "diff", "-M", *standard, "HEAD~1", "HEAD"), repository)


def test_added_lines_are_lines_of_the_new_files(repository: Path) -> None:
    for file in read(git(repository, "diff", "-M", "HEAD~1", "HEAD")):
        after = git(repository, "show", f"HEAD:{file.new_path}").split(b"\n") if file.new_path else []
        before = git(repository, "show", f"HEAD~1:{file.old_path}").split(b"\n") if file.old_path else []
        for line in (line for hunk in file.hunks for line in hunk.lines):
            assert line.new is None or after[line.new - 1] == line.text
            assert line.old is None or before[line.old - 1] == line.text


TEXT = st.lists(
    st.sampled_from([b"a", b"b", b"", b"-- a/x", b"++ b/x", b"@@ -1 +1 @@", b"\\ No", b"diff --git a/x b/x"])
)


def both_sides(file: FileDiff) -> tuple[list[bytes], list[bytes]]:
    lines = [line for hunk in file.hunks for line in hunk.lines]
    return [line.text for line in lines if line.kind != "+"], [line.text for line in lines if line.kind != "-"]


@given(TEXT, TEXT, st.sampled_from(["", "\n-- \n2.40.0\n", "\n\nprose\n@@ -1 +1 @@\n"]))
@settings(max_examples=150, deadline=None)
def test_what_difflib_writes_is_read_back(old: list[bytes], new: list[bytes], tail: str) -> None:
    rows = list(difflib.diff_bytes(difflib.unified_diff, old, new, b"a/x.rs", b"b/x.rs", n=10**6, lineterm=b""))
    files = read(b"\n".join(rows) + tail.encode())
    if old == new:
        assert files == ()
    else:
        assert both_sides(files[0]) == (old, new)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_counts_are_those_of_unidiff(texts: list[tuple[list[bytes], list[bytes]]]) -> None:
    diff = b"".join(
        row + b"\n"
        for number, (old, new) in enumerate(texts)
        for row in difflib.diff_bytes(
            difflib.unified_diff, old, new, b"a/%d.rs" % number, b"b/%d.rs" % number, n=2, lineterm=b""
        )
    )
    theirs = {file.path: (file.added, file.removed) for file in PatchSet(diff.decode())}
    assert counts(read(diff)) == theirs


@given(TEXT, TEXT)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_git_writes_is_read_back(tmp_path: Path, old: list[bytes], new: list[bytes]) -> None:
    (tmp_path / "old").write_bytes(b"".join(line + b"\n" for line in old))
    (tmp_path / "new").write_bytes(b"".join(line + b"\n" for line in new))
    files = read(git(tmp_path, "diff", "--no-index", "-U99999", "old", "new"))
    assert both_sides(files[0]) == (old, new) if files else old == new


PIECES = st.sampled_from(
    [
        b"diff --git a/x b/x\n",
        b"diff --cc x\n",
        b"index 1111111..2222222 100644\n",
        b"rename from x\n",
        b"new file mode 100644\n",
        b"--- a/x\n",
        b"--- /dev/null\n",
        b"+++ b/x\n",
        b"+++ /dev/null\n",
        b"@@ -1,3 +1,3 @@ fn f()\n",
        b"@@@ -1,3 -1,3 +1,3 @@@\n",
        b"@@ -0,0 +0,0 @@\n",
        b"GIT binary patch\n",
        b" a\n",
        b"-b\n",
        b"+c\n",
        b"\n",
        b"\r\n",
        b"-- \n",
        b'"',
        b"\\ No newline at end of file\n",
        b"\x1b[32m",
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=40).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_the_reader_fail(body: bytes) -> None:
    files, _ = read_diff(body, "x")
    check_rows(files, without_transport(body))
