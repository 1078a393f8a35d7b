"""missing-spdx: new Rust files of projects that ask for it."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch, said_of_patch
from tests.rules.the_patch.diffs import added, mail

RULE = "missing-spdx"
QEMU = shipped()["qemu"]


def test_it_stands_on_the_first_line_and_names_the_file() -> None:
    (finding,) = findings_in_patch(added("rust/a/src/lib.rs", "pub fn f() {}\n"), RULE, profile=QEMU)
    assert (finding.line, finding.column) == (1, 1) and "`rust/a/src/lib.rs`" in finding.message


def test_a_licence_below_other_comments_counts() -> None:
    text = "// Copyright 2024 Ann\n// SPDX-License-Identifier: MIT\npub fn f() {}\n"
    assert said_of_patch(added("rust/a/src/lib.rs", text), RULE, profile=QEMU) == []


def test_other_files_generated_ones_and_links_are_left_alone() -> None:
    for path, text in (
        ("a.c", "int x;\n"),
        ("rust/x.rs", "// @generated\npub const A: u32 = 1;\n"),
        ("rust/b/build.rs", "../a/build.rs\n"),
    ):
        assert said_of_patch(added(path, text), RULE, profile=QEMU) == []


def test_projects_that_do_not_ask_are_not_told() -> None:
    assert said_of_patch(added("src/lib.rs", "pub fn f() {}\n"), RULE) == []


def test_a_name_cannot_leave_its_place() -> None:
    (finding,) = findings_in_patch(added("a`b{0}.rs", "pub fn f() {}\n"), RULE, profile=QEMU)
    assert finding.message.startswith("`a?b{0}.rs` is new")


COPY = "The files are copied as-is, with no modifications\nwhatsoever."


def test_many_files_are_one_note() -> None:
    files = "".join(added(f"rust/a/src/{name}.rs", "pub fn f() {}\n") for name in "abcd")
    (finding,) = findings_in_patch(files, RULE, profile=QEMU)
    assert finding.message.startswith("`rust/a/src/a.rs` and 3 more files are new and have no")


def test_a_few_are_told_one_by_one() -> None:
    files = "".join(added(f"rust/a/src/{name}.rs", "pub fn f() {}\n") for name in "ab")
    assert said_of_patch(files, RULE, profile=QEMU) == [f"1 {RULE}", f"1 {RULE}"]


@pytest.mark.parametrize(
    ("subject", "message", "said"),
    [
        ("[PATCH] rust: parse: import crate", "", []),
        ("[PATCH] rust: add parse", COPY, []),
        ("[PATCH] rust: add parse", "A verbatim copy of version 1.2.", []),
        ("[PATCH] rust: add parse", "Values are copied into the register.", [f"1 {RULE}"]),
        ("[PATCH] rust: import the parser", "", [f"1 {RULE}"]),
    ],
)
def test_copies_of_other_projects_are_theirs(subject: str, message: str, said: list[str]) -> None:
    patch = mail(added("rust/parse/lib.rs", "pub fn f() {}\n"), subject=subject, message=message)
    assert said_of_patch(patch, RULE, profile=QEMU) == said
