"""twin-changed-alone: what changes behaviour in one half of a pair."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch
from tests.rules.the_patch.diffs import changed, mail

RULE = "twin-changed-alone"
C = changed("hw/timer/hpet.c", " int a;", "+int b;")
RUST = changed("rust/hw/timer/hpet/src/device.rs", " struct A;", "+struct B;")
MARK = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"


def told(patch: str) -> list[tuple[str, str]]:
    return [(f.path, f.confidence) for f in findings_in_patch(patch, RULE, profile=shipped()["qemu"])]


def test_the_c_half_alone_is_asked_about() -> None:
    assert told(C) == [("hw/timer/hpet.c", "medium")]
    assert told(C + RUST) == []


def test_a_later_patch_of_the_series_counts() -> None:
    series = MARK + mail(C, subject="[PATCH 1/2] a") + MARK + mail(RUST, subject="[PATCH 2/2] b")
    assert told(series) == []
    assert told(mail(C, subject="[PATCH 1/2] a")) == [("hw/timer/hpet.c", "low")]


def test_includes_comments_and_removals_are_no_behaviour() -> None:
    lines = ['-#include "a.h"', '+#include "b.h"', "+", "+/* so */", "+ * long", "-int c;"]
    assert told(changed("hw/timer/hpet.c", *lines)) == []


def test_a_change_of_the_whole_tree_is_left_alone() -> None:
    assert told(C + "".join(changed(f"hw/a{n}.c", "+int b;") for n in range(9))) == []


def test_an_author_who_speaks_of_rust_has_thought_of_it() -> None:
    assert told(mail(C, message="Do as the Rust version does.")) == []


def test_the_rust_half_alone_waits_to_be_asked() -> None:
    assert told(mail(RUST)) == []
    assert told(mail(RUST, message="Fixes: 0123456789 (a)")) == [("rust/hw/timer/hpet/src/device.rs", "low")]
