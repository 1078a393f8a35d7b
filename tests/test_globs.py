"""Globs over paths."""

from __future__ import annotations

import pytest

from review_assist.globs import matches


@pytest.mark.parametrize(
    ("glob", "path", "does"),
    [
        ("src/a.rs", "src/a.rs", True),
        ("src/a.rs", "src/axrs", False),
        ("src/*.rs", "src/a.rs", True),
        ("src/*.rs", "src/deep/a.rs", False),
        ("src/?.rs", "src/a.rs", True),
        ("src/**", "src/deep/a.rs", True),
        ("src/**", "source/a.rs", False),
        ("**/a.rs", "a.rs", True),
        ("**/a.rs", "one/two/a.rs", True),
        ("**/a.rs", "one/ba.rs", False),
        ("drivers/**.rs", "drivers/gpu/a.rs", True),
        ("drivers/**.rs", "drivers/gpu/a.c", False),
        ("**/tests/**/data/**", "x/tests/one/two/data/a", True),
        ("**/tests/**/data/**", "x/tests/one/two/date/a", False),
        ("**/a/**/a*c/**/d", "b/a/x/ab/abc/y/d", True),
        ("a/**/b/*/**/c", "a/b/b/x/c", True),
        ("[a].rs", "a.rs", False),
    ],
)
def test_what_a_glob_means(glob: str, path: str, does: bool) -> None:
    assert matches(path, (glob,)) is does


def test_several_globs_and_none() -> None:
    assert matches("b", ("a", "b")) and not matches("b", ())


def test_no_path_takes_long() -> None:
    assert not matches("a/" * 20_000, ("**/a/**/a/**/a/**/a/**/c",))
