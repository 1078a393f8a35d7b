"""Cases of manual-min-max beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "manual-min-max"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "use libc::c_int;\nfn f(a: u8, b: u8) -> u8 { if a < b { b - a } else { 0 } }\n",
        "use libc::c_int;\nfn f(mut a: u8, b: u8) { if a < b { a = c; } }\n",
        "use libc::c_int;\nfn f(a: u8, b: u8) -> u8 { if a < b { a } else if c { b } else { a } }\n",
        "use libc::c_int;\nfn f(mut a: u8, b: u8) { if a < b { a = b; } else { g(); } }\n",
        "macro_rules! pick { ($a:expr, $b:expr) => { if $a { $a } else { $b } }; }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_const_cannot_call_it() -> None:
    code = "use libc::c_int;\nconst LEVEL: i32 = if MOST > 8 { 8 } else { MOST };\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("const LEVEL: i32 =", "fn f() -> i32 {").replace("};", "}}"), "src/lib.rs", RULE)


def test_a_type_without_a_whole_order_has_none() -> None:
    code = "use libc::c_int;\nfn f<T>(a: T, b: T) -> T where T: PartialOrd { if a < b { a } else { b } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("PartialOrd", "Ord"), "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_a_type_that_is_not_seen_to_be_ordered() -> None:
    picked = "fn f(a: Unit, b: Unit) -> Unit { if a < b { a } else { b } }\n"
    code = f"use libc::c_int;\n#[derive(PartialOrd)]\nstruct Unit(f64);\n{picked}"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("derive(", "derive(Ord, "), "src/lib.rs", RULE) == [f"4 {RULE}"]
    assert said(code.replace("struct Unit(f64)", "type Unit = u32"), "src/lib.rs", RULE) == [f"4 {RULE}"]
    state = "use libc::c_int;\nfn f(s: &mut S) { if s.at < At::Data { s.at = At::Data; } }\n"
    assert said(state, "src/lib.rs", RULE) == []
    assert said(state.replace("At::Data", "at::DATA"), "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_literals_alone_are_no_receiver() -> None:
    code = "fn f(n: u32) -> u32 { if 1 << 4 > n { n } else { 1 << 4 } }\n"
    for finding in findings("use libc::c_int;\n" + code, "src/lib.rs", RULE):
        assert "`n.min(1 << 4)`" in finding.instead
