"""Cases of integer-error beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "integer-error"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> Result<u8, i32> { g() }\n",
        "use libc::c_int;\nfn f() -> Result<u8, Errno> { g() }\n",
        'use libc::c_int;\nextern "C" fn f() -> Result<u8, i32> { g() }\n',
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
