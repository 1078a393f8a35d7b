"""Cases of function-like-macro beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "function-like-macro"


@pytest.mark.parametrize(
    ("macro", "better"),
    [
        ("macro_rules! BIT { ($n:expr) => { 1 << $n }; }\n", "const fn bit"),
        ("macro_rules! IS_SET { ($v:expr, $b:expr) => { ($v & $b) != 0 }; }\n", "const fn is_set"),
        ("macro_rules! LIMIT { () => { 4096 } }\n", "const LIMIT"),
        ("macro_rules! STDIN { () => { stdin } }\n", "a function, `fn stdin() -> T`"),
        ("macro_rules! STDIN { () => { __acrt_iob_func(0) } }\n", "a function, `fn stdin() -> T`"),
        ("macro_rules! UPPER { ($c:expr) => { toupper($c as c_int) } }\n", "a `fn`, `fn upper(...)`"),
        ("fn f() { macro_rules! UPPER { ($c:expr) => { toupper($c) } } }\n", "a `fn`, `fn upper(...)`"),
        ("macro_rules! MIN { ($a:expr, $b:expr) => {{ if $a < $b { $a } else { $b } }}; }\n", "`min`"),
        ("macro_rules! count { ($a:expr) => { size_of_val(&$a) / size_of_val(&$a[0]) }; }\n", "`len()`"),
    ],
)
def test_names_what_it_could_be(macro: str, better: str) -> None:
    (finding,) = findings(macro, "src/lib.rs", RULE)
    assert better in finding.instead


@pytest.mark.parametrize(
    "macro",
    [
        "macro_rules! max { ($a:expr, $b:expr) => { if $a > $b { $a } else { $b } }; }\n",
        "macro_rules! CHECK { ($e:expr) => { if !$e { return Err(()) } }; }\n",
        "macro_rules! LOG { ($($a:tt)*) => { println!($($a)*) }; }\n",
        "macro_rules! SIZE { ($t:ty) => { size_of::<$t>() }; }\n",
        "macro_rules! A { (x) => { 1 }; (y) => { 2 }; }\n",
        "macro_rules! GET { ($o:expr, $f:ident) => { $o.$f }; }\n",
        "fn f(t: &[u32]) { macro_rules! FREQ { ($b:expr) => { t[$b + 1] - t[$b] } } }\n",
        'fn f() { macro_rules! BASE { () => { "256,RGB" } } let all = concat!(BASE!(), ",bold"); }\n',
        'macro_rules! NAME { ($a:literal) => { concat!("x", $a) }; }\n',
    ],
)
def test_is_silent_on_what_only_a_macro_can_do(macro: str) -> None:
    assert said(macro, "src/lib.rs", RULE) == []
