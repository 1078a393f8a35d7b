"""Cases of enumerated-store beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "enumerated-store"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "use libc::c_int;\nfn f() { for (i, x) in v.iter().enumerate() { w[i] = x; g(); } }\n",
        "use libc::c_int;\nfn f() { for (i, x) in v.iter().enumerate() { w[i] = w[0] + x; } }\n",
        "use libc::c_int;\nfn f() { for (i, x) in v.iter().enumerate() { w[i + 1] = *x; } }\n",
        "fn f() { for (i, x) in v.iter().enumerate() { w[i] = *x; } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_type_that_kept_its_name_of_c() -> None:
    code = "fn f(v: &[u8]) { let mut a = [0; 9]; for (i, b) in v.iter().enumerate() { a[i] = *b; } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(f"pub struct item_data {{ size: u8 }}\n{code}", "src/lib.rs", RULE) == [f"2 {RULE}"]
