"""Cases of tally-loop beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "tally-loop"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "use libc::c_int;\nfn f(v: &[u8]) -> u8 { let mut n = 1; for x in v { n += x; } n }\n",
        "use libc::c_int;\nfn f(v: &[u8]) -> u8 { let mut n = 0; for x in v { n += g(x)?; } n }\n",
        "use libc::c_int;\nfn f(v: &[u8]) -> u8 { let mut n = 0; for x in v { n += 1; } n }\n",
        "use libc::c_int;\nfn f(v: &[u8]) -> u8 { let mut n = 0; for x in v { n += n + x; } n }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
