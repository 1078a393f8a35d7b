"""Cases of enum-compared-as-number beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "enum-compared-as-number"
C = "use libc::c_int;\n"


def test_says_what_the_field_could_be() -> None:
    (finding,) = findings(C + "fn f(h: &Head) -> bool { h.kind != wire::Kind::Data as u8 }\n", "src/lib.rs", RULE)
    assert (
        finding.question
        == "could `h.kind` be a `Kind`, instead of a number that is compared with `wire::Kind::Data as u8`?"
    )
    assert "`h.kind != wire::Kind::Data` needs no cast" in finding.instead


def test_variables_and_parameters() -> None:
    for code in (
        "fn f(kind: u32) -> bool { kind == (Kind::Data as u32) }\n",
        "fn f(h: &Head) { let kind = h.kind(); if kind == Kind::Data as u32 { g(); } }\n",
        "enum Kind { DATA }\nfn f(kind: u32) -> bool { kind == Kind::DATA as u32 }\n",
    ):
        assert len(said(C + code, "src/lib.rs", RULE)) == 1, code


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(flags: u32) -> bool { flags & 15 == Kind::Data as u32 }\n",
        "fn f(kind: u32) -> bool { kind == Limits::MAXIMUM as u32 }\n",
        "fn f(kind: u32) -> bool { kind == u8::MAX as u32 }\n",
        "fn f(kind: u32) -> bool { kind == Kind::Data as Wide }\n",
        "fn f(input: &[u8]) -> bool { input[0] == Kind::Data as u8 }\n",
        "fn f(i: In) -> In { verify(i, |&x| x == Kind::Data as u8) }\n",
        "fn f(pair: (u8, u8)) -> bool { pair.0 == Kind::Data as u8 }\n",
        "fn parse_kind(kind: u8) -> bool { kind == Kind::Data as u8 }\n",
        "fn f(kind: u8) -> u8 { match kind { x if x == Kind::Data as u8 => 1, _ => 0 } }\n",
        'extern "C" fn f(kind: u8) -> bool { kind == Kind::Data as u8 }\n',
    ):
        assert said(C + code, "src/lib.rs", RULE) == [], code
    assert said("fn f(kind: u8) -> bool { kind == Kind::Data as u8 }\n", "src/lib.rs", RULE) == []
