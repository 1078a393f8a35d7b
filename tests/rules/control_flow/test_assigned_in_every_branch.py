"""Cases of assigned-in-every-branch beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "assigned-in-every-branch"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> u8 { let mut x = 0; if a { x = 1; } x }\n",
        "fn f() -> u8 { let mut x = 0; g(x); if a { x = 1; } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = 0; if a { x = 1; h(x); } else { x = 2; } x }\n",
        "fn f() -> u8 { let mut x = g(); if a { x = 1; } else { x = 2; } x }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_variable_without_a_value() -> None:
    code = (
        "fn f(x: u8) -> u64 { let value: u64; "
        "if x == 0 { value = 0; } else if x == 4 { value = g(); } else { %s } value }\n"
    )
    (finding,) = findings(code % "return 1;", "src/lib.rs", RULE)
    assert finding.message == "`value` is declared without a value, and every branch of the `if` assigns it"
    assert said(code % "value = 3; log(value);", "src/lib.rs", RULE) == []


REGISTERS = """
fn read(port: &Port, offset: u64) -> u64 {
    let mut r: u32 = 0;
    match offset {
        0x00 => { r = port.load; }
        0x04 => r = port.control,
        0x08 => { latch(port); r = port.count; }
        _ => %s
    }
    r.into()
}
"""


def test_the_default_arm_may_keep_the_first_value() -> None:
    for rest in ("{}", "{ log(offset); }", "log(offset),"):
        (finding,) = findings(REGISTERS % rest, "src/lib.rs", RULE)
        assert finding.message == "`r` starts as `0`, which every arm of the `match` but `_` replaces", rest
        assert finding.instead.startswith("Write `let r = match offset { .. };`"), rest
    for code in (
        REGISTERS % "{ fill(&mut r); }",
        REGISTERS.replace("0x04 => r = port.control,", "0x04 => latch(port),") % "{}",
        REGISTERS.replace("0x04 => r = port.control,", "") % "{}",
        REGISTERS.replace("u32 = 0", "u32 = first(port)") % "{}",
        REGISTERS.replace("0x04 => r = port.control,", "0x04 => r += 1,") % "{}",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
