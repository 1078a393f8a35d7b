"""The diff reader on every dialect and every trap, by small diffs written by hand."""

from __future__ import annotations

import pytest

from review_assist.inputs.diff import read_diff, without_transport
from tests.inputs.helper import read, summary

GIT = """\
diff --git a/src/dev.rs b/src/dev.rs
index 1111111..2222222 100644
--- a/src/dev.rs
+++ b/src/dev.rs
@@ -10,3 +10,4 @@ impl Device {
 fn count() {
-    old();
+    new();
+    more();
 }
"""


def test_lines_keep_their_numbers_and_rows() -> None:
    (file,) = read(GIT)
    assert (file.old_path, file.new_path) == ("src/dev.rs", "src/dev.rs")
    assert (file.old_blob, file.new_blob) == ("1111111", "2222222")
    assert file.rows == (0, 4)
    (hunk,) = file.hunks
    assert hunk.heading == b"impl Device {"
    assert summary(file) == [" 10 fn count() {", "-11     old();", "+11     new();", "+12     more();", " 13 }"]
    assert [line.row for line in hunk.lines] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("diff --git a/src/x.rs b/src/x.rs", "src/x.rs"),
        ("diff --git src/x.rs src/x.rs", "src/x.rs"),
        ("diff --git i/src/x.rs w/src/x.rs", "src/x.rs"),
        ("diff --git old/src/x.rs brandnew/src/x.rs", "src/x.rs"),
        ("diff --git deep/old/src/x.rs deep/new/src/x.rs", "src/x.rs"),
        ("diff --git a/my file.rs b/my file.rs", "my file.rs"),
        ("diff --git my file.rs my file.rs", "my file.rs"),
        ("diff --git old/my b/file.rs new/my b/file.rs", "my b/file.rs"),
        ('diff --git "a/gr\\303\\266\\303\\237e.rs" "b/gr\\303\\266\\303\\237e.rs"', "größe.rs"),
        ('diff --git "a/a\\tb\\"c\\\\.rs" "b/a\\tb\\"c\\\\.rs"', 'a\tb"c\\.rs'),
        ('diff --git a/plain.rs "b/plain.rs"', "plain.rs"),
        ("diff --git a/a/x.rs b/a/x.rs", "a/x.rs"),
    ],
)
def test_names_lose_quotes_and_any_prefix(header: str, path: str) -> None:
    (file,) = read(f"{header}\nold mode 100644\nnew mode 100755\n")
    assert (file.old_path, file.new_path, file.hunks) == (path, path, ())


def test_new_and_deleted_files_and_their_blobs() -> None:
    new, gone = read(
        "diff --git a/new.rs b/new.rs\nnew file mode 100644\nindex 0000000..abcdef1\n--- /dev/null\n+++ b/new.rs\n"
        "@@ -0,0 +1 @@\n+fn f() {}\n\\ No newline at end of file\n"
        "diff --git a/gone.rs b/gone.rs\ndeleted file mode 100644\nindex abcdef1..0000000\n--- a/gone.rs\n"
        "+++ /dev/null\n@@ -1 +0,0 @@\n-fn f() {}\n"
    )
    assert (new.old_path, new.new_path, new.old_blob, new.new_blob) == (None, "new.rs", "", "abcdef1")
    assert (gone.old_path, gone.new_path, gone.path) == ("gone.rs", None, "gone.rs")
    assert summary(new) == ["+1 fn f() {}"]
    assert summary(gone) == ["-1 fn f() {}"]


def test_renames_and_copies_keep_both_names() -> None:
    moved, copied = read(
        "diff --git a/old/x y.rs b/new/x y.rs\nsimilarity index 100%\nrename from old/x y.rs\n"
        "rename to new/x y.rs\n"
        "diff --git a/one.rs b/two.rs\nsimilarity index 90%\ncopy from one.rs\ncopy to two.rs\n"
        "index 1111111..2222222 100644\n--- a/one.rs\n+++ b/two.rs\n@@ -1 +1 @@\n-a\n+b\n"
    )
    assert (moved.old_path, moved.new_path) == ("old/x y.rs", "new/x y.rs")
    assert (copied.old_path, copied.new_path) == ("one.rs", "two.rs")


def test_binary_files_of_both_kinds() -> None:
    files = read(
        "diff --git a/a.bin b/a.bin\nindex 1111111..2222222 100644\nBinary files a/a.bin and b/a.bin differ\n"
        "diff --git a/b.bin b/b.bin\nindex 1111111..2222222 100644\nGIT binary patch\n"
        "literal 3\nKcmZQzWMT#Y01f~L\n\n"
        "literal 3\nKcmZQzWMT#Y01f~L\n\n" + GIT
    )
    assert [(file.path, file.is_binary) for file in files] == [
        ("a.bin", True),
        ("b.bin", True),
        ("src/dev.rs", False),
    ]


