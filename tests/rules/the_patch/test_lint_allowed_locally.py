"""lint-allowed-locally: only where lints are decided in one place, and only without a reason."""

from __future__ import annotations

from review_assist.model import Policy, Profile
from tests.helper import findings

RULE = "lint-allowed-locally"
CENTRAL = Profile(policy=Policy(lints_file="Cargo.toml"))


def told(code: str, profile: Profile = CENTRAL) -> list[str]:
    return [f.message for f in findings(code, "src/lib.rs", RULE, profile=profile)]


def test_clippy_anywhere_and_all_else_for_a_whole_file() -> None:
    assert told("#[allow(clippy::identity_op)]\nfn f() {}\n") != []
    assert told("#![allow(non_snake_case)]\nfn f() {}\n") != []
    assert told("#[allow(non_snake_case)]\nfn f() {}\n") == []


def test_a_reason_is_enough() -> None:
    assert told('#[allow(clippy::identity_op, reason = "as in C")]\nfn f() {}\n') == []
    assert told("// Reads better.\n#[allow(clippy::identity_op)]\nfn f() {}\n") == []


def test_other_attributes_and_projects_without_a_table() -> None:
    assert told("#[expect(clippy::identity_op)]\nfn f() {}\n") == []
    assert told("#[allow(clippy::identity_op)]\nfn f() {}\n", Profile()) == []
