"""Cases of needless-unsafe-fn beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "needless-unsafe-fn"


def test_only_what_is_surely_safe() -> None:
    assert said("unsafe fn f(a: u32) -> u32 { a + 1 }\n", "src/lib.rs", RULE) == ["1 " + RULE]


@pytest.mark.parametrize(
    "code",
    [
        "unsafe fn f(a: *const u32) -> u32 { 1 }\n",
        "unsafe fn f(a: u32) -> u32 { g(a) }\n",
        "unsafe fn f() -> u32 { COUNT }\nstatic mut COUNT: u32 = 0;\n",
        "unsafe fn f(a: u32) {}\n",
        'unsafe extern "C" fn f(a: Handle) -> u32 { 1 }\n',
        "/// # Safety\n/// `a` is below 8.\nunsafe fn f(a: u32) -> A { A { a } }\n",
        "unsafe impl T for A { unsafe fn f(a: u32) -> u32 { a } }\n",
        '#[target_feature(enable = "avx2")]\nunsafe fn f(a: u32) -> u32 { a }\n',
    ],
)
def test_is_silent_elsewhere(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []


def test_what_sets_a_field_may_break_a_promise() -> None:
    code = "impl Window { pub unsafe fn set_have(&mut self, have: usize) { self.have = have; } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_lends_a_constant_of_its_type() -> None:
    code = "impl A { pub unsafe fn table() -> &'static Table { &Self::TABLE } }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]
    assert said(code.replace("Self::TABLE", "table::TABLE"), "src/lib.rs", RULE) == []


def test_one_of_two_for_different_targets() -> None:
    code = "unsafe fn links(path: &Path) -> u64 {\n    0\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(f"#[cfg(not(unix))]\n{code}", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    ("signature", "is_said"),
    [
        ('unsafe extern "C" fn bits(value: c_uint) -> c_uint', True),
        ('unsafe extern "C" fn bits(value: u64, shift: libc::c_int) -> u64', True),
        ('unsafe extern "C" fn bits(value: gzFile) -> u64', False),
        ('unsafe extern "C" fn bits(value: *const u64) -> u64', False),
        ('#[no_mangle]\nunsafe extern "C" fn bits(value: u64) -> u64', False),
        ('unsafe extern "C" fn bits(value: Option<NonNull<u64>>) -> u64', False),
    ],
)
def test_what_c_calls_with_numbers(signature: str, is_said: bool) -> None:
    assert bool(said(f"{signature} {{ value << 1 }}\n", "src/lib.rs", RULE)) == is_said


def test_a_stub_and_what_a_trait_asks_for() -> None:
    code = "unsafe fn start(n: u32) -> u32 {\n    n + 1\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(f"trait Device {{\n{code}}}\n", "src/lib.rs", RULE) == []
    for body in ("// TODO\n    0", "//", "todo!()"):
        assert said(code.replace("n + 1", body), "src/lib.rs", RULE) == [], body
