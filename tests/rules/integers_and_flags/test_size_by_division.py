"""Cases of size-by-division beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "size-by-division"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> usize { size_of_val(&T) / 4 }\n",
        "fn f() -> usize { size_of::<T>() / size_of::<u32>() }\n",
        "fn f() -> usize { size_of_val(&T) * size_of::<u32>() }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
