"""lock-file-growth: what is named and what comes along are told apart."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch, said_of_patch
from tests.rules.the_patch.diffs import changed

RULE = "lock-file-growth"


def package(name: str, mark: str = "+", source: bool = True) -> list[str]:
    registry = [f'{mark}source = "registry+https://example.org"'] if source else []
    return [f"{mark}[[package]]", f'{mark}name = "{name}"', f'{mark}version = "1.0.0"', *registry, f"{mark}"]


def told(*diffs: str) -> list[str]:
    return [f.message for f in findings_in_patch("".join(diffs), RULE, profile=shipped()["qemu"])]


def test_direct_and_indirect_packages_are_counted() -> None:
    lock = changed(
        "rust/Cargo.lock", *package("framing"), *package("framing_core"), *package("ours", source=False)
    )
    manifest = changed("rust/Cargo.toml", " [workspace.dependencies]", '+framing = "1"')
    (message,) = told(lock, manifest)
    assert message.startswith("`Cargo.lock` gains 2 packages: 1 (`framing`) named in the manifests of the series")
    assert message.endswith(", 1 (`framing_core`) not")


def test_a_crate_that_brings_nothing_along_is_left_to_the_other_rule() -> None:
    manifest = changed("rust/Cargo.toml", " [workspace.dependencies]", '+framing = "1"')
    assert told(changed("rust/Cargo.lock", *package("framing")), manifest) == []


def test_a_wrap_of_meson_names_its_crate() -> None:
    lock = changed("rust/Cargo.lock", *package("framing"), *package("framing_core"))
    wraps = [changed(f"subprojects/framing{part}-1-rs.wrap", "+[wrap-file]") for part in ("", "-core")]
    assert told(lock, *wraps[:1]) != [] and told(lock, *wraps) == []


def test_what_the_project_has_agreed_on_comes_along_unnoticed() -> None:
    assert told(changed("rust/Cargo.lock", *package("attrs"))) == []


def test_an_update_is_no_growth() -> None:
    assert told(changed("rust/Cargo.lock", *package("framing", "-"), *package("framing"))) == []


def test_a_hunk_that_begins_inside_of_a_package_is_read() -> None:
    lines = [" [[package]]", *package("framing")[1:], "+[[package]]", ' name = "syn"', ' version = "2.0.0"']
    assert told(changed("rust/Cargo.lock", *lines)) != []


def test_without_a_limit_nothing_is_said() -> None:
    lock = changed("Cargo.lock", *package("framing"), *package("framing-core"))
    assert said_of_patch(lock, RULE) == []
