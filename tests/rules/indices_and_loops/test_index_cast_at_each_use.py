"""Cases of index-cast-at-each-use beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "index-cast-at-each-use"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f(i: u8) { g(a[i as usize], b[i as usize]); }\n",
        "fn f(i: u8) { g(a[i as usize], b[i as usize], c[i as usize], i); }\n",
        "fn f(i: usize) { g(a[i as usize], b[i as usize], c[i as usize]); }\n",
        "const fn f(i: u8) { g(a[i as usize], b[i as usize], c[i as usize]); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_what_c_calls_keeps_its_types() -> None:
    code = "fn f(i: u8) { g(a[i as usize], b[i as usize], c[i as usize]); }\n"
    (own,) = findings(code, "src/lib.rs", RULE)
    (exported,) = findings(f'#[no_mangle]\npub extern "C" {code}', "src/lib.rs", RULE)
    assert "take a `usize`, or begin with `let i = usize::from(i);`" in own.instead
    assert "take a" not in exported.instead and "begin with `let i = usize::from(i);`" in exported.instead
