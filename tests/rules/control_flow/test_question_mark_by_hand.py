"""Cases of question-mark-by-hand beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "question-mark-by-hand"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> Result<u8, E> { match g() { Ok(x) => Ok(x), Err(e) => { log(&e); Err(e) } } }\n",
        "fn f() -> u8 { match g() { Some(x) => x, None => return 0 } }\n",
        "fn f() -> Option<u8> { let x = match g() { Some(x) => Some(x + 1), None => None }; x.or(h()) }\n",
        "fn f() { if let Err(e) = g() { return log(e); } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
