"""Cases of panic-on-user-input beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "panic-on-user-input"


DEVICE = "rust/hw/timer/x/src/device.rs"


def test_asks_in_a_device() -> None:
    (finding,) = findings('fn add(n: u8) { if n > 8 { panic!("only 8") } }\n', DEVICE, RULE)
    assert finding.confidence == "medium" and finding.question.startswith("can a user")


def test_a_library_may_panic() -> None:
    assert said('fn add(n: u8) { if n > 8 { panic!("only 8") } }\n', "src/lib.rs", RULE) == []


def test_a_constant_and_a_test_may_panic() -> None:
    assert said('const A: u8 = const { if B > 8 { panic!("only 8") } else { 1 } };\n', DEVICE, RULE) == []
    assert said('#[test]\nfn add() { panic!("only 8") }\n', DEVICE, RULE) == []


def test_unreachable_counts_where_access_arrives() -> None:
    code = 'fn NAME(&self, at: u64) -> u64 { match at { 0 => 1, _ => unreachable!("bad offset {at}") } }\n'
    assert said(code.replace("NAME", "read"), DEVICE, RULE) == [f"1 {RULE}"]
    assert said(code.replace("NAME", "decode"), DEVICE, RULE) == []
