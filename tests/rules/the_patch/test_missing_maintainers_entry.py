"""missing-maintainers-entry: new crates and folders, and who looks after them."""

from __future__ import annotations

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Submission
from review_assist.pipeline import review
from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch
from tests.rules.the_patch.diffs import added, changed, mail

RULE = "missing-maintainers-entry"
QEMU = shipped()["qemu"]
CRATE = added("rust/hw/misc/fan/Cargo.toml", '[package]\nname = "fan"\n') + added(
    "rust/hw/misc/fan/src/lib.rs", "//\n"
)


def told(patch: str) -> list[tuple[str, str]]:
    return [(f.path, f.confidence) for f in findings_in_patch(patch, RULE, profile=QEMU)]


def test_a_folder_is_told_once_at_its_manifest() -> None:
    crate = added("rust/hw/misc/fan/meson.build", "x\n") + CRATE
    assert told(crate) == [("rust/hw/misc/fan/Cargo.toml", "medium")]


def test_a_build_file_beside_rust_files_counts() -> None:
    linux = added("drivers/fan/Makefile", "x\n") + added("drivers/fan/fan.rs", "//\n")
    found = findings_in_patch(linux, RULE, profile=shipped()["linux"])
    assert [f.path for f in found] == ["drivers/fan/Makefile"]


def test_an_old_manifest_or_one_without_rust_is_no_new_crate() -> None:
    assert told(changed("rust/a/Cargo.toml", " a = 1", "+b = 1") + added("rust/a/src/b.rs", "//\n")) == []
    assert told(added("rust/a/Cargo.toml", "[workspace]\n")) == []


def test_a_part_of_a_series_does_not_tell_what_is_missing() -> None:
    assert told(mail(CRATE, subject="[PATCH 2/3] fan")) == [("rust/hw/misc/fan/Cargo.toml", "low")]


def test_entries_of_the_tree_count_if_they_are_close() -> None:
    series, _ = read_patches(CRATE.encode(), "test")
    for entry, count in (("rust/hw/misc/fan/", 0), ("rust/hw/misc/", 0), ("rust/", 1)):
        tree = {"MAINTAINERS": f"Fan\nF: {entry}\n".encode()}
        done = review(Submission(series, tree=tree), Settings((RULE,), profile=QEMU))
        assert len(done.findings) == count


def test_a_copied_crate_has_its_maintainers_elsewhere() -> None:
    copied = added("rust/vendor/fan/Cargo.toml", "[package]\n") + added("rust/vendor/fan/src/lib.rs", "//\n")
    assert told(copied) == []


def test_a_crate_for_cargo_is_of_a_project_beside_the_kernel() -> None:
    beside = added("fs/Cargo.toml", "[package]\n") + added("fs/mod.rs", "use kernel::bindings;\n")
    assert findings_in_patch(beside, RULE, profile=shipped()["linux"]) == []
