"""deleted-c-without-counterpart: what a translation left out."""

from __future__ import annotations

from tests.helper import findings_in_patch
from tests.rules.the_patch.diffs import added, changed, deleted, mail

RULE = "deleted-c-without-counterpart"
C = """#include "fan.h"
#define LIMIT(x) ((x) * 2)
static const struct ops fan_ops = { .get = wrap(fan_speed) };
int fan_speed(const struct fan *f)
{
    return f->speed;
}
static void printflike(1, 2)
fan_log(const char *message, ...)
{
}
void
fan_stop(struct fan *f,
         int how)
{
}
int fan_declared(void);
static void fan_realize(struct fan *f) {
    if (f) {
    }
}
"""
RUST = "pub fn speed() -> u32 { 0 }\npub fn fan_log() {}\n"
MARK = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"


def told(patch: str) -> list[tuple[int | None, str]]:
    return [(f.patch, f.question) for f in findings_in_patch(patch, RULE)]


def test_only_functions_without_a_name_in_rust_are_listed() -> None:
    question = "what became of `fan_stop` from `src/fan.c`?"
    assert told(deleted("src/fan.c", C) + added("src/fan.rs", RUST)) == [(0, question)]


def test_a_mention_is_enough() -> None:
    assert told(deleted("src/fan.c", C) + added("src/fan.rs", f"{RUST}// fan_stop is not needed\n")) == []


def test_a_removal_is_no_translation() -> None:
    assert told(deleted("src/fan.c", C) + added("src/other.rs", "pub fn other() {}\n")) == []
    assert told(deleted("src/fan.c", C)) == []


def test_a_file_that_stays_is_left_alone() -> None:
    lines = [f"-{line}" for line in C.splitlines()]
    assert told(changed("src/fan.c", *lines) + added("src/fan.rs", RUST)) == []


def test_a_patch_that_only_deletes_is_told_with_the_one_that_adds() -> None:
    first = mail(added("src/fan.rs", RUST), subject="[PATCH 1/2] fan in Rust")
    second = mail(deleted("src/fan.c", C), subject="[PATCH 2/2] no fan in C")
    assert [patch for patch, _ in told(MARK + first + MARK + second)] == [0]
