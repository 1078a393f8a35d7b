"""Hunks on their base give what `git apply` gives, or nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_assist.change.apply import whole
from review_assist.inputs.diff import read_diff
from review_assist.model import FileDiff
from tests.change.helper import diff, hunk

BASE = b"".join(b"line %d\n" % number for number in range(1, 31))
words = st.lists(st.sampled_from([b"a", b"b", b"c", b"d", b"", b"e\r"]), max_size=30)


def git_diff(folder: Path, before: bytes, after: bytes) -> bytes:
    (folder / "before.rs").write_bytes(before)
    (folder / "after.rs").write_bytes(after)
    command = ["git", "diff", "--no-index", "--no-color", "-U1", "before.rs", "after.rs"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout


def read(data: bytes) -> FileDiff:
    return read_diff(data, "test")[0][0]


@given(words, words)
def test_what_git_took_apart_is_put_together(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], after: list[bytes]
) -> None:
    old, new = (b"".join(word + b"\n" for word in lines) for lines in (before, after))
    data = git_diff(tmp_path_factory.mktemp("apply"), old, new)
    if not data:
        return

    text = whole(read(data), old)

    assert text is not None
    assert (text.source, text.start, text.end, text.first_line) == (new, 0, len(new), 1)


@pytest.mark.parametrize(
    ("before", "after"), [(b"a\nb", b"a\nc"), (b"a\r\nb\r\n", b"a\r\nc\r\n"), (b"a", b"a\nb\n")]
)
def test_ends_of_files_and_lines_do_not_matter(tmp_path: Path, before: bytes, after: bytes) -> None:
    text = whole(read(git_diff(tmp_path, before, after)), before)

    assert text is not None
    assert text.source.rstrip(b"\n") == after.rstrip(b"\n")


def test_a_patch_whose_carriage_returns_were_lost_applies() -> None:
    text = whole(diff(hunk(" a\n-b\n+c\n", old=1, new=1)), b"a\r\nb\r\n")

    assert text is not None
    assert text.source == b"a\r\nc\n"


def test_added_lines_are_numbered_as_in_the_patch() -> None:
    text = whole(diff(hunk(" line 4\n+new\n line 5\n", old=4, new=4)), BASE)

    assert text is not None
    assert (text.first_line, text.added) == (1, frozenset({5}))
    assert text.source.split(b"\n")[4] == b"new"


def test_hunks_that_are_all_equally_far_off_apply_and_keep_the_numbers_of_the_patch() -> None:
    first, second = hunk(" line 6\n+new\n", old=4, new=4), hunk(" line 9\n+newer\n", old=7, new=8)

    text = whole(diff(first, second), BASE)

    assert text is not None
    assert text.added == {5, 9}
    for number, line in ((5, b"new"), (9, b"newer")):
        assert text.source.split(b"\n")[number - text.first_line] == line


@pytest.mark.parametrize(
    "hunks",
    [
        (hunk(" line 99\n+new\n"),),
        (hunk(" line 6\n+new\n", old=4, new=4), hunk(" line 8\n+newer\n", old=8, new=9)),
        (hunk(" line 6\n+new\n", old=6, new=6), hunk(" line 3\n+newer\n", old=3, new=4)),
        (hunk("+new\n", old=90, new=90),),
        (hunk(" line 4\n+new\n", old=4, new=9),),
    ],
    ids=["other text", "differently far off", "out of order", "below the end", "numbers that disagree"],
)
def test_hunks_that_do_not_fit_give_nothing(hunks: tuple) -> None:  # type: ignore[type-arg]
    assert whole(diff(*hunks), BASE) is None


def test_a_place_that_is_not_the_only_one_gives_nothing() -> None:
    assert whole(diff(hunk(" same\n+new\n", old=9, new=9)), b"same\nother\nsame\n") is None


def test_a_hunk_that_is_cut_short_gives_nothing() -> None:
    complete = hunk(" line 4\n+new\n line 5\n", old=4, new=4)
    cut = type(complete)(4, 5, 4, 6, b"", complete.lines, 0)

    assert whole(diff(cut), BASE) is None


def test_without_a_base_there_is_no_file() -> None:
    assert whole(diff(hunk("+a\n")), None) is None
    assert whole(diff(hunk("-a\n"), new_path=None), b"a\n") is None
