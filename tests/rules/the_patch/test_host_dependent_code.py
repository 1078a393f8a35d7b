"""host-dependent-code: what the profile lists, where it is imported."""

from __future__ import annotations

from review_assist.model import Policy, Profile
from tests.helper import findings

RULE = "host-dependent-code"


def told(code: str, *unportable: str) -> list[str]:
    profile = Profile(policy=Policy(unportable=unportable))
    return [f.question for f in findings(code, "src/lib.rs", RULE, profile=profile)]


def test_an_import_is_asked_about_once() -> None:
    code = "use std::sync::atomic::{AtomicU32, AtomicU64};\nstatic A: AtomicU64 = AtomicU64::new(0);\n"
    (question,) = told(code, "AtomicU64")
    assert "`std::sync::atomic::AtomicU64`" in question


def test_intrinsics_and_target_features() -> None:
    assert len(told("use core::arch::x86_64::_mm_pause;\n", "core::arch")) == 1
    assert len(told('#[target_feature(enable = "avx2")]\nunsafe fn f() {}\n', "target_feature")) == 1


def test_other_types_of_that_name_and_other_modules() -> None:
    for code in ("use portable_atomic::AtomicU64;\n", "use crate::arch::Arch;\n", "struct AtomicU64;\n"):
        assert told(code, "AtomicU64", "core::arch") == []


def test_only_what_the_profile_lists() -> None:
    assert told("use std::sync::atomic::AtomicU64;\n") == []


def test_conditional_code_is_left_alone() -> None:
    code = '#[cfg(target_arch = "x86_64")]\nmod fast {\n    use core::arch::x86_64::_mm_pause;\n}\n'
    assert told(code, "core::arch") == []
