"""Cases of panic-on-unknown-value beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "panic-on-unknown-value"


def test_of_text_and_with_a_name_for_the_rest() -> None:
    code = 'fn f(s: &str) -> Option<u8> {\n    match s {\n        "a" => Some(1),\n        "b" | "c" => Some(2),\n'
    code += '        other => panic!("what is {other}?"),\n    }\n}\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 5 and "`s`" in finding.question and "`None`" in finding.instead


@pytest.mark.parametrize(
    "body",
    [
        "match n & 3 { 0 => a(), 1 => b(), _ => unreachable!() }",
        "match n % 3 { 0 => a(), 1 => b(), _ => unreachable!() }",
        "let k = n >> 6; match k { 0 => a(), 1 => b(), _ => unreachable!() }",
        "match self.state { 0 => a(), 1 => b(), _ => unreachable!() }",
        "match n { 0 => a(), 1 => b(), _ => return Err(E) }",
        "match n { 0 => a(), _ => unreachable!() }",
        "match n { Kind::A => a(), Kind::B => b(), _ => unreachable!() }",
        "if n > 1 { return Err(E); } match n { 0 => a(), 1 => b(), _ => unreachable!() }",
        "match n { 0 => a(), 1 => b(), _ => unreachable!() /* two bits */ }",
        "match n { 0 => a(), 1 => b(),\n // the caller has checked it\n _ => unreachable!() }",
        "assert!(n < 2); match n { 0 => a(), 1 => b(), _ => unreachable!() }",
        "for n in 0..2 { match n { 0 => a(), 1 => b(), _ => unreachable!() } }",
        "match n { 0 => a(), 1 => b(), _ => todo!() }",
    ],
)
def test_is_silent_where_no_other_value_comes(body: str) -> None:
    assert said(f"fn f(&self, n: u8) -> Result<(), E> {{ {body} }}\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "value",
    [
        "size_of::<T>()",
        "mem::align_of::<T>()",
        "usize::BITS",
        "std::env::consts::OS",
        "rng.gen_range(0..2)",
        "reader.read_bits(1)?",
        "&caps[1]",
        "matches.subcommand_name()",
        "N",
    ],
)
def test_trap_of_values_that_are_known(value: str) -> None:
    body = "0 => a(), 1 => b(), _ => unreachable!() } }\n"
    assert said(f"fn f(n: u8) -> Option<u8> {{ match {value} {{ {body}", "src/lib.rs", RULE) == []
    code = f"fn f(n: u8) -> Option<u8> {{ let k = {value}; match k {{ {body}"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_where_the_function_cannot_fail() -> None:
    body = "{ match n { 0 => a(), 1 => b(), _ => panic!() } }\n"
    assert said(f"fn f(n: u8) -> u8 {body}", "src/lib.rs", RULE) == []
    assert said(f"fn f(n: u8) -> io::Result<u8> {body}", "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(f"fn f(n: u8) -> io::Result<u8> {body}", "tests/a.rs", RULE) == []
