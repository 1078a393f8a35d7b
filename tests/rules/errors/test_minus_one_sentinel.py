"""Cases of minus-one-sentinel beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "minus-one-sentinel"


def test_a_local_that_is_set_and_tested() -> None:
    code = (
        "fn f(all: &[u8]) -> bool {\n    let mut best = -1;\n    for a in all {\n        best = i32::from(*a);\n"
        "    }\n    best != -1\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}", f"6 {RULE}"]


def test_a_field_with_the_name_of_a_place_is_asked() -> None:
    (finding,) = findings("fn f(s: &mut Screen) { s.index = -1; }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`index`" in finding.question


def test_a_number_like_any_other() -> None:
    assert said("fn f(exponent: i32) -> bool { exponent == -1 }\n", "src/lib.rs", RULE) == []
    assert said("fn f(s: &mut Step) { s.direction = -1; }\n", "src/lib.rs", RULE) == []


def test_what_c_returned() -> None:
    code = "fn f() -> bool {\n    let fd = unsafe { libc::open(p, 0) };\n    fd == -1 || fd >= 0\n}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_names_of_other_functions_are_no_evidence() -> None:
    code = "fn f() -> i32 {\n    let a = -1;\n    a\n}\nfn g(a: i32) -> bool { a == -1 }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_number_that_c_writes_is_c_s() -> None:
    code = "fn f() { let mut fd = -1; unsafe { register(&mut fd) }; if fd == -1 { g(); } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("&mut fd", "fd"), "src/lib.rs", RULE) == [f"1 {RULE}", f"1 {RULE}"]


def test_an_option_that_is_made_a_number_again() -> None:
    code = (
        "fn f(o: &Options) {\n    let slot = o.slot.unwrap_or(-1);\n    if slot >= 0 {\n        go(slot);\n    }\n"
    )
    code += "}\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("slot >= 0", "slot > 3"), "src/lib.rs", RULE) == []
    assert said(code.replace("unwrap_or(-1)", "unwrap_or(1)"), "src/lib.rs", RULE) == []