def test_removed_lines_that_look_like_headers_are_lines() -> None:
    files = read(
        "diff --git a/q.sql b/q.sql\n--- a/q.sql\n+++ b/q.sql\n@@ -1,4 +1,3 @@\n"
        "--- a/comment\n-++ b\n+++ b/comment\n"
        " @@ -1 +1 @@\n--- \n+- \n-- \n2.40.0\n"
    )
    assert len(files) == 1
    assert summary(files[0]) == [
        "-1 -- a/comment",
        "-2 ++ b",
        "+1 ++ b/comment",
        " 2 @@ -1 +1 @@",
        "-4 -- ",
        "+3 - ",
    ]


def test_a_signature_is_no_removed_line() -> None:
    (file,) = read(GIT + "-- \n2.40.0\n\n")
    assert len(file.hunks[0].lines) == 5


@pytest.mark.parametrize("tail", ["", "\n", "-- \n2.40.0\n", "\n-- \n2.40.0\n\n"])
def test_a_hunk_cut_short_keeps_what_came_and_tells(tail: str) -> None:
    files, problems = read_diff((GIT.replace("+10,4", "+10,9") + tail).encode(), "x.patch")
    assert len(files[0].hunks[0].lines) == 5
    (problem,) = problems
    assert problem.where == "x.patch"
    assert "src/dev.rs: hunk @@ -10 +10 promises 3 old and 9 new lines, but 3 and 4 came" in problem.what
    assert problem.advice


def test_a_hunk_cut_short_does_not_eat_the_next_file() -> None:
    plain = "--- a/{0}.rs\n+++ b/{0}.rs\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n"
    files, problems = read_diff((plain.format("x") + plain.format("y")).encode(), "x")
    assert [file.path for file in files] == ["x.rs", "y.rs"]
    assert [len(file.hunks[0].lines) for file in files] == [3, 3]
    assert len(problems) == 2


def test_a_hunk_that_grew_under_an_editor_keeps_its_lines_and_tells() -> None:
    files, problems = read_diff(GIT.replace(" }\n", " }\n+fn late() {}\n").encode(), "x")
    assert summary(files[0])[-1] == "+14 fn late() {}"
    assert len(problems) == 1


def test_a_line_wrapped_by_a_mailer_ends_its_hunk_but_not_the_file() -> None:
    wrapped = GIT.replace("    new();", "    new(1,\n2);") + "@@ -30 +31 @@\n-x\n+y\n"
    files, problems = read_diff(wrapped.encode(), "x")
    assert [hunk.new_start for hunk in files[0].hunks] == [10, 31]
    assert len(problems) == 1


def test_prose_with_hunk_marks_is_passed_over() -> None:
    (file,) = read(
        "We saw\n@@ -1 +1 @@\n-a\n+b\nin it.\n---\n x | 2 +-\n\n" + GIT + "and then\n@@ -1 +1 @@\n-a\n+b\n"
    )
    assert len(file.hunks) == 1


def test_a_plain_diff_quoted_ahead_of_the_first_git_one_is_ignored() -> None:
    quoted = (
        "--- /tmp/x   2025-08-14 10:42:47.6 +0100\n+++ y.rs\t2025-02-17 10:44:34 +0000\n@@ -1 +1 @@\n-a\n+b\n\n"
    )
    assert [file.path for file in read(quoted + GIT)] == ["src/dev.rs"]
    assert [file.path for file in read(quoted)] == ["y.rs"]


def test_a_quoted_git_header_without_a_change_is_ignored() -> None:
    assert read("diff --git a/x b/x\nis what it printed\n") == ()


def test_context_lines_trimmed_by_mailers_are_lines() -> None:
    (file,) = read("--- a/x.rs\n+++ b/x.rs\n@@ -1,3 +1,4 @@\n\n-a\n+b\n+c\n\n")
    assert summary(file) == [" 1 ", "-2 a", "+2 b", "+3 c", " 4 "]


