"""Rules that look into bodies of `macro_rules!`, by what stands there; all others leave them alone."""

from __future__ import annotations

from time import monotonic

import pytest

from review_assist.rules.registry import all_rules
from review_assist.rules.rule import CodeRule
from tests.helper import findings, said

CASES = {
    "mutable-static": "($n:ident, $t:ty) => { pub static mut $n: $t = <$t>::new(); }",
    "zeroed-value": "($t:ty) => { Desc { id: 1, ..unsafe { ::core::mem::zeroed::<Desc>() } } }",
    "uninit-assumed": "($n:expr) => { unsafe { ::core::mem::MaybeUninit::<[u8; 8]>::uninit().assume_init() } }",
    "nul-terminated-literal": "($n:ident) => { concat!(stringify!($n), 0).as_bytes().as_ptr() as *const c_char }",
    "const-cast-away": "($s:expr, $f:ident) => { c_write(&raw const $s.$f as *mut u32) }",
    "unsafe-static-reference": "($n:ident) => { let all = unsafe { &mut ALL }; all.push($n); }",
    "literal-cast": "($x:expr) => { $x << 8 as i32 }",
}


def test_every_rule_that_looks_there_has_a_case() -> None:
    assert {rule.name for rule in all_rules() if isinstance(rule, CodeRule) and rule.in_macros} == set(CASES)


@pytest.mark.parametrize(("rule", "arm"), CASES.items(), ids=str)
def test_it_speaks_in_the_body_of_a_macro(rule: str, arm: str) -> None:
    code = f"static mut ALL: Vec<u8> = Vec::new();\nmacro_rules! m {{\n    {arm};\n}}\n"
    (finding,) = [f for f in findings(code, "src/lib.rs", rule) if f.line == 3]
    assert "_n" not in finding.message.split("`")[1:2], "names are told as they are written"


def test_what_a_macro_makes_of_its_text_is_right() -> None:
    code = 'macro_rules! m { ($n:ident) => { concat!(stringify!($n), "\\0").as_bytes().as_ptr() } }\n'
    assert said(code, "src/lib.rs") == []


def test_a_rule_that_does_not_look_there_stays_silent() -> None:
    code = "macro_rules! m { ($p:expr) => { if !$p.is_null() { unsafe { (*$p).next() } } } }\n"
    assert not [f for f in findings(code, "src/lib.rs") if f.rule in ("null-check", "pointer-field-chain")]


def test_a_great_many_macros_take_no_longer_than_a_person_waits() -> None:
    code = "".join(
        f"macro_rules! m{at} {{ ($n:ident) => {{ static mut $n: u32 = {at}; }} }}\n" for at in range(4000)
    )
    started = monotonic()
    assert findings(code, "src/lib.rs", "mutable-static")
    assert monotonic() - started < 30
