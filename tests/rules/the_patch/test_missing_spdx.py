"""missing-spdx: new Rust files of projects that ask for it."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch, said_of_patch
from tests.rules.the_patch.diffs import added

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