def test_form_feeds_and_line_separators_end_no_line() -> None:
    (file,) = read("--- a/x.rs\n+++ b/x.rs\n@@ -1 +1,2 @@\n a\x0cb\x85c\u2028d\n+\x0b\r\x1c\n".encode())
    assert [line.text for line in file.hunks[0].lines] == ["a\x0cb\x85c\u2028d".encode(), b"\x0b\r\x1c"]


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ("linux.orig/drivers/x.rs", "linux/drivers/x.rs", ("drivers/x.rs", "drivers/x.rs")),
        ("/home/ann/a/src/x.rs\t2024-01-01 10:00:00.0 +0000", "/home/ann/b/src/x.rs", ("src/x.rs", "src/x.rs")),
        ("src/x.rs.orig", "src/x.rs", ("src/x.rs", "src/x.rs")),
        ("src/x.rs", "src/x.rs.new", ("src/x.rs", "src/x.rs")),
        ("src/x.rs\t(revision 12)", "src/x.rs\t(working copy)", ("src/x.rs", "src/x.rs")),
        ("a/my file.rs\t", "b/my file.rs\t", ("my file.rs", "my file.rs")),
        ("/dev/null", "b/x.rs", (None, "x.rs")),
        ("a/x.rs", "/dev/null", ("x.rs", None)),
    ],
)
def test_names_of_plain_diffs(old: str, new: str, paths: tuple[str | None, str | None]) -> None:
    (file,) = read(f"Index: x.rs\n====\n--- {old}\n+++ {new}\n@@ -5 +5 @@ fn f()\n-a\n+b\n")
    assert (file.old_path, file.new_path) == paths


def test_a_new_file_in_a_quilt_patch_is_cut_like_the_others() -> None:
    files = read(
        "--- linux.orig/a/x.rs\n+++ linux/a/x.rs\n@@ -1 +1 @@\n-a\n+b\n"
        "--- /dev/null\n+++ linux/a/new.rs\n@@ -0,0 +1 @@\n+b\n"
    )
    assert [(file.old_path, file.new_path) for file in files] == [("a/x.rs", "a/x.rs"), (None, "a/new.rs")]


def test_a_plain_diff_against_nothing_is_a_new_file() -> None:
    (file,) = read("--- old/x.rs\t1970-01-01 00:00:00 +0000\n+++ new/x.rs\n@@ -0,0 +1 @@\n+b\n")
    assert (file.old_path, file.new_path) == (None, "x.rs")


def test_combined_diffs_tell_what_the_merge_wrote() -> None:
    (file,) = read(
        "diff --cc src/x.rs\nindex 1111111,2222222..3333333\n--- a/src/x.rs\n+++ b/src/x.rs\n"
        "@@@ -1,3 -1,3 +1,4 @@@ fn f()\n  a\n- ours\n -theirs\n++merged\n+ from_theirs\n  z\n"
    )
    assert file.is_combined
    assert (file.old_blob, file.new_blob) == ("1111111", "3333333")
    assert [(line.kind, line.new, line.text) for line in file.hunks[0].lines] == [
        (" ", 1, b"a"),
        ("-", None, b"ours"),
        ("-", None, b"theirs"),
        ("+", 2, b"merged"),
        (" ", 3, b"from_theirs"),
        (" ", 4, b"z"),
    ]


def test_colours_are_taken_out_without_moving_rows() -> None:
    coloured = (
        GIT.replace("diff --git", "\x1b[1mdiff --git")
        .replace("@@ -10,3 +10,4 @@", "\x1b[36m@@ -10,3 +10,4 @@\x1b[m")
        .replace("+    new();", "\x1b[32m+\x1b[m\x1b[32m    new();\x1b[m")
    )
    assert without_transport(coloured.encode()) == GIT.encode()
    assert read_diff(coloured.encode(), "x") == read_diff(GIT.encode(), "x")


def test_escapes_that_the_patch_itself_adds_are_kept() -> None:
    (file,) = read(GIT.replace("new()", "print(\x1b[31m)"))
    assert b"\x1b[31m" in file.hunks[0].lines[2].text


def test_carriage_returns_of_the_transport_are_dropped_and_those_of_the_file_kept() -> None:
    dos_file = GIT.replace("();\n", "();\r\n")
    assert read(dos_file)[0].hunks[0].lines[1].text == b"    old();\r"
    for diff in (GIT, dos_file):
        assert read_diff(diff.replace("\n", "\r\n").encode(), "x") == read_diff(diff.encode(), "x")


@pytest.mark.parametrize("end", ["\r\r\n", "\x1b[\x1b[1m1m\n"])
def test_taking_the_transport_off_twice_is_taking_it_off_once(end: str) -> None:
    once = without_transport(("\x1b[1m" + GIT).replace("\n", end).encode())
    assert without_transport(once) == once


def test_counts_beyond_reason_do_not_make_a_hunk() -> None:
    assert read("--- a/x\n+++ b/x\n@@ -1 +" + "9" * 5000 + " @@\n-a\n+b\n") == ()


def test_paths_in_problems_cannot_drive_a_terminal() -> None:
    diff = 'diff --git "a/\\033[2Jx.rs" "b/\\033[2Jx.rs"\n@@ -1,5 +1 @@\n-a\n'
    _, (problem,) = read_diff(diff.encode(), "x")
    assert "\x1b" not in problem.what
