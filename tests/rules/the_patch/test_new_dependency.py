"""new-dependency: the lock file decides, tables that only look alike stay silent."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch, said_of_patch
from tests.rules.the_patch.diffs import added, changed

RULE = "new-dependency"
QEMU = shipped()["qemu"]
LOCKED = ["+[[package]]", '+name = "itertools"', '+version = "1.0.98"', '+source = "registry+x"', "+"]


def told(*diffs: str) -> list[str]:
    return [f.message for f in findings_in_patch("".join(diffs), RULE, profile=QEMU) if f.confidence != "low"]


def test_what_the_lock_file_gains_is_new() -> None:
    manifest = changed("rust/util/Cargo.toml", " [dependencies]", '+itertools = "1"', '+rand = "0.8"')
    assert told(manifest, changed("rust/Cargo.lock", *LOCKED)) == [
        "this adds `itertools` to what the project depends on"
    ]


def test_what_is_agreed_on_is_not_told_whatever_the_lock_file_gains() -> None:
    manifest = changed("rust/util/Cargo.toml", " [dependencies]", '+anyhow = "1"')
    locked = [line.replace("itertools", "anyhow") for line in LOCKED]
    assert told(manifest, changed("rust/Cargo.lock", *locked)) == []
    assert told(manifest) == []


def test_several_crates_are_told_once_with_their_real_names() -> None:
    manifest = added(
        "rust/x/Cargo.toml",
        '[package]\nname = "x"\nversion = "0.1.0"\n[dependencies]\nrnd = { package = "rand", version = "0.8" }\n'
        'log.version = "0.4"\n[dependencies.serde]\nversion = "1"\n[features]\ndefault = ["log"]\n',
    )
    assert told(manifest) == ["this adds `rand`, `log` and `serde` to what the project depends on"]


def test_versions_lints_features_and_tests_are_no_dependencies() -> None:
    for lines in (
        [" [package]", '+version = "0.2.0"', '+rust-version = "1.83"'],
        ['+version = "0.2.0"'],
        [" [workspace.lints.rust]", '+unused = "deny"', '+cfgs = { level = "deny", check-cfg = ["cfg(X)"] }'],
        [" [features]", '+fast = ["simd"]'],
        [" [dev-dependencies]", '+proptest = "1"'],
    ):
        assert told(changed("rust/x/Cargo.toml", *lines)) == []


def test_a_moved_line_is_not_new() -> None:
    assert (
        told(changed("Cargo.toml", " [dependencies]", '-rand = "0.8"', " [build-dependencies]", '+rand = "0.8"'))
        == []
    )


def test_a_manifest_of_a_fixture_does_not_count() -> None:
    assert told(changed("tests/fixtures/a/Cargo.toml", " [dependencies]", '+rand = "0.8"')) == []


def test_without_a_policy_it_waits_to_be_asked() -> None:
    manifest = changed("Cargo.toml", " [dependencies]", '+rand = "0.8"')
    assert said_of_patch(manifest) == []
