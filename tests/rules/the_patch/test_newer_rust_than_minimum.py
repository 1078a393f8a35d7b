"""newer-rust-than-minimum: what came with which Rust, and who may use it all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from review_assist.model import Policy, Profile
from review_assist.profiles.load import shipped
from tests.helper import findings, said_of_patch
from tests.rules.the_patch.diffs import changed

RULE = "newer-rust-than-minimum"


def told(code: str, minimum: tuple[int, int] | None = (1, 60), features: tuple[str, ...] = ()) -> list[str]:
    profile = replace(Profile(), minimum_rust=minimum, policy=Policy(features=features))
    found = findings(code, "src/lib.rs", RULE, profile=profile)
    return [f"{f.message.split(' needs')[0]} {f.confidence}" for f in found]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("fn f(a: Option<u8>) { let Some(_) = a else { return }; }", "`let ... else` high"),
        ("fn f(a: Option<u8>) { if let Some(x) = a && x > 1 {} }", "`let` in a chain of conditions high"),
        ('const A: &CStr = c"a";', 'the literal `c".."` high'),
        ("fn f(a: u8) { match a { 0..5 => {} _ => {} } }", "a pattern `a..b` without its end high"),
        ("fn f(a: &u8) { g(&raw const *a); }", "`&raw` high"),
        ("fn f() { g(async |x| x); }", "an `async` closure high"),
        ('unsafe extern "C" { fn f(); }', "`unsafe extern` high"),
        ("#[unsafe(no_mangle)]\npub fn f() {}", "`#[unsafe(..)]` on an attribute high"),
        ("#[expect(dead_code)]\nfn f() {}", "`#[expect]` high"),
        ("trait T { async fn f(&self); }", "`async fn` in a trait high"),
        ("trait T { fn f(&self) -> impl Sized; }", "`impl Trait` returned by a trait's method high"),
        ("use std::sync::{Arc, OnceLock};", "`std::sync::OnceLock` high"),
        ("fn f() { let a = std::iter::repeat_n(1, 2); }", "`std::iter::repeat_n` high"),
        ("use std::sync;\nfn f() -> sync::LazyLock<u8> { g() }", "`std::sync::LazyLock` high"),
        ("fn f(a: Option<u8>) -> bool { a.is_some_and(|x| x > 1) }", "the method `is_some_and` medium"),
    ],
)
def test_it_knows(code: str, what: str) -> None:
    assert told(code) == [what]
    assert told(code, (1, 90)) == [] and told(code, None) == []


@pytest.mark.parametrize(
    "code",
    [
        "fn f(a: u8) { match a { 0..=5 => {} 9.. => {} _ => {} } }",
        "use once_cell::sync::OnceCell;\nuse anyhow::Error;\nuse std::error::Error as E;",
        "struct OnceLock;\nfn f() -> OnceLock { OnceLock }",
        "trait Has { fn is_some_and(self) -> bool; }\nfn f(a: A) -> bool { a.is_some_and() }",
        "#![feature(let_chains)]\nfn f(a: Option<u8>) { if let Some(x) = a && x > 1 {} }",
        '#[cfg(has_c_literals)]\nconst A: &CStr = c"a";',
        'const A: &[u8] = b"c";\nconst B: &str = "c";',
        "fn f(raw: u8) -> &u8 { &raw }",
    ],
)
def test_what_only_looks_like_it_stays_silent(code: str) -> None:
    assert told(code) == []


def test_a_project_may_turn_a_feature_on() -> None:
    assert told("fn f(a: &u8) { g(&raw const *a); }", features=("raw_ref_op",)) == []


def test_a_series_that_raises_the_minimum_counts() -> None:
    code = changed("src/a.rs", "+use core::cell::LazyCell;")
    assert said_of_patch(code + changed("Cargo.toml", ' name = "a"', '+rust-version = "1.70"'), RULE) != []
    assert said_of_patch(code + changed("Cargo.toml", ' name = "a"', '+rust-version = "1.80"'), RULE) == []
    assert said_of_patch(code, RULE) == []


def test_what_a_macro_makes_of_a_trait_is_not_known() -> None:
    assert told("#[async_trait]\ntrait T { async fn f(&self); }") == []
    assert told("#[must_use]\ntrait T { async fn f(&self); }") != []


def test_a_series_may_turn_a_feature_on_in_another_file() -> None:
    use = changed("rust/kernel/io.rs", " struct A;", "+fn f(n: usize) -> bool { n.is_multiple_of(4) }")
    gate = changed("rust/kernel/lib.rs", " #![no_std]", "+#![feature(unsigned_is_multiple_of)]")
    linux = replace(shipped()["linux"], policy=Policy())
    assert said_of_patch(use, RULE, profile=linux) == [f"11 {RULE}"]
    assert said_of_patch(gate + use, RULE, profile=linux) == []
    assert said_of_patch(use, RULE, profile=shipped()["linux"]) == [], "the kernel has it on"
    listed = changed("rust/kernel/lib.rs", " #![no_std]", "+#![feature(let_chains, inline_const,)]")
    assert said_of_patch(listed + use, RULE, profile=linux) == [f"11 {RULE}"]
    gated = changed("rust/kernel/io.rs", " struct A;", "+use core::cell::LazyCell;")
    oldest = replace(linux, minimum_rust=(1, 60))
    assert said_of_patch(listed + gated, RULE, profile=oldest) == said_of_patch(gated, RULE, profile=oldest) != []
